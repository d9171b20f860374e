"""What pages of results and certificates show, as values for the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.common.learning.forms.results import SheetsForm
from pulang.common.learning.models import Attempt, Delivery, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import participants
from pulang.common.learning.queries import results as queries
from pulang.common.learning.queries.certificates import own_certificate
from pulang.common.learning.queries.taught import taught
from pulang.common.learning.queries.work import own_observation
from pulang.common.learning.rules.answering.scoring import Answers, right_answer
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.opinions import QUESTIONS, Ratings
from pulang.common.learning.rules.speaking import say_activity
from pulang.common.learning.rules.spread import Spread, spread
from pulang.common.learning.rules.vocabulary import Asked, Purpose
from pulang.common.learning.views.deliveries.presentation import path_to, spoken, url_of
from pulang.foundation.policy.rules import allows
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui.parts import Link, State
from pulang.kernel import clock

Page = dict[str, Any]
PURPOSE_WORDS: dict[str, Promise] = {
    Purpose.PRE_TEST: gettext_lazy("Before the training"),
    Purpose.POST_TEST: gettext_lazy("After the training"),
}


def said(row: Delivery, test: Test) -> Page:
    """What a test says in the reader's language, under its own title."""
    source = taught(row).source
    asks = say_activity(test.asks, spoken(), source)
    return {**asks, "title": say_activity(test.quiz, spoken(), source)["title"], "kind": PURPOSE_WORDS[test.purpose]}


def test_path(row: Delivery, test: Test, *more: Link) -> list[Link]:
    """The way to a page of a test."""
    return path_to(row, *more, Link(str(PURPOSE_WORDS[test.purpose]), "", current=True))


@dataclass(frozen=True)
class OwnTest:
    """A test on the page of somebody who has a place."""

    title: Promise
    url: str
    state: State


def own_tests(viewer: Viewer, row: Delivery) -> list[OwnTest]:
    """The tests that the viewer answers at a delivery, each with whether it is done."""
    place = queries.own_place(viewer, row)
    if place is None or clock.today() < row.starts_on or row.cancelled_at is not None:
        return []
    done = queries.answered([place]).get(place.pk, frozenset())
    return [_own_test(row, test, test.slug in done) for test in queries.tests(row)]


def _own_test(row: Delivery, test: Test, done: bool) -> OwnTest:
    if done:
        state = State(gettext_lazy("answered"), "done")
    elif row.closed_at is not None:
        state = State(gettext_lazy("not answered"), "neutral")
    else:
        state = State(gettext_lazy("to answer"), "attention")
    url = "" if row.closed_at is not None and not done else reverse("training:test", args=[row.pk, test.slug])
    return OwnTest(PURPOSE_WORDS[test.purpose], url, state)


def beside(viewer: Viewer, row: Delivery) -> Page:
    """What the page of a delivery says of results: to those who have a place, and to those who certify."""
    place = queries.own_place(viewer, row)
    begun = clock.today() >= row.starts_on and row.cancelled_at is None
    return {
        "study_url": reverse("training:study", args=[row.pk]) if row.self_study and place is not None else "",
        "own_tests": own_tests(viewer, row),
        "may_say": place is not None and begun and not queries.has_said(place),
        "own_certificate": own_certificate(viewer, row.pk) if place is not None else None,
        "own_work": own_observation(viewer, row) if place is not None else None,
        "may_certify": allows(viewer, P.CERTIFICATE_ISSUE, row),
    }


def own_page(row: Delivery, place: Enrolment, test: Test, attempt: Attempt) -> Page:
    """The viewer's own score; what would have been right once every test is answered or the delivery is closed."""
    every = {each.slug for each in queries.tests(row)}
    told = row.closed_at is not None or every <= queries.answered([place]).get(place.pk, frozenset())
    found = said(row, test)
    return {
        "row": row,
        "said": found,
        "attempt": attempt,
        "told": told,
        "questions": judged(test, found, _kept(attempt)) if told else [],
        "back": url_of(row),
        "path": test_path(row, test),
    }


def _kept(attempt: Attempt) -> Answers:
    return {key: tuple(answer) for key, answer in attempt.answers.items()}


