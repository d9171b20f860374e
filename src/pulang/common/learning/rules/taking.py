"""What becomes of each row of a results file: taken, here already, or refused for a reason that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.answering.scoring import Answer, cleaned
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.results_files import Row, What
from pulang.common.learning.rules.studying import Done, Where, Work, chosen, follow, left, of_activity

Days = tuple[date, date]


class Verdict(StrEnum):
    """What becomes of a row, or of a whole file."""

    TAKEN = "taken"
    ALREADY = "already"
    NO_FILE = "no-file"
    NO_FOLDER = "no-folder"
    REVOKED = "revoked"
    NO_KEY = "no-key"
    FORGED = "forged"
    OTHERS_KEY = "others-key"
    NO_PLACE = "no-place"
    OVER = "over"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    NO_ANSWER = "no-answer"
    OTHER_ANSWER = "other-answer"
    NOT_IN_TIME = "not-in-time"
    NOT_FINISHED = "not-finished"

    @property
    def is_good(self) -> bool:
        return self in (Verdict.TAKEN, Verdict.ALREADY)


VERDICT_WORDS: dict[Verdict, Promise] = {
    Verdict.TAKEN: _("New, and in order."),
    Verdict.ALREADY: _("Here already."),
    Verdict.NO_FILE: _("This is not a results file. Choose the file that the folder saved."),
    Verdict.NO_FOLDER: _("No folder of a delivery that you hold is known by this number."),
    Verdict.REVOKED: _("The folder was revoked."),
    Verdict.NO_KEY: _("The folder has no such key."),
    Verdict.FORGED: _("The signature does not fit: the file was changed, or the key was mistyped."),
    Verdict.OTHERS_KEY: _("The key is somebody else's."),
    Verdict.NO_PLACE: _("Nobody with this service number has a place at the delivery."),
    Verdict.OVER: _("The delivery is closed or cancelled, or has not begun."),
    Verdict.UNREADABLE: _("The row cannot be read."),
    Verdict.UNKNOWN: _("What is taught there has no such session, question or scene."),
    Verdict.NO_ANSWER: _("The question has no such answer."),
    Verdict.OTHER_ANSWER: _("Another answer is here already. The first one stands."),
    Verdict.NOT_IN_TIME: _("The day lies outside the delivery, or ahead."),
    Verdict.NOT_FINISHED: _("The session is not finished: something in it is still open."),
}
_ORDER = {What.QUESTION: 0, What.STEP: 0, What.TEST: 1, What.DONE: 2}


@dataclass
class Desk:
    """Takes the rows of one person. ``works`` is what is taught; ``done`` what is known, by address; ``tests`` answers
    to tests by slug. What is taken counts for the rows after it."""

    works: Mapping[str, Work]
    days: Days
    answers: dict[str, dict[Where, Answer]] = field(default_factory=dict)
    tests: dict[str, Mapping[str, Answer]] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)

    def take(self, rows: Sequence[Row | None]) -> list[tuple[Row | None, Verdict]]:
        """Each row with what becomes of it, in the order of the file; what is finished is looked at last."""
        found: list[tuple[Row | None, Verdict]] = [(row, Verdict.UNREADABLE) for row in rows]
        places = {id(row): place for place, row in enumerate(rows)}
        for row in sorted((row for row in rows if row is not None), key=_turn):
            found[places[id(row)]] = (row, self._one(row))
        return found

    def _one(self, row: Row) -> Verdict:
        work = self.works.get(row.address)
        if work is None:
            return Verdict.UNKNOWN
        if not self.days[0] <= row.on <= self.days[1]:
            return Verdict.NOT_IN_TIME
        judge = {What.QUESTION: self._question, What.STEP: self._step, What.TEST: self._test, What.DONE: self._done}
        return judge[row.what](row, work)

    def _question(self, row: Row, work: Work) -> Verdict:
        quiz = next((quiz for quiz in work.practice if quiz.quiz.key == row.activity), None)
        question = next((each for each in quiz.questions if each.key == row.item), None) if quiz else None
        if question is None:
            return Verdict.UNKNOWN
        answer = cleaned(question, row.answer)
        return self._keep(row, answer) if answer else Verdict.NO_ANSWER

    def _step(self, row: Row, work: Work) -> Verdict:
        scenario = next((each for each in work.scenarios if each.key == row.activity), None)
        if scenario is None:
            return Verdict.UNKNOWN
        known = self.answers.get(row.address, {})
        if (row.activity, row.item) in known:
            return self._keep(row, row.answer)
        followed = follow(scenario.content, of_activity(known, row.activity))
        if row.item != str(len(followed.steps) + 1) or chosen(scenario.content, followed.place, row.answer) is None:
            return Verdict.NO_ANSWER
        return self._keep(row, row.answer)

    def _keep(self, row: Row, answer: Answer) -> Verdict:
        known, where = self.answers.setdefault(row.address, {}), (row.activity, row.item)
        if where in known:
            return Verdict.ALREADY if known[where] == answer else Verdict.OTHER_ANSWER
        known[where] = answer
        return Verdict.TAKEN

    def _test(self, row: Row, work: Work) -> Verdict:
        test = next((test for test in work.tests if test.quiz.key == row.activity), None)
        if test is None:
            return Verdict.UNKNOWN
        answers = answers_of(test, row)
        if answers is None:
            return Verdict.NO_ANSWER
        if test.slug in self.tests:
            return Verdict.ALREADY if self.tests[test.slug] == answers else Verdict.OTHER_ANSWER
        self.tests[test.slug] = answers
        return Verdict.TAKEN

    def _done(self, row: Row, work: Work) -> Verdict:
        if row.address in self.finished:
            return Verdict.ALREADY
        if left(work, Done(self.answers.get(row.address, {}), self.tests.keys())):
            return Verdict.NOT_FINISHED
        self.finished.add(row.address)
        return Verdict.TAKEN


def answers_of(test: Test, row: Row) -> dict[str, Answer] | None:
    """The answers of a test as they are kept; ``None`` where one is to no question, or is none that it has."""
    questions = {question.key: question for question in test.questions}
    if not set(row.answers) <= set(questions):
        return None
    found = {key: cleaned(questions[key], answer) for key, answer in row.answers.items()}
    if any(answer is None for answer in found.values()):
        return None
    return {key: answer for key, answer in found.items() if answer}


def _turn(row: Row) -> tuple[int, str, str, int]:
    """Steps in the order in which they were made."""
    step = int(row.item) if row.what is What.STEP and row.item.isdecimal() and len(row.item) < 5 else 0
    return _ORDER[row.what], row.address, row.activity, step
