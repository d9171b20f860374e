"""Answering the tests of a delivery, and what came of it for trainee and trainer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import answering as actions
from pulang.common.learning.forms.results import OpinionForm, TestForm
from pulang.common.learning.models import Delivery
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import results as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.opinions import QUESTIONS
from pulang.common.learning.views.deliveries.presentation import path_to, url_of
from pulang.common.learning.views.results import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@guard(P.RESULT_GIVE)
@require_http_methods(["GET", "POST"])
def test(request: ViewerRequest, pk: UUID, slug: str) -> HttpResponse:
    """A test to answer; once it is answered, the own score, and after the last test what would have been right."""
    row, found = _test(request, pk, slug)
    place = queries.demand_own_place(request.viewer, row)
    known = queries.attempts(request.viewer, row).filter(enrolment=place, **found.place).first()
    if known is not None and request.method == "GET":
        return render(request, "learning/results/own.html", presentation.own_page(row, place, found, known))
    said = presentation.said(row, found)
    form = TestForm(submitted(request), test=found, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_test(
                by=request.viewer,
                place=place,
                test=found,
                receipt=form.cleaned_data["receipt"],
                answers=form.answers(),
            )
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Your answers are kept."))
            return redirect("training:test", pk=row.pk, slug=slug)
    context = {"row": row, "form": form, "said": said, "back": url_of(row), "path": presentation.test_path(row, found)}
    return render(request, "learning/results/test.html", context)


@guard(P.DELIVERY_HOLD)
@require_safe
def results(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The tests of a delivery: done or not done for each; scores and their spread for its trainers."""
    row = delivery(request.viewer, pk, P.DELIVERY_HOLD)
    return render(request, "learning/results/results.html", presentation.results_page(request.viewer, row))


@guard(P.RESULT_GIVE)
@require_http_methods(["GET", "POST"])
def opinion(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """What the viewer thought of a delivery; it stands without a name."""
    row = delivery(request.viewer, pk)
    place = queries.demand_own_place(request.viewer, row)
    if queries.has_said(place) or row.cancelled_at is not None or clock.today() < row.starts_on:
        raise Http404
    form = OpinionForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["differently"]
        try:
            actions.say_opinion(by=request.viewer, place=place, ratings=form.ratings(), differently=words)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Thank you. What you said stands without your name."))
            return redirect(url_of(row))
    here = Link(_("What did you think of it?"), "", current=True)
    context = {"row": row, "form": form, "back": url_of(row), "path": path_to(row, here), "names": QUESTIONS}
    return render(request, "learning/results/opinion.html", context)


def _test(request: ViewerRequest, pk: UUID, slug: str, permission: str = P.DELIVERY_STAGE) -> tuple[Delivery, Test]:
    row = delivery(request.viewer, pk, permission)
    return row, queries.test_of(row, slug)
