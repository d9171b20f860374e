"""Operations over the small pack of the tests, for cases and for properties."""

from itertools import count

from hypothesis import strategies as st
from tests.common.learning.packs import MODULE, PROVISIONS, SESSION, SESSION_TEXT, pack

from pulang.common.learning.rules.course import Course
from pulang.common.learning.rules.editions.operations import Kind, Operation
from pulang.common.learning.rules.packs.reading import read_pack

ROUNDS, TALK = "watching/rounds", "talking/first-words"
SECOND = "modules/watching/handover/"
NUMBERS = count(1)


def master(**changes: str | None) -> Course:
    """The pack's course with a second session in its first module; ``changes`` by path, slashes as they are."""
    files = pack(
        {
            "modules/watching/module.yaml": "key: watching\nsessions: [rounds, handover]\n",
            f"{SECOND}session.yaml": SESSION.format(key="handover", activity="light"),
            f"{SECOND}en.md": SESSION_TEXT.format(title="Handover"),
            f"{SECOND}light.yaml": "kind: reflection\ntitle: My light\nprompt: When did the prison let you sleep?\n",
            "modules/watching/fr.md": f"---\nstatus: reviewed\n---\n{MODULE.format(title='Veiller')}",
            **changes,
        }
    )
    checked = read_pack(files, PROVISIONS)
    assert checked.course is not None, checked.problems
    return checked.course


def operation(kind: Kind, place: str = "", name: str = "", language: str = "", /, **content: object) -> Operation:
    """One operation with an id of its own."""
    return Operation(str(next(NUMBERS)), kind, place, name, language, content)


def own_session(key: str, after: str = "") -> Operation:
    """A session of the edition's own."""
    return operation(
        Kind.INSERT, "watching", what="session", key=key, after=after, title="Our law", objectives="- Know it",
        materials="- The law", participants="Read it.", text="Tell it.", minutes=30, method="plenary",
        provisions=[PROVISIONS[0]],
    )  # fmt: skip


TEXTS = (
    (ROUNDS, "participants"), (ROUNDS, "welcome"), (f"{ROUNDS}/light", "scenes.landing.text"), (TALK, "participants"),
    ("", "summary"), ("watching", "title"), (f"{TALK}/quiz", "questions.words.accepted"), ("watching/ours", "welcome"),
    ("watching/handover", "participants"), ("watching/handover/light", "prompt"),
)  # fmt: skip
WORDS = st.sampled_from(["Look twice.", "Ask *him* first.", "Say what you saw.", "Read this.", "اسأل أولاً."])
LANGUAGES = st.sampled_from(["en", "fr", "id"])


@st.composite
def texts(draw: st.DrawFn) -> Operation:
    """Something that is written in the place of a text, or below it."""
    place, name = draw(st.sampled_from(TEXTS))
    kind = draw(st.sampled_from([Kind.ADAPT, Kind.REPLACE, Kind.RE_EXAMPLE, Kind.TRANSLATE, Kind.LAW_NOTE]))
    content = {"text": draw(WORDS), "source": "Gazette 4", "status": "reviewed"}
    return operation(kind, place, name, draw(LANGUAGES), **content)


@st.composite
def structures(draw: st.DrawFn) -> Operation:
    """Something that is left out, added, or put in another order."""
    key = draw(st.sampled_from(["ours", "theirs"]))
    found: Operation = draw(
        st.sampled_from(
            [
                operation(Kind.OMIT, "watching/handover"), operation(Kind.OMIT, ROUNDS),
                operation(Kind.OMIT, "talking"),
                operation(Kind.OMIT, ROUNDS, "work"), operation(Kind.OMIT, f"{ROUNDS}/light"),
                operation(Kind.RE_ORDER, "", order=["talking", "watching"]),
                operation(Kind.RE_ORDER, "watching", order=["handover", "ours", "rounds"]),
                operation(Kind.INSERT, ROUNDS, "cautions", what="section", heading="Care", text="Go slowly."),
                operation(Kind.INSERT, ROUNDS, what="block", key=key, after="welcome", title="Own", text="Do.",
                          minutes=5, method="plenary"),
                operation(Kind.INSERT, ROUNDS, what="activity", key=key, block="welcome", kind="reflection",
                          title="Think", prompt="Of whom?"),
                own_session(key, draw(st.sampled_from(["", "rounds", "handover", "ours"]))),
                operation(Kind.REPLACE, f"{ROUNDS}/light", kind="reflection", title="Our case", prompt="What now?"),
            ]
        )
    )  # fmt: skip
    return found


TERMS = st.sampled_from(["Lapas", "institution"]).map(
    lambda word: operation(Kind.TERM, "", "facility", words={"en": word})
)


def edits(most: int = 8) -> st.SearchStrategy[list[Operation]]:
    """Some operations, each with an id of its own."""
    several = st.lists(st.one_of(texts(), structures(), TERMS), max_size=most)
    return several.map(lambda found: [_renamed(one, number) for number, one in enumerate(found)])


def _renamed(found: Operation, number: int) -> Operation:
    return Operation(str(number), found.kind, found.place, found.name, found.language, found.content)
