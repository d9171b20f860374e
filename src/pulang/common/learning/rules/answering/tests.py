"""The tests of a course: which quizzes are asked before and after, and what they ask."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pulang.common.learning.rules.answering.asking import Question, questions_of
from pulang.common.learning.rules.answering.scoring import Answers, Score, score
from pulang.common.learning.rules.course import Activity, Course
from pulang.common.learning.rules.vocabulary import Kind, Purpose

ASKED = frozenset({Purpose.PRE_TEST, Purpose.POST_TEST})


@dataclass(frozen=True)
class Test:
    """A test where it stands in the course. ``asks`` has its questions: itself, or the quiz that it names."""

    __test__ = False

    module: str
    session: str
    quiz: Activity
    asks: Activity

    @property
    def purpose(self) -> Purpose:
        return Purpose(self.quiz.content["purpose"])

    @property
    def slug(self) -> str:
        """How an address and a form name it."""
        return f"{self.module}.{self.session}.{self.quiz.key}"

    @property
    def place(self) -> dict[str, str]:
        """Where it stands, as attempts have it."""
        return {"module": self.module, "session": self.session, "activity": self.quiz.key}

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return questions_of(self.asks.content)

    @cached_property
    def accepted(self) -> Mapping[str, tuple[str, ...]]:
        """The words that count for a short text in the languages into which the quiz was translated."""
        return {
            question.key: tuple(
                word
                for wording in self.asks.wordings
                for word in wording.texts.get(f"questions.{question.key}.accepted", "").split("\n")
                if word
            )
            for question in self.questions
        }

    def score(self, answers: Answers) -> Score:
        """How many of its questions these answers have right."""
        return score(self.questions, answers, self.accepted)


def tests_of(course: Course, whole: Course) -> tuple[Test, ...]:
    """The tests of a course or a shorter form of it, in order; their questions may stand elsewhere in ``whole``."""
    return tuple(found for found in quizzes_of(course, whole) if found.purpose in ASKED)


def quizzes_of(course: Course, whole: Course) -> tuple[Test, ...]:
    """Every quiz with questions, those for practice as well as the tests."""
    quizzes = {activity.key: activity for _module, _session, activity in _quizzes(whole)}
    found = []
    for module, session, quiz in _quizzes(course):
        asks = quizzes.get(str(quiz.content.get("same-as", "")), quiz)
        if asks.content.get("questions"):
            found.append(Test(module, session, quiz, asks))
    return tuple(found)


def _quizzes(course: Course) -> Iterator[tuple[str, str, Activity]]:
    for module in course.modules:
        for session in module.sessions:
            for block in session.blocks:
                activity = session.activity(block.activity)
                if activity is not None and activity.kind == Kind.QUIZ:
                    yield module.key, session.key, activity