def judged(test: Test, found: Page, answers: Answers) -> list[Page]:
    """Each question with what was answered and what is right, in words."""
    marks = test.score(answers).by_question
    texts = {question["key"]: question for question in found["questions"]}
    return [
        {
            "said": texts[question.key],
            "right": marks[question.key],
            "given": in_words(question.kind, texts[question.key], answers.get(question.key, ())),
            "wanted": in_words(question.kind, texts[question.key], right_answer(question)),
        }
        for question in test.questions
    ]


def in_words(kind: Asked, text: Page, answer: Sequence[str]) -> list[Page]:
    """The words of an answer, each with its language; for a match what was put beside each left side."""
    if kind is Asked.SHORT_TEXT:
        return [{"text": word, "lang": ""} for word in answer]
    if kind is Asked.MATCH:
        words = {pair["key"]: pair["right"] for pair in text["pairs"]}
        lefts = [pair["left"] for pair in text["pairs"]]
        none = {"text": "–", "lang": ""}
        return [{**words.get(key, none), "left": left} for left, key in zip(lefts, answer, strict=False)]
    words = {option["key"]: option["text"] for option in text["options"]}
    return [words[key] for key in answer if key in words]


def sheets_page(row: Delivery, test: Test, form: SheetsForm, *, typed: int) -> Page:
    """A page on which answer sheets are typed."""
    results = Link(_("Tests"), results_url(row))
    return {
        "row": row,
        "form": form,
        "said": said(row, test),
        "slug": test.slug,
        "count": len(test.questions),
        "typed": typed,
        "back": results_url(row),
        "path": test_path(row, test, results),
    }


def kept(count: int) -> str:
    """What is said once sheets were typed."""
    if not count:
        return _("Nothing was new.")
    told = ngettext("The answers of %(count)d person are kept.", "The answers of %(count)d people are kept.", count)
    return told % {"count": count}


def results_page(viewer: Viewer, row: Delivery) -> Page:
    """Who answered which test; scores and their spread where the viewer may see scores."""
    people = list(participants.accepted(row))
    tests, done = queries.tests(row), queries.answered(people)
    scores = {(each.enrolment_id, where_slug(each)): each for each in queries.attempts(viewer, row)}
    teaches, found = queries.sees_scores(viewer, row), queries.opinions(row)
    open_now = row.closed_at is None and row.cancelled_at is None and clock.today() >= row.starts_on
    return {
        "row": row,
        "tests": [
            {
                "title": PURPOSE_WORDS[test.purpose],
                "slug": test.slug,
                "url": reverse("training:sheets", args=[row.pk, test.slug]) if open_now else "",
                "spread": _spread([scores.get((each.pk, test.slug)) for each in people]) if teaches else None,
            }
            for test in tests
        ],
        "people": [_line(each, tests, done.get(each.pk, frozenset()), scores) for each in people],
        "teaches": teaches,
        "gain": queries.gain(row) if teaches else None,
        "ratings": _ratings(found),
        "wishes": queries.wishes(row) if teaches and found.told else [],
        "path": path_to(row, Link(_("Tests"), "", current=True)),
    }


def where_slug(attempt: Attempt) -> str:
    """The slug of the test that was answered."""
    return f"{attempt.module}.{attempt.session}.{attempt.activity}"


def _line(
    person: Enrolment, tests: Sequence[Test], done: frozenset[str], scores: dict[tuple[UUID, str], Attempt]
) -> Page:
    return {
        "row": person,
        "marks": [
            {
                "title": PURPOSE_WORDS[test.purpose],
                "done": test.slug in done,
                "score": scores.get((person.pk, test.slug)),
            }
            for test in tests
        ],
    }


def _spread(attempts: Sequence[Attempt | None]) -> Spread:
    return spread([share for each in attempts if (share := _share(each)) is not None])


def _share(attempt: Attempt | None) -> float | None:
    return 100 * attempt.right / attempt.of if attempt is not None and attempt.of else None


def _ratings(found: Ratings) -> Page:
    return {
        "count": found.count,
        "means": [(words, found.means.get(name)) for name, words in QUESTIONS.items()] if found.told else [],
    }


def results_url(row: Delivery) -> str:
    """The page of a delivery's tests."""
    return reverse("training:results", kwargs={"pk": row.pk})
