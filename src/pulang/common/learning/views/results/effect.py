"""What came of a delivery, link by link; drawing people to be observed at work, and what was seen of one of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import observing as actions
from pulang.common.learning.forms.deliveries import WhyForm
from pulang.common.learning.forms.work import DrawForm, WorkForm
from pulang.common.learning.models import WorkObservation
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import work as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.rules.work import suggested
from pulang.common.learning.views.deliveries.presentation import path_to, url_of
from pulang.common.learning.views.results import links
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock

WEEKS = 8
LOT = gettext_lazy("The lot decides, so that nobody is picked. Whoever leads them at their prison sees it on Today.")


@guard(P.DELIVERY_HOLD)
@require_safe
def effect(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The chain from what people thought to what changed, with the links that are missing marked as missing."""
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    plans = allows(request.viewer, P.DELIVERY_PLAN, row)
    chain = queries.chain(request.viewer, row, get_language() or "en")
    context = {
        "row": row,
        "links": links.shown(chain),
        "chain": chain,
        "drawn": [links.line(each) for each in queries.drawn(row)] if plans else [],
        "may_draw": plans and row.closed_at is not None and queries.drawable(row).exists(),
        "path": path_to(row, Link(_("What came of it"), "", current=True)),
    }
    return render(request, "learning/results/effect.html", context)


@guard(P.DELIVERY_PLAN)
@require_http_methods(["GET", "POST"])
def draw(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Draw people by lot to be observed at work."""
    row = delivery(request.viewer, pk, P.DELIVERY_PLAN)
    left = queries.drawable(row).count()
    if row.closed_at is None or not left:
        raise Http404
    initial = {"number": suggested(left), "due_on": clock.today() + timedelta(weeks=WEEKS)}
    form = DrawForm(submitted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = actions.draw_people(by=request.viewer, delivery=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, links.drawn(len(drawn)))
            return redirect("training:effect", pk=row.pk)
    told = ngettext(
        "%(count)d person was there and can be drawn.", "%(count)d people were there and can be drawn.", left
    )
    heading = _("Draw people to observe at work")
    context = {
        "form": form,
        "heading": heading,
        "lead": f"{told % {'count': left}} {LOT}",
        "button": _("Draw"),
        "back": url_of(row),
        "path": path_to(row, Link(heading, "", current=True)),
    }
    return render(request, "learning/deliveries/form.html", context)


@guard(P.WORK_VIEW)
@require_http_methods(["GET", "POST"])
def work(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One observation: to be written down by whoever observes, to be read afterwards by the trainee and by them."""
    row = queries.observation(request.viewer, pk)
    context = _page(row)
    if row.recorded_at is not None:
        return render(request, "learning/results/work.html", {**context, **links.seen(row, context["items"])})
    if not allows(request.viewer, P.WORK_OBSERVE, row):
        raise Http404
    form = WorkForm(submitted(request), items=context["items"], initial={"seen_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_work(
                by=request.viewer, observation=row, seen_on=form.cleaned_data["seen_on"], marks=form.marks(),
                said=form.cleaned_data["said"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("What you saw is written down."))
            return redirect("training:work", pk=row.pk)
    return render(request, "learning/results/observe_work.html", {**context, "form": form})


@guard(P.WORK_OBSERVE)
@require_http_methods(["GET", "POST"])
def set_aside(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Say why somebody who was drawn could not be observed."""
    row = queries.observation(request.viewer, pk, P.WORK_OBSERVE)
    if row.recorded_at is not None:
        raise Http404
    form = WhyForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_work_aside(by=request.viewer, observation=row, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The reason is written down."))
            return redirect("training:work", pk=row.pk)
    heading = _("It could not be observed")
    lead = _("For example: transferred, on long leave, or no longer in the service.")
    context = {"form": form, "heading": heading, "lead": lead, "button": _("Write down the reason"), **_page(row)}
    return render(request, "learning/deliveries/form.html", {**context, "back": links.work_url(row)})


def _page(row: WorkObservation) -> dict[str, Any]:
    delivery = row.enrolment.delivery
    return {
        "row": row,
        "items": queries.items(delivery, get_language() or "en"),
        "back": url_of(delivery),
        "path": path_to(delivery, Link(_("Observed at work"), "", current=True)),
    }
