"""Files beside a plan: add, open, remove."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.files.actions import Given, open_file
from pulang.common.files.queries.stored import Missing
from pulang.common.followup import actions, queries
from pulang.common.followup.models import ActionPlan, PlanFile
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import PAGE
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows, get
from pulang.foundation.ui.attaching import AttachForm
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.filekinds import KINDS


@guard(P.PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def file_add(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Hand a file over."""
    plan = _plan(request, pk)
    if not allows(request.viewer, P.PLAN_WRITE, plan):
        raise Http404
    form = AttachForm(submitted(request), request.FILES)
    if request.method == "POST" and form.is_valid():
        given = Given(form.name, form.cleaned_data["title"], form.kind, form.content)
        try:
            actions.attach_to_plan(by=request.viewer, plan=plan, given=given)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The file is added."))
            return redirect("followup:detail", pk=plan.pk)
    context = {"form": form, "title": plan.title, "label": plan.marking.label, **_way(plan, _("Add a file"))}
    return render(request, "files/attach.html", context)


@guard(P.PLAN_VIEW)
@require_safe
def file_open(request: ViewerRequest, pk: UUID, file: UUID) -> HttpResponse:
    """A file beside a plan that the viewer may read, to save."""
    plan = _plan(request, pk)
    kept = _attached(plan, file).file
    try:
        content = open_file(by=request.viewer, file=kept, organisation_id=plan.host_id)
    except Missing:
        messages.error(request, _("This file is not on the disk any more. Ask whoever added it to add it again."))
        return redirect("followup:detail", pk=plan.pk)
    return attachment(content, name=kept.name, content_type=KINDS[kept.kind].content_type)


@guard(P.PLAN_VIEW)
@require_http_methods(["GET", "POST"])
def file_remove(request: ViewerRequest, pk: UUID, file: UUID) -> HttpResponse:
    """Take away a file that one added oneself."""
    plan = _plan(request, pk)
    attached = _attached(plan, file)
    if attached.file.owner_id != request.viewer.user_id:
        raise Http404
    if request.method == "POST":
        actions.detach_from_plan(by=request.viewer, attached=attached)
        messages.success(request, _("The file is removed."))
        return redirect("followup:detail", pk=plan.pk)
    return render(request, "files/detach.html", {"file": attached.file, **_way(plan, _("Remove the file"))})


def _plan(request: ViewerRequest, pk: UUID) -> ActionPlan:
    plan = get(request.viewer, P.PLAN_VIEW, queries.plans(request.viewer), pk=pk)
    return let_out_one(request.viewer, PAGE, Carried(plan, (marked(plan),)))


def _attached(plan: ActionPlan, file: UUID) -> PlanFile:
    attached = (
        queries.files_of(plan).select_related("to__marking", "to__host", "file__marking").filter(file=file).first()
    )
    if attached is None:
        raise Http404
    return attached


def _way(plan: ActionPlan, here: str) -> dict[str, object]:
    back = reverse("followup:detail", kwargs={"pk": plan.pk})
    path = [Link(_("Action plans"), reverse("followup:list")), Link(plan.title, back), Link(here, "")]
    return {"path": path, "back": back}
