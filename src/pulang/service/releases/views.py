"""Pages on which counts are proposed, approved by two people, taken along and taken back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.bridge.queries import counts_of
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link, State
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted
from pulang.foundation.ui.wording import full_day
from pulang.kernel import clock
from pulang.kernel.tlp import Label
from pulang.service.releases import actions, queries
from pulang.service.releases.forms import ProposeForm, ReasonForm
from pulang.service.releases.models import Release
from pulang.service.releases.permissions import ReleasesPermission as P
from pulang.service.releases.rules import STATE_WORDS, Quarter, quarters


@guard(P.VIEW)
@require_safe
def release_list(request: ViewerRequest) -> HttpResponse:
    """Every release, the newest first."""
    page = listed(request, queries.releases(request.viewer), queries.ORDERS)
    context = {
        "page": page,
        "lines": [(row, _tag(row)) for row in page.items],
        "may_propose": request.viewer.may(P.PROPOSE) and queries.services(request.viewer).exists(),
    }
    return render(request, "releases/list.html", context)


@guard(P.PROPOSE)
@require_http_methods(["GET", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Propose the counts of a quarter."""
    services = {row.key: row for row in queries.services(request.viewer)}
    if not services:
        raise Http404
    offered = {each.slug: each for each in quarters(clock.today())}
    form = ProposeForm(
        submitted(request),
        services=[(key, row.name) for key, row in services.items()],
        quarters=[(slug, _span(each)) for slug, each in offered.items()],
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            row = actions.propose(
                by=request.viewer,
                service=services[asked["service"]],
                quarter=offered[asked["quarter"]],
                label=Label(asked["label"]),
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Proposed. Two other people approve the counts before anything leaves."))
            return redirect("releases:detail", pk=row.pk)
    return render(request, "releases/new.html", {"form": form, "path": _path(_("Propose counts"))})


@guard(P.VIEW)
@require_safe
def detail(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """What is proposed or was given, how far it has come, and the next step."""
    row = queries.release(request.viewer, pk)
    return render(request, "releases/detail.html", _shown(request, row))


@guard(P.APPROVE)
@require_POST
@dangerous
def approve(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Approve as one of the two."""
    row = queries.release(request.viewer, pk)
    return _step(request, row, lambda: actions.approve(by=request.viewer, release=row), _("Approved."))


@guard(P.APPROVE)
@require_http_methods(["GET", "POST"])
def send_back(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Send the counts back."""
    return _with_reason(request, pk, P.APPROVE, actions.return_release, _("Send the counts back"))


@guard(P.WITHDRAW)
@require_http_methods(["GET", "POST"])
@dangerous
def withdraw(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Take signed counts back."""
    return _with_reason(request, pk, P.WITHDRAW, actions.withdraw_release, _("Withdraw the counts"))


@guard(P.VIEW)
@require_safe
def counts_file(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The signed counts."""
    return _file(request, pk, withdrawal=False)


@guard(P.VIEW)
@require_safe
def withdrawal_file(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The signed withdrawal."""
    return _file(request, pk, withdrawal=True)


def _file(request: ViewerRequest, pk: UUID, *, withdrawal: bool) -> HttpResponse:
    row = queries.release(request.viewer, pk)
    content = row.withdrawal if withdrawal else row.file
    if content is None or (row.withdrawn_at is not None and not withdrawal):
        raise Http404
    let_out_one(request.viewer, FILE, Carried(row, (marked(row),)))
    actions.take_file(by=request.viewer, release=row, withdrawal=withdrawal)
    name = f"{row.organisation.key}-{row.starts_on}-{'withdrawal' if withdrawal else 'counts'}.signed.json"
    return attachment(bytes(content), name=name, content_type="application/json")


def _with_reason(request: ViewerRequest, pk: UUID, permission: P, act: Callable[..., None], title: str) -> HttpResponse:
    row = queries.release(request.viewer, pk)
    if not allows(request.viewer, permission, row):
        raise Http404
    form = ReasonForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _step(request, row, lambda: act(by=request.viewer, release=row, reason=reason), _("It is done."))
    back = reverse("releases:detail", args=[pk])
    context = {"form": form, "title": title, "back": back, "path": _path(_span(row), back)}
    return render(request, "releases/reason.html", context)


def _step(request: ViewerRequest, row: Release, act: Callable[[], None], done: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, done)
    return redirect("releases:detail", pk=row.pk)


def _shown(request: ViewerRequest, row: Release) -> dict[str, Any]:
    viewer, signed, withdrawn = request.viewer, row.file is not None, row.withdrawn_at is not None
    steps = (
        (_("Proposed"), row.proposed_by, row.proposed_at, ""),
        (_("First approval"), row.first_approved_by, row.first_approved_at, ""),
        (_("Second approval, signed"), row.second_approved_by, row.second_approved_at, ""),
        (_("Returned"), row.returned_by, row.returned_at, row.returned_why),
        (_("Withdrawn"), row.withdrawn_by, row.withdrawn_at, row.withdrawn_why),
    )
    return {
        "row": row,
        "tag": _tag(row),
        "span": _span(row),
        "counts": counts_of(row.counts),
        "steps": [step for step in steps if step[2] is not None],
        "may_approve": queries.may_approve(viewer, row),
        "may_withdraw": signed and not withdrawn and allows(viewer, P.WITHDRAW, row),
        "has_file": signed and not withdrawn,
        "path": _path(_span(row)),
    }


def _span(period: Quarter | Release) -> str:
    return _("{first} to {last}").format(first=full_day(period.starts_on), last=full_day(period.ends_on))


def _path(title: str, url: str = "") -> list[Link]:
    return [Link(_("Releases"), reverse("releases:list")), Link(title, url, current=not url)]


def _tag(row: Release) -> State:
    return State(*STATE_WORDS[queries.state_of(row)])
