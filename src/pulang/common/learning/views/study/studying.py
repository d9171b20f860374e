"""Working through a self-study delivery on line: what is done, and one session with its exercises."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import studying as actions
from pulang.common.learning.forms.study import PracticeForm
from pulang.common.learning.models import Delivery, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import study as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.queries.taught import taught
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.course import Activity
from pulang.common.learning.rules.speaking import say_activity
from pulang.common.learning.rules.studying import Done, Work, follow, of_activity
from pulang.common.learning.views.deliveries.presentation import spoken
from pulang.common.learning.views.study import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.submitted import submitted

Sent = dict[str, Any]


@guard(P.RESULT_GIVE)
@require_safe
def study(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """What the viewer has done of a self-study delivery, and where to go on."""
    row = delivery(request.viewer, pk, P.DELIVERY_VIEW)
    place = queries.own_study(request.viewer, row)
    return render(request, "learning/study/overview.html", presentation.overview(row, place))


@guard(P.RESULT_GIVE)
@require_http_methods(["GET", "POST"])
def session(request: ViewerRequest, pk: UUID, module: str, session: str) -> HttpResponse:
    """One session to read and to answer, exercise by exercise; what is sent is kept at once."""
    row = delivery(request.viewer, pk, P.DELIVERY_VIEW)
    place = queries.own_study(request.viewer, row)
    work = queries.work_of(row, module, session)
    sent: Sent = {}
    data = submitted(request)
    if data is not None:
        key = data.get("activity", "")
        found = _finish(request, row, place, work) if not key else _answer(request, row, place, work, key, data, sent)
        if found is not None:
            return found
    return render(request, "learning/study/session.html", presentation.session_page(row, place, work, sent))


def _finish(request: ViewerRequest, row: Delivery, place: Enrolment, work: Work) -> HttpResponse | None:
    if request.method != "POST":
        return None
    try:
        actions.finish_session(by=request.viewer, place=place, work=work)
    except Refused as refused:
        messages.warning(request, str(refused.reason))
        return redirect(presentation.session_url(row, work.address))
    messages.success(request, _("The session is finished."))
    return redirect(presentation.study_url(row))


def _answer(
    request: ViewerRequest, row: Delivery, place: Enrolment, work: Work, key: str, data: Any, sent: Sent
) -> HttpResponse | None:
    """Keep what was sent; the form comes back in ``sent`` where something is wrong with it."""
    quiz = next((each for each in work.practice if each.quiz.key == key), None)
    scenario = next((each for each in work.scenarios if each.key == key), None)
    if quiz is None and scenario is None:
        raise Http404
    here = queries.done(place).get(work.address, Done())
    if quiz is not None:
        done = _quiz(request, row, place, work, quiz, here, data, sent)
    else:
        assert scenario is not None, "asked above"
        done = _choose(request, row, place, work, scenario, here, data, sent)
    if not done:
        return None
    return redirect(f"{presentation.session_url(row, work.address)}#{key}")


def _quiz(
    request: ViewerRequest, row: Delivery, place: Enrolment, work: Work, quiz: Test, here: Done, data: Any, sent: Sent
) -> bool:
    said = say_activity(quiz.asks, spoken(), taught(row).source)
    known = of_activity(here.answers, quiz.quiz.key)
    if request.method == "POST" and len(known) == len(quiz.questions):
        return True
    asked = {"prefix": quiz.quiz.key, "test": quiz, "said": said}
    # What was kept already is asked again, so that sending it twice is no mistake.
    form = PracticeForm(data, **asked)
    if request.method != "POST" or not form.is_valid():
        sent[quiz.quiz.key] = PracticeForm(data, **asked, leaving_out=known)
        return False
    try:
        actions.answer_quiz(by=request.viewer, place=place, work=work, quiz=quiz, answers=form.answers())
    except Refused as refused:
        messages.warning(request, str(refused.reason))
    return True


def _choose(
    request: ViewerRequest,
    row: Delivery,
    place: Enrolment,
    work: Work,
    scenario: Activity,
    here: Done,
    data: Any,
    sent: Sent,
) -> bool:
    """A choice that was sent before leads to where the story is now."""
    followed = follow(scenario.content, of_activity(here.answers, scenario.key))
    step = data.get(f"{scenario.key}-step", "")
    if request.method == "POST" and step.isdecimal() and int(step[:4]) <= len(followed.steps):
        return True
    said = say_activity(scenario, spoken(), taught(row).source)
    form = sent[scenario.key] = presentation.step_form(scenario, said, followed, data)
    if request.method != "POST" or not form.is_valid():
        return False
    values = form.cleaned_data
    try:
        actions.choose(
            by=request.viewer, place=place, work=work, scenario=scenario, step=values["step"],
            choice=values["choice"], reason=values.get("reason", ""),
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    return True
