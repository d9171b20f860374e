"""Pages on which counts of a country are taken in, shown to members, and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.bridge.queries import NotTaken, counts_of
from pulang.forum.reach import actions, queries
from pulang.forum.reach.forms import LARGEST, CountsForm
from pulang.forum.reach.models import ReceivedRelease
from pulang.forum.reach.permissions import ReachPermission as P
from pulang.forum.reach.queries import Withdrawn
from pulang.forum.reach.queries.shown import source_of
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.forms import ReasonForm
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@guard(P.VIEW)
@require_safe
def countries(request: ViewerRequest) -> HttpResponse:
    """Every country that released something which the viewer may have."""
    latest: dict[UUID, ReceivedRelease] = {}
    for row in queries.current(request.viewer):
        latest.setdefault(row.country_id, row)
    lines = [(country, latest[country.pk]) for country in queries.countries(request.viewer) if country.pk in latest]
    return render(request, "reach/list.html", {"lines": lines, "may_take": request.viewer.may(P.TAKE)})


@guard(P.VIEW)
@require_safe
def country(request: ViewerRequest, country: str) -> HttpResponse:
    """What one country released, period by period; replaced and withdrawn ones below."""
    found = queries.country_named(request.viewer, country)
    standing = queries.current(request.viewer, country=found)
    every = queries.history(request.viewer, found)
    if not every:
        raise Http404
    now, own = {row.pk for row in standing}, queries.withdrawable(request.viewer, standing)
    context = {
        "country": found,
        "releases": [(row, counts_of(row.counts), source_of(row), row.pk in own) for row in standing],
        "before": [row for row in every if row.pk not in now],
        "path": _path(found.name),
    }
    return render(request, "reach/country.html", context)


@guard(P.TAKE)
@require_http_methods(["GET", "POST"])
def take(request: ViewerRequest) -> HttpResponse:
    """Choose a signed file, look at what it says, take it."""
    again = request.POST.get("shown", "") if request.method == "POST" else ""
    sent = request.method == "POST" and not again
    form = CountsForm(request.POST if sent else None, request.FILES if sent else None)
    context: dict[str, object] = {"form": form, "path": _path(_("Take counts in"))}
    if not (again or (sent and form.is_valid())):
        return render(request, "reach/take.html", context)
    raw = again.encode()[: LARGEST + 1] if again else form.cleaned_data["file"]
    try:
        if again:
            row = actions.take_in(by=request.viewer, raw=raw)
            messages.success(request, _("It is done. Members see what its label lets them see."))
            return redirect("reach:country", country=row.country.key)
        found = queries.read_file(request.viewer, raw)
    except NotTaken as refused:
        return render(request, "reach/take.html", {**context, "refusal": refused.reason})
    shown = {"found": found, "is_withdrawal": isinstance(found, Withdrawn), "raw": raw.decode()}
    counts = None if isinstance(found, Withdrawn) else found.counts
    return render(request, "reach/take.html", {**context, **shown, "counts": counts})


@guard(P.WITHDRAW)
@require_http_methods(["GET", "POST"])
def withdraw(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Take counts back, with a reason."""
    row = queries.release(request.viewer, pk)
    if not allows(request.viewer, P.WITHDRAW, row):
        raise Http404
    form = ReasonForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(by=request.viewer, release=row, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The counts are withdrawn. Members do not see them any more."))
            return redirect("reach:country", country=row.country.key)
    back = reverse("reach:country", args=[row.country.key])
    context = {"form": form, "row": row, "source": source_of(row), "back": back, "path": _path(_("Withdraw"))}
    return render(request, "reach/withdraw.html", context)


def _path(title: str) -> list[Link]:
    return [Link(_("Reach"), reverse("reach:list")), Link(title, "", current=True)]
