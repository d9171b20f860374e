"""Single operations: what each kind does to the course, what it leaves alone, and where a version stands."""

import pytest
from tests.common.learning.editions.making import ROUNDS, TALK, master, operation, own_session

from pulang.common.learning.rules.course import Course
from pulang.common.learning.rules.editions.applying import Applied, Change, apply
from pulang.common.learning.rules.editions.faults import Fault
from pulang.common.learning.rules.editions.operations import Kind, Operation
from pulang.common.learning.rules.editions.state import Facts, State, edition_state
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.rules.editions.terms import substituted
from pulang.common.learning.rules.speaking import say

MASTER = master()


def text(course: Course, place: str, name: str, language: str = "en") -> str:
    found = Targets(course).text(place, name, language)
    assert found is not None
    return found.body or found.heading


def done(*operations: Operation) -> Applied:
    """The result of operations that can all be carried out."""
    found = apply(MASTER, operations)
    assert found.problems == ()
    return found


@pytest.mark.parametrize(
    ("said", "term", "own", "becomes"),
    [
        ("The prison and prisons.", "prison", "Lapas", "The Lapas and prisons."),
        ("Prison. PRISON.", "prison", "lapas", "Lapas. LAPAS."),
        ("Duty manager, duty  manager", "duty manager", "chief", "Chief, chief"),
        ("See [prison](https://x.example/prison) and `prison`.", "prison", "Lapas",
         "See [Lapas](https://x.example/prison) and `prison`."),
        ("A prison-officer, https://prison.example", "prison", "Lapas", "A prison-officer, https://prison.example"),
        ("في السجن والسجن", "السجن", "الإصلاحية", "في الإصلاحية والسجن"),
        ("L'établissement", "établissement", "centre", "L'centre"),
    ],
)  # fmt: skip
def test_a_word_is_replaced_whole_with_its_case_and_never_in_links(
    said: str, term: str, own: str, becomes: str
) -> None:
    assert substituted(said, term, own)[0] == becomes


def test_every_place_that_a_word_changed_is_listed_and_the_glossary_says_the_own_word() -> None:
    term = operation(Kind.TERM, "", "facility", words={"en": "Lapas"})
    found = done(term)
    assert found.places_of(term.id) == [Change("#cut-half-day", "en"), Change("watching/handover/light#prompt", "en")]
    assert found.course.terms[0].words == {"en": "Lapas", "fr": "établissement"}


def test_an_adapted_text_leaves_its_translation_which_is_told_to_be_out_of_date() -> None:
    course = done(operation(Kind.ADAPT, "", "summary", "en", text="Other words.")).course
    said = say(course.wordings, "summary", "fr")
    assert (said.language, said.stale) == ("fr", True)


def test_a_replaced_text_and_a_local_example_take_translations_of_the_old_one_away() -> None:
    course = done(operation(Kind.REPLACE, "", "summary", "en", text="Ours.")).course
    assert say(course.wordings, "summary", "fr").language == "en"
    option = "questions.who.options.all.text"
    course = done(operation(Kind.RE_EXAMPLE, f"{TALK}/quiz", option, "en", text="Sela.")).course
    assert Targets(course).text(f"{TALK}/quiz", option, "fr") is None
    assert text(course, f"{TALK}/quiz", "title", "fr") == "Parler"


def test_a_local_law_stands_below_the_text_as_a_note_with_its_source() -> None:
    note = operation(Kind.LAW_NOTE, ROUNDS, "participants", "en", text="Article 3.", source="Gazette 4")
    assert text(done(note).course, ROUNDS, "participants") == (
        "Read this.\n\n> **Local law.** Article 3.\n>\n> Source: Gazette 4"
    )


