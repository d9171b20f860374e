"""Pages on which an owner sees and decides who may have something."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.access.queries import label_words, readers
from pulang.common.marking import actions
from pulang.common.marking.forms import LabelForm, ReasonForm, RecipientForm
from pulang.common.marking.permissions import MarkingPermission as P
from pulang.common.marking.queries import Carried, Owned, let_out_one, marked, owned_of
from pulang.common.marking.queries.recipients import (
    organisation_named,
    organisations_to_name,
    recipients,
)
from pulang.foundation.policy.exits import PAGE
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import Refused, get
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.tlp import Label


@dataclass(frozen=True)
class Subject:
    """The row whose readers are decided about, with its kind."""

    kind: Owned
    row: Any

    @property
    def here(self) -> str:
        return reverse("marking:detail", kwargs={"kind": self.kind.slug, "pk": self.row.pk})

    def context(self, title: str = "") -> dict[str, Any]:
        """What every page about it needs."""
        name, address = self.kind.name(self.row), self.kind.address(self.row)
        own = Link(_("Label and audience"), self.here)
        last = [Link(title, "")] if title else []
        return {
            "subject": self, "name": name, "address": address, "back": self.here, "marking": self.row.marking,
            "words": label_words(Label(self.row.marking.label)), "path": [Link(name, address), own, *last],
        }  # fmt: skip


@guard(P.MARKING_CHANGE)
@require_safe
def detail(request: ViewerRequest, kind: str, pk: UUID) -> HttpResponse:
    """Label and recipients of something, and everybody who reads it today."""
    subject = _subject(request, kind, pk)
    context = {
        "recipients": recipients(subject.row.marking),
        "readers": readers(subject.kind.view, subject.row),
        **subject.context(),
    }
    return render(request, "marking/detail.html", context)


@guard(P.MARKING_CHANGE)
@require_http_methods(["GET", "POST"])
@dangerous
def label(request: ViewerRequest, kind: str, pk: UUID) -> HttpResponse:
    """Another label."""
    subject = _subject(request, kind, pk)
    form = LabelForm(submitted(request), initial={"label": subject.row.marking.label})
    if request.method == "POST" and form.is_valid():
        data = {"label": form.chosen(), "reason": form.cleaned_data["reason"]}
        try:
            actions.relabel(by=request.viewer, row=subject.row, **data)
        except Refused as refused:
            form.add_error("label", str(refused.reason))
        else:
            messages.success(request, _("The label is changed."))
            return redirect(subject.here)
    return render(request, "marking/label.html", {"form": form, **subject.context(_("Change the label"))})


@guard(P.MARKING_CHANGE)
@require_http_methods(["GET", "POST"])
@dangerous
def recipient_add(request: ViewerRequest, kind: str, pk: UUID) -> HttpResponse:
    """One more recipient."""
    subject = _subject(request, kind, pk)
    form = RecipientForm(submitted(request), organisations=organisations_to_name(request.viewer))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        recipient = data["person"] or organisation_named(request.viewer, data["organisation"])
        try:
            actions.invite(by=request.viewer, row=subject.row, recipient=recipient, reason=data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The recipient is added."))
            return redirect(subject.here)
    return render(request, "marking/recipient.html", {"form": form, **subject.context(_("Add a recipient"))})


@guard(P.MARKING_CHANGE)
@require_http_methods(["GET", "POST"])
def recipient_remove(request: ViewerRequest, kind: str, pk: UUID, key: UUID) -> HttpResponse:
    """One recipient less: somebody whom an owner had named."""
    subject = _subject(request, kind, pk)
    named = {each.key: each for each in recipients(subject.row.marking) if each.invited}
    if str(key) not in named:
        raise Http404
    form = ReasonForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.uninvite(by=request.viewer, row=subject.row, recipient=named[str(key)], reason=reason)
        messages.success(request, _("The recipient is taken out."))
        return redirect(subject.here)
    context = {"form": form, "recipient": named[str(key)], **subject.context(_("Take a recipient out"))}
    return render(request, "marking/remove.html", context)


def _subject(request: ViewerRequest, kind: str, pk: UUID) -> Subject:
    """The row, through the gate; else 404."""
    found = owned_of(kind)
    if found is None:
        raise Http404
    row = get(request.viewer, P.MARKING_CHANGE, found.rows(request.viewer), pk=pk)
    return Subject(found, let_out_one(request.viewer, PAGE, Carried(row, (marked(row),))))
