"""A course pack is read whole: a course when it is right, and otherwise every mistake by its file and line."""

import pytest
from tests.common.learning.packs import COURSE, PROVISIONS, QUIZ, SCENARIO, SESSION, SESSION_TEXT, TEXT, pack

from pulang.common.learning.rules.course import Course, as_data, from_data
from pulang.common.learning.rules.packs.reading import Checked, read_pack

ROUNDS = "modules/watching/rounds/"
MODULE_PATH = "modules/watching/module.yaml"
QUIZ_PATH = "modules/talking/first-words/quiz.yaml"


def read(path: str = "", text: str | None = None) -> Checked:
    return read_pack(pack({path: text} if path else None), PROVISIONS)


def course() -> Course:
    checked = read()
    assert checked.problems == ()
    assert checked.course is not None
    return checked.course


def told(checked: Checked) -> list[tuple[str, int, str]]:
    assert checked.course is None
    return [(problem.path, problem.line, problem.message) for problem in checked.problems]


def test_a_pack_that_is_right_becomes_a_course() -> None:
    found = course()
    assert [address for address, _session in found.sessions()] == ["watching/rounds", "talking/first-words"]
    rounds = found.modules[0].sessions[0]
    assert rounds.blocks[0].shortest == 5
    assert rounds.blocks[1].shortest == 30, "a block that says nothing is not shortened"
    assert rounds.wordings[0].sections["welcome"].body == "Ask who slept."
    assert found.wordings[1].sections["title"].heading == "Service de nuit"
    assert found.minutes == 90


def test_a_course_is_the_same_after_it_was_kept_as_plain_data() -> None:
    found = course()
    assert from_data(Course, as_data(found)) == found


def test_texts_of_an_activity_are_translated_by_the_keys_that_lead_to_them() -> None:
    quiz = course().modules[1].sessions[0].activities[0]
    assert quiz.wordings[0].status == "reviewed"
    assert quiz.wordings[0].texts["questions.words.accepted"] == "écouter"


@pytest.mark.parametrize(
    ("path", "text", "where", "line", "word"),
    [
        ("course.yaml", None, "course.yaml", 0, "missing"),
        ("course.yaml", COURSE.replace("1.0.0", "'1'"), "course.yaml", 2, "three numbers"),
        ("course.yaml", COURSE.replace("modules: [", "modules: [absent, "), "modules/absent/module.yaml", 0, "missing"),
        ("course.yaml", COURSE.replace("talking/first-words]", "talking/none]"), "course.yaml", 0, "talking/none"),
        ("course.yaml", COURSE.replace("[second]", "[third]"), "course.yaml", 16, "none of the parts"),
        ("en.md", TEXT.replace("{#audience}", ""), "en.md", 7, "{#name}"),
        ("en.md", TEXT.replace("**at night**", "<b>at night</b>"), "en.md", 5, "HTML"),
        ("en.md", TEXT.replace("**at night**", "[x](javascript:alert)"), "en.md", 5, "https://"),
        ("en.md", TEXT.replace("**at night**", "![x](https://x.example/y.png)"), "en.md", 5, "Pictures"),
        ("en.md", TEXT + "\n# Another\n", "en.md", 19, "one title"),
        ("fr.md", "# Titre\n", "fr.md", 1, "status"),
        ("fr.md", "---\nstatus: perfect\n---\n# Titre\n", "fr.md", 2, "perfect"),
        ("stray.md", "# x\n", "stray.md", 0, "Nothing in the pack"),
        (MODULE_PATH, "key: waiting\nsessions: [rounds]\n", MODULE_PATH, 1, "folder"),
        (ROUNDS + "session.yaml", SESSION.format(key="rounds", activity="light").replace("45", "50"),
         ROUNDS + "session.yaml", 2, "together 45"),
        (ROUNDS + "session.yaml", SESSION.format(key="rounds", activity="dark"), ROUNDS + "session.yaml", 0, "dark"),
        (ROUNDS + "session.yaml", SESSION.format(key="rounds", activity="light").replace("prison-officers", "none"),
         ROUNDS + "session.yaml", 4, "rome-memorandum/none"),
        (ROUNDS + "en.md", SESSION_TEXT.format(title="Rounds").replace("### Work {#work}", "#### Work"),
         ROUNDS + "en.md", 1, "{#work}"),
        (ROUNDS + "en.md", SESSION_TEXT.format(title="Rounds").replace("- Cards", "Cards"),
         ROUNDS + "en.md", 7, "list"),
        (ROUNDS + "light.yaml", SCENARIO.replace("leads: talk", "leads: walk"), ROUNDS + "light.yaml", 10, "walk"),
        (ROUNDS + "light.yaml", SCENARIO.replace("leads: rest", "leads: silence"), ROUNDS + "light.yaml", 10, "rest"),
        (ROUNDS + "light.yaml", SCENARIO.replace("{trust: 1}}", "{hope: 1}}"), ROUNDS + "light.yaml", 10, "hope"),
        (ROUNDS + "light.yaml", SCENARIO.replace("ends: true, debrief: What helped him.", "ends: true"),
         ROUNDS + "light.yaml", 21, "debrief"),
        (QUIZ_PATH, QUIZ.replace(", right: true", ""), QUIZ_PATH, 5, "Exactly one"),
        (QUIZ_PATH, QUIZ.replace("key: words", "key: who"), QUIZ_PATH, 12, "used twice"),
        ("modules/talking/first-words/quiz.fr.yaml", "status: reviewed\ntexts:\n  titel: Parler\n",
         "modules/talking/first-words/quiz.fr.yaml", 3, "titel"),
        ("glossary.csv", "key,en\nfacility,prison\nfacility,jail\n", "glossary.csv", 3, "twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_by_its_file_and_line(
    path: str, text: str | None, where: str, line: int, word: str
) -> None:
    found = [problem for problem in told(read(path, text)) if word in problem[2] and problem[0] == where]
    assert found, told(read(path, text))
    if line:
        assert line in {number for _path, number, _message in found}


def test_a_scene_in_which_no_choice_is_open_is_found_with_its_counters() -> None:
    stuck = SCENARIO.replace("      - {key: leave, text: Leave, leads: silence}\n", "").replace(
        "leads: talk, changes: {trust: 1}", "leads: talk"
    )
    messages = [message for _path, _line, message in told(read(ROUNDS + "light.yaml", stuck))]
    assert any("“talk” no choice is open when trust 1" in message for message in messages)


def test_reading_goes_on_after_a_mistake() -> None:
    files = pack({"en.md": TEXT.replace("{#audience}", ""), QUIZ_PATH: QUIZ.replace(", right: true", "")})
    paths = {problem.path for problem in read_pack(files, PROVISIONS).problems}
    assert {"en.md", QUIZ_PATH} <= paths


def test_a_module_that_fits_into_no_shift_is_a_doubt_and_no_mistake() -> None:
    short = SESSION.format(key="rounds", activity="light").replace("45", "30")
    short = short.replace("minutes: 30, method", "minutes: 15, method")
    checked = read(ROUNDS + "session.yaml", short)
    assert checked.course is not None
    assert [(doubt.path, "30 minutes" in doubt.message) for doubt in checked.doubts] == [(MODULE_PATH, True)]