def test_what_is_left_out_leaves_shorter_forms_shifts_and_the_minutes_right() -> None:
    course = done(operation(Kind.OMIT, "talking")).course
    assert [module.key for module in course.modules] == ["watching"]
    assert course.cuts == ()
    assert [part.key for plan in course.shifts for part in plan.parts] == ["first"]
    course = done(operation(Kind.OMIT, ROUNDS, "work")).course
    session = dict(course.sessions())[ROUNDS]
    assert (session.minutes, session.activities) == (15, ())


def test_a_session_of_one_s_own_stands_where_it_was_put() -> None:
    course = done(own_session("ours", "rounds")).course
    assert [session.key for session in course.modules[0].sessions] == ["rounds", "ours", "handover"]
    session = dict(course.sessions())["watching/ours"]
    assert (session.minutes, [block.key for block in session.blocks]) == (30, ["welcome"])


def test_an_order_that_does_not_name_something_leaves_it_behind_what_it_stood_behind() -> None:
    course = done(
        own_session("ours", "rounds"), operation(Kind.RE_ORDER, "watching", order=["handover", "rounds"])
    ).course
    assert [session.key for session in course.modules[0].sessions] == ["handover", "rounds", "ours"]


def test_a_language_that_the_master_does_not_have_begins_with_a_title() -> None:
    title = operation(Kind.TRANSLATE, TALK, "title", "id", heading="Kata pertama", status="reviewed")
    body = operation(Kind.TRANSLATE, TALK, "participants", "id", text="Baca ini.", status="machine-assisted")
    assert [problem.fault for problem in apply(MASTER, [body, title]).problems] == [Fault.NO_TITLE]
    course = done(title, body).course
    assert "id" in course.languages
    wording = next(one for one in dict(course.sessions())[TALK].wordings if one.language == "id")
    assert wording.status == "machine-assisted", "a file is trusted as far as its least trusted text"


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (operation(Kind.OMIT, "nowhere"), Fault.GONE),
        (operation(Kind.OMIT, TALK), Fault.LAST),
        (operation(Kind.OMIT, ROUNDS, "participants"), Fault.NOT_HERE),
        (operation(Kind.ADAPT, ROUNDS, "welcome", "en", text="### Parts the file"), Fault.HEADING),
        (operation(Kind.ADAPT, ROUNDS, "participants", "en", text="Underlined\n---"), Fault.HEADING),
        (operation(Kind.ADAPT, ROUNDS, "materials", "en", text="Cards"), Fault.NOT_A_LIST),
        (operation(Kind.ADAPT, ROUNDS, "welcome", "en", text="![x](https://x.example)"), Fault.UNSAFE),
        (operation(Kind.LAW_NOTE, ROUNDS, "objectives", "en", text="x", source="y"), Fault.NOT_HERE),
        (operation(Kind.LAW_NOTE, ROUNDS, "participants", "fr", text="x", source="y"), Fault.NO_TEXT),
        (operation(Kind.TERM, "", "cell", words={"en": "x"}), Fault.NO_TERM),
        (own_session("rounds"), Fault.TAKEN),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(wrong: Operation, fault: Fault) -> None:
    found = apply(MASTER, [wrong])
    assert [problem.fault for problem in found.problems] == [fault]
    assert found.course == MASTER


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((0, False, False, 0, False, False, False), State.DRAFTING),
        ((2, False, False, 0, False, False, False), State.CONFLICTS),
        ((0, False, True, 0, False, False, False), State.RETURNED),
        ((0, True, False, 1, False, False, False), State.FLAGGED),
        ((0, True, False, 0, False, False, False), State.FOR_THE_HOST),
        ((0, True, False, 0, True, False, False), State.FOR_THE_LEAD),
        ((0, True, False, 0, True, True, False), State.APPROVED),
        ((0, True, False, 0, True, True, True), State.RELEASED),
    ],
)
def test_where_a_version_stands_is_computed_from_what_is_known(facts: tuple[int, ...], state: State) -> None:
    assert edition_state(Facts(*facts)).state is state  # type: ignore[arg-type]
