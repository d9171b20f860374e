"""Folders for self-study on a stick: made, downloaded, their keys printed, and revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import folders as actions
from pulang.common.learning.forms.deliveries import WhyForm
from pulang.common.learning.forms.study import FolderForm
from pulang.common.learning.models import Delivery, StudyFolder
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import participants
from pulang.common.learning.queries import study as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.queries.study import Keys
from pulang.common.learning.queries.taught import taught_key
from pulang.common.learning.views.deliveries.presentation import path_to, url_of
from pulang.common.learning.views.study import presentation
from pulang.common.learning.views.study.folder_file import folder_file, label_of
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link, State
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def folder_list(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The folders of a delivery, and a form for another one."""
    row = _delivery(request, pk)
    form = None
    if row.closed_at is None and row.cancelled_at is None:
        people = presentation.people_choices(list(participants.accepted(row)))
        form = FolderForm(submitted(request), people=people, initial={"language": row.language})
        if request.method == "POST" and form.is_valid():
            try:
                _make(request, row, form)
            except Refused as refused:
                form.add_error(None, str(refused.reason))
            else:
                messages.success(request, _("The folder is made. Download it and copy it to a stick."))
                return redirect("training:folders", pk=row.pk)
    page = listed(request, queries.folders(row), queries.FOLDER_ORDERS)
    keys = queries.keys_of(page.items)
    context = {
        "row": row,
        "page": page,
        "form": form,
        "folders": [_line(row, each, keys[each.pk]) for each in page.items],
        "back": url_of(row),
        "path": path_to(row, Link(_("Folders for a stick"), "", current=True)),
    }
    return render(request, "learning/study/folders.html", context)


def _make(request: ViewerRequest, row: Delivery, form: FolderForm) -> None:
    found = form.cleaned_data
    if found["person"]:
        person = UUID(found["person"])
        actions.make_folder(by=request.viewer, delivery=row, language=found["language"], person=person)
    else:
        actions.make_class_folder(by=request.viewer, delivery=row, language=found["language"], keys=found["keys"])


def _line(row: Delivery, folder: StudyFolder, keys: Keys) -> dict[str, object]:
    over = row.closed_at is not None or row.cancelled_at is not None
    state = State(_("in use"), "done") if folder.revoked_at is None else State(_("revoked"), "neutral")
    return {
        "row": folder,
        "keys": keys,
        "language": presentation.language_name(folder.language),
        "state": state,
        "open": folder.revoked_at is None and not over,
    }


@guard(P.DELIVERY_HOLD)
@require_safe
def take_along(request: ViewerRequest, pk: UUID, folder: UUID) -> HttpResponse:
    """The folder as a zip."""
    row = _delivery(request, pk)
    found = queries.folder_of(row, folder)
    label = label_of(request.viewer, row)
    try:
        secret = actions.take_folder(by=request.viewer, folder=found, label=label)
    except Refused as refused:
        messages.warning(request, str(refused.reason))
        return redirect("training:folders", pk=row.pk)
    content = folder_file(found, secret, label)
    return attachment(content, name=f"{taught_key(row)}-{found.language}.zip", content_type="application/zip")


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def keys(request: ViewerRequest, pk: UUID, folder: UUID) -> HttpResponse:
    """The keys of a folder for a class, to print; they are shown once somebody says so."""
    row = _delivery(request, pk)
    found = queries.folder_of(row, folder)
    if not found.is_for_class or found.revoked_at is not None:
        raise Http404
    shown = None
    if request.method == "POST":
        try:
            shown = [grouped(*key) for key in actions.show_keys(by=request.viewer, folder=found)]
        except Refused as refused:
            messages.warning(request, str(refused.reason))
            return redirect("training:folders", pk=row.pk)
    back = reverse("training:folders", kwargs={"pk": row.pk})
    path = path_to(row, Link(_("Folders for a stick"), back), Link(_("Keys"), "", current=True))
    return render(request, "learning/study/keys.html", {"row": row, "keys": shown, "back": back, "path": path})


def grouped(number: int, secret: str) -> str:
    """A key as it is printed: number, and four letters at a time."""
    return "-".join([str(number), *(secret[at : at + 4] for at in range(0, len(secret), 4))])


@guard(P.DELIVERY_HOLD)
@require_http_methods(["GET", "POST"])
def revoke(request: ViewerRequest, pk: UUID, folder: UUID) -> HttpResponse:
    """Say why no more results are taken from a folder."""
    row = _delivery(request, pk)
    found = queries.folder_of(row, folder)
    if found.revoked_at is not None:
        raise Http404
    back = reverse("training:folders", kwargs={"pk": row.pk})
    form = WhyForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        actions.revoke_folder(by=request.viewer, folder=found, reason=form.cleaned_data["reason"])
        messages.success(request, _("The folder is revoked."))
        return redirect(back)
    heading = _("Revoke the folder")
    lead = _("No results are taken from it any more. What was taken before stays.")
    path = path_to(row, Link(_("Folders for a stick"), back), Link(heading, "", current=True))
    context = {"form": form, "heading": heading, "lead": lead, "button": heading, "back": back, "path": path}
    return render(request, "learning/deliveries/form.html", context)


def _delivery(request: ViewerRequest, pk: UUID) -> Delivery:
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    if not row.self_study:
        raise Http404
    return row
