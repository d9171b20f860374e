"""What pages of self-study show, as values for the templates; the folder for a stick shows the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from pulang.common.learning.forms.study import PracticeForm, StepForm
from pulang.common.learning.models import Delivery, Enrolment
from pulang.common.learning.queries import study as queries
from pulang.common.learning.queries.taught import taught
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.scenarios import open_choices
from pulang.common.learning.rules.speaking import Said, say, say_activity, title_of
from pulang.common.learning.rules.studying import (
    Done,
    Followed,
    Work,
    follow,
    left,
    next_session,
    of_activity,
    scene_of,
)
from pulang.common.learning.rules.vocabulary import ADVICE_WORDS, KIND_WORDS, Kind
from pulang.common.learning.views.deliveries.presentation import path_to, spoken, url_of
from pulang.common.learning.views.presentation import passage
from pulang.common.learning.views.results.presentation import PURPOSE_WORDS, judged
from pulang.foundation.ui.parts import Link, State
from pulang.kernel import clock

Page = dict[str, Any]
NOTHING = Done()
READ = ("objectives", "participants")


@dataclass(frozen=True)
class SessionLine:
    """A session in the list of somebody who studies."""

    title: Said
    minutes: int
    url: str
    state: State


def study_url(row: Delivery) -> str:
    """Where somebody who studies sees what is done."""
    return reverse("training:study", kwargs={"pk": row.pk})


def session_url(row: Delivery, address: str) -> str:
    """The page on which a session is worked through."""
    module, _slash, session = address.partition("/")
    return reverse("training:study-session", kwargs={"pk": row.pk, "module": module, "session": session})


def overview(row: Delivery, place: Enrolment) -> Page:
    """Every session with whether it is finished, and where to go on."""
    course, done = taught(row), queries.done(place)
    works = queries.works(row)
    following = next_session(works, done)
    return {
        "row": row,
        "modules": [_module(row, module, done) for module in course.modules],
        "finished": sum(done.get(address, NOTHING).finished for address in works),
        "all": len(works),
        "begun": any(each.begun for each in done.values()),
        "following": session_url(row, following) if following else "",
        "open": queries.is_open(row),
        "ahead": clock.today() < row.starts_on and row.cancelled_at is None,
        "back": url_of(row),
        "path": path_to(row, Link(_("Self-study"), "", current=True)),
    }


def _module(row: Delivery, module: values.Module, done: Mapping[str, Done]) -> Page:
    return {
        "title": title_of(module.wordings, spoken()),
        "sessions": [_line(row, f"{module.key}/{each.key}", each, done) for each in module.sessions],
    }


def _line(row: Delivery, address: str, session: values.CourseSession, done: Mapping[str, Done]) -> SessionLine:
    here = done.get(address, NOTHING)
    return SessionLine(title_of(session.wordings, spoken()), session.minutes, session_url(row, address), _state(here))


def _state(done: Done) -> State:
    if done.finished:
        return State(_("finished"), "done")
    return State(_("begun"), "attention") if done.begun else State(_("not begun"), "waiting")


def session_page(row: Delivery, place: Enrolment, work: Work, sent: Mapping[str, Any]) -> Page:
    """A session to read and to answer; ``sent`` are forms that came back with a mistake, by activity."""
    done = queries.done(place)
    here, course = done.get(work.address, NOTHING), taught(row)
    source, still = course.source, left(work, here)
    addresses = list(queries.works(row))
    following = addresses[addresses.index(work.address) + 1 :][:1]
    return {
        "row": row,
        "title": title_of(work.session.wordings, spoken()),
        "minutes": work.session.minutes,
        "parts": parts(work.session, spoken()),
        "activities": [_activity(place, work, each, here, source, sent) for each in activities(work.session)],
        "errors": [form for form in sent.values() if form.errors],
        "left": still,
        "done": here,
        "open": queries.is_open(row),
        "following": session_url(row, following[0]) if following else "",
        "back": study_url(row),
        "path": path_to(row, Link(_("Self-study"), study_url(row)), Link(_("Session"), "", current=True)),
    }


def parts(session: values.CourseSession, language: str) -> list[Any]:
    """What participants read."""
    return [found for name in READ if (found := passage(say(session.wordings, name, language)))]


def activities(session: values.CourseSession) -> list[values.Activity]:
    """What participants do, in the order of the blocks, each once."""
    found: dict[str, values.Activity] = {}
    for block in session.blocks:
        activity = session.activity(block.activity)
        if activity is not None:
            found.setdefault(activity.key, activity)
    return list(found.values())


def _activity(
    place: Enrolment, work: Work, activity: values.Activity, done: Done, source: str, sent: Mapping[str, Any]
) -> Page:
    said = say_activity(activity, spoken(), source)
    page = {"key": activity.key, "kind": activity.kind, "kind_words": KIND_WORDS[activity.kind], "said": said}
    quiz = next((each for each in work.quizzes if each.quiz.key == activity.key), None)
    if quiz is not None and quiz in work.tests:
        done_already = quiz.slug in done.tests
        return {**page, "test": reverse("training:test", args=[place.delivery_id, quiz.slug]), "answered": done_already,
                "kind_words": PURPOSE_WORDS[quiz.purpose], "kind": "test"}  # fmt: skip
    if quiz is not None:
        return {**page, **_quiz(quiz, done, source, sent.get(activity.key))}
    if activity.kind == Kind.SCENARIO:
        reasons = queries.reasons_of(place, work, activity.key)
        return {**page, **_scenario(activity, said, done, reasons, sent.get(activity.key))}
    return {**page, "points": said.get("items", ())}


def _quiz(quiz: Test, done: Done, source: str, sent: Any) -> Page:
    """What was answered with what is right, and a form for the rest."""
    known = of_activity(done.answers, quiz.quiz.key)
    said = say_activity(quiz.asks, spoken(), source)
    told = [each for each in judged(quiz, said, known) if each["said"]["key"] in known]
    is_open = len(known) < len(quiz.questions)
    form = sent or PracticeForm(prefix=quiz.quiz.key, test=quiz, said=said, leaving_out=known) if is_open else None
    return {"told": told, "form": form, "said_quiz": said}


def _scenario(activity: values.Activity, said: Page, done: Done, reasons: Mapping[str, str], sent: Any) -> Page:
    """The way so far, and the scene in which somebody is."""
    followed = follow(activity.content, of_activity(done.answers, activity.key))
    scenes = {scene["key"]: scene for scene in said["scenes"]}
    form = None if followed.ended else sent or step_form(activity, said, followed)
    return {
        "steps": [_step(scenes[step.scene], step.choice, reasons.get(str(step.number), "")) for step in followed.steps],
        "scene": scenes[followed.place.scene],
        "ended": followed.ended,
        "advice": ADVICE_WORDS.get(said.get("advice", ""), "") if followed.ended else "",
        "form": form,
    }


def _step(scene: Page, choice: str, reason: str) -> Page:
    return {
        "scene": scene,
        "reason": reason,
        "choice": next(each for each in scene["choices"] if each["key"] == choice),
    }


def step_form(activity: values.Activity, said: Page, followed: Followed, data: Any = None) -> StepForm:
    """The choices that are open now."""
    scene = scene_of(activity.content, followed.place)
    keys = [choice["key"] for choice in open_choices(scene, followed.place.counters)]
    texts = next(each for each in said["scenes"] if each["key"] == followed.place.scene)["choices"]
    shown = [each for each in texts if each["key"] in keys]
    step = len(followed.steps) + 1
    return StepForm(data, prefix=activity.key, choices=shown, initial={"step": step})


def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return str(get_language_info(code)["name_translated"])


def people_choices(places: Sequence[Enrolment]) -> list[tuple[str, str]]:
    """Those who have a place, by name and service number."""
    return [
        (str(place.pk), " · ".join(filter(None, (place.contact.name, place.contact.service_number))))
        for place in places
    ]
