"""Files beside a request: add, open, remove."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.files.actions import Given, open_file
from pulang.common.files.queries.stored import Missing
from pulang.forum.engagements import actions, queries, rules
from pulang.forum.engagements.models import EngagementRequest, RequestFile
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.views.reading import readable
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.attaching import AttachForm
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.filekinds import KINDS


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
def file_add(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Hand a file over, while the request is with the requester."""
    row = _open(request, pk)
    form = AttachForm(submitted(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        given = Given(form.name, form.cleaned_data["title"], form.kind, form.content)
        try:
            actions.attach_to_request(by=request.viewer, request=row, given=given)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The file is added."))
            return redirect("engagements:detail", pk=row.pk)
    context = {"form": form, "title": row.title, "label": row.marking.label, **_way(row, _("Add a file"))}
    return render(request, "files/attach.html", context)


@guard(P.REQUEST_VIEW)
@require_safe
def file_open(request: ViewerRequest, pk: UUID, file: UUID) -> HttpResponse:
    """A file beside a request that the viewer may read in full, to save."""
    row = readable(request, pk)
    kept = _attached(row, file).file
    try:
        content = open_file(by=request.viewer, file=kept, organisation_id=row.country_id)
    except Missing:
        messages.error(request, _("This file is not on the disk any more. Ask whoever added it to add it again."))
        return redirect("engagements:detail", pk=row.pk)
    return attachment(content, name=kept.name, content_type=KINDS[kept.kind].content_type)


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
def file_remove(request: ViewerRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Take away a file that one added oneself, while the request is with the requester."""
    row = _open(request, pk)
    attached = _attached(row, file)
    if attached.file.owner_id != request.viewer.user_id:
        raise Http404
    if request.method == "POST":
        actions.detach_from_request(by=request.viewer, attached=attached)
        messages.success(request, _("The file is removed."))
        return redirect("engagements:detail", pk=row.pk)
    return render(request, "files/detach.html", {"file": attached.file, **_way(row, _("Remove the file"))})


def _open(request: ViewerRequest, pk: UUID) -> EngagementRequest:
    """A request that the viewer writes and that is with the requester; else 404."""
    row = readable(request, pk)
    is_open = queries.state_of(row).state in rules.OPEN_TO_THE_REQUESTER
    if not is_open or not allows(request.viewer, P.REQUEST_DRAFT, row):
        raise Http404
    return row


def _attached(row: EngagementRequest, file: UUID) -> RequestFile:
    attached = row.files.select_related("to__marking", "file__marking").filter(file=file).first()
    if attached is None:
        raise Http404
    return attached


def _way(row: EngagementRequest, here: str) -> dict[str, object]:
    back = reverse("engagements:detail", kwargs={"pk": row.pk})
    path = [Link(_("Engagement requests"), reverse("engagements:list")), Link(row.title, back), Link(here, "")]
    return {"path": path, "back": back}
