"""Working through a course alone: what a session asks, where somebody is in a scenario, and what is still open."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from pulang.common.learning.rules.answering.tests import ASKED, Test, quizzes_of
from pulang.common.learning.rules.course import Activity, Course, CourseSession
from pulang.common.learning.rules.scenarios import Content, Place, after, first_place, open_choices
from pulang.common.learning.rules.vocabulary import Kind

Where = tuple[str, str]
Kept = Mapping[Where, tuple[str, ...]]
LONGEST_REASON = 1000
MOST_STEPS = 200


@dataclass(frozen=True)
class Work:
    """What a session asks of somebody who studies it alone; whatever else it has is read."""

    module: str
    session: CourseSession
    quizzes: tuple[Test, ...]
    scenarios: tuple[Activity, ...]

    @property
    def address(self) -> str:
        return f"{self.module}/{self.session.key}"

    @property
    def practice(self) -> tuple[Test, ...]:
        """The quizzes whose answers are told at once."""
        return tuple(quiz for quiz in self.quizzes if quiz.purpose not in ASKED)

    @property
    def tests(self) -> tuple[Test, ...]:
        """The tests before and after."""
        return tuple(quiz for quiz in self.quizzes if quiz.purpose in ASKED)


@dataclass(frozen=True)
class Done:
    """What somebody did in a session: answers by activity and item, the tests that are answered, whether it is over."""

    answers: Kept = field(default_factory=dict)
    tests: Set[str] = frozenset()
    finished: bool = False

    @property
    def begun(self) -> bool:
        return self.finished or bool(self.answers) or bool(self.tests)


@dataclass(frozen=True)
class Step:
    """A choice that was made in a scene."""

    number: int
    scene: str
    choice: str


@dataclass(frozen=True)
class Followed:
    """Where the steps of somebody lead in a scenario."""

    place: Place
    steps: tuple[Step, ...]
    ended: bool


def works_of(course: Course, whole: Course) -> dict[str, Work]:
    """What each session of a course asks, by its address ``module/session``, in the order of the course."""
    quizzes: dict[str, list[Test]] = {}
    for quiz in quizzes_of(course, whole):
        quizzes.setdefault(f"{quiz.module}/{quiz.session}", []).append(quiz)
    return {
        address: Work(address.partition("/")[0], session, tuple(quizzes.get(address, ())), _scenarios(session))
        for address, session in course.sessions()
    }


def _scenarios(session: CourseSession) -> tuple[Activity, ...]:
    found = (session.activity(block.activity) for block in session.blocks)
    return tuple(activity for activity in found if activity is not None and activity.kind == Kind.SCENARIO)


def follow(scenario: Content, answers: Mapping[str, Sequence[str]]) -> Followed:
    """Go the way of the answers ``number: (scene, choice)``, as far as they fit together."""
    place, steps = first_place(scenario), []
    for number in range(1, MOST_STEPS + 1):
        answer = answers.get(str(number))
        choice = chosen(scenario, place, answer) if answer is not None else None
        if choice is None:
            break
        steps.append(Step(number, place.scene, str(choice["key"])))
        place = after(choice, place.counters)
    return Followed(place, tuple(steps), bool(scene_of(scenario, place).get("ends")))


def chosen(scenario: Content, place: Place, answer: Sequence[str]) -> Content | None:
    """The choice that an answer ``(scene, choice)`` names, where it can be made at this place."""
    match list(answer):
        case [scene, key] if scene == place.scene:
            choices = open_choices(scene_of(scenario, place), place.counters)
            return next((choice for choice in choices if choice["key"] == key), None)
    return None


def scene_of(scenario: Content, place: Place) -> Content:
    """The scene at a place."""
    found: Content = next(scene for scene in scenario["scenes"] if scene["key"] == place.scene)
    return found


def of_activity(answers: Kept, activity: str) -> dict[str, tuple[str, ...]]:
    """The answers to one activity, by item."""
    return {item: answer for (where, item), answer in answers.items() if where == activity}


def left(work: Work, done: Done) -> int:
    """How many questions, tests and scenarios of a session are still open."""
    questions = sum(
        (quiz.quiz.key, question.key) not in done.answers for quiz in work.practice for question in quiz.questions
    )
    tests = sum(test.slug not in done.tests for test in work.tests)
    stories = sum(not follow(each.content, of_activity(done.answers, each.key)).ended for each in work.scenarios)
    return questions + tests + stories


def next_session(works: Mapping[str, Work], done: Mapping[str, Done]) -> str:
    """The address of the first session that is not finished; nothing once all are."""
    return next((address for address in works if not done.get(address, Done()).finished), "")
