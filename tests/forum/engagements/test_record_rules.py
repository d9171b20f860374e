"""A file of the public record is right as a whole, or every mistake is answered by line and key."""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.forum.engagements.rules.partial import between, partial
from pulang.forum.engagements.rules.recordfile import Checked, check

KNOWN = frozenset({"rome-memorandum/family"})
RIGHT = """\
sources:
  paper:
    title: "A paper"
    published: "2024-10"
    address: https://paper.example/prison
  talk:
    title: "A talk"
    published: null
    address: null
countries:
  KE:
    en: "Kenya"
    fr: "Kenya"
places:
  nairobi:
    en: "Nairobi"
entries:
  - key: workshop-2015
    kind: workshop
    country: KE
    place: nairobi
    when: "2015-10-07/2015-10-08"
    when_text:
      en: "7 and 8 October 2015"
    texts:
      en: {status: original, title: "A workshop", summary: "Six themes."}
      fr: {status: machine-assisted, title: "Un atelier", summary: "Six thèmes."}
    claims:
      - key: sixty
        figure: "60"
        statement:
          en: "60 people came."
          fr: "60 personnes sont venues."
        claimed_by: "The paper"
        claimed_when: "2024-10-02"
        sources: [paper]
        differs_from: seventy
      - key: seventy
        figure: "70"
        statement:
          en: "70 people came."
        claimed_by: null
        claimed_when: null
        sources: [talk]
        differs_from: sixty
    provisions: [rome-memorandum/family]
"""


def checked(text: str) -> Checked:
    return check(text, KNOWN)


def test_a_right_file_is_read_whole() -> None:
    record = checked(RIGHT).record
    assert record is not None
    (entry,) = record.entries
    assert (entry.kind, entry.country, entry.place, entry.when) == (
        "workshop", "KE", "nairobi", "2015-10-07/2015-10-08",
    )  # fmt: skip
    assert [(claim.figure, claim.differs_from) for claim in entry.claims] == [("60", "seventy"), ("70", "sixty")]
    assert entry.texts["fr"] == (
        "machine-assisted",
        {"title": "Un atelier", "summary": "Six thèmes.", "when_text": "7 and 8 October 2015"},
    )
    assert record.sources["talk"].address == ""


def test_the_shipped_file_is_right() -> None:
    text = (files("pulang.forum.engagements") / "data" / "public-record.yaml").read_text("utf-8")
    library = (files("pulang.common.frameworks") / "data" / "frameworks.yaml").read_text("utf-8")
    keys = {f"{document}/{line.split('key: ')[1]}" for document, line in _practices(library)}
    found = check(text, keys)
    assert found.problems == ()
    assert found.record is not None
    assert len(found.record.entries) == 20


def _practices(text: str) -> list[tuple[str, str]]:
    document, found = "", []
    for line in text.splitlines():
        if line.startswith("  - id: "):
            document = line.removeprefix("  - id: ")
        elif line.startswith("      - key: "):
            found.append((document, line))
    return found


WRONG = {
    "a kind nobody knows": ("kind: workshop", "kind: party", 19, "workshop-2015", "“party” is not allowed"),
    "a country without a name": ("country: KE", "country: XX", 20, "workshop-2015", "does not stand under “countries”"),
    "a city without a name": ("place: nairobi", "place: mombasa", 21, "workshop-2015", "does not stand under “places”"),
    "a time that is none": ('"2015-10-07/2015-10-08"', '"autumn"', 22, "workshop-2015", "“autumn” is not a time"),
    "an end before the beginning": ('"2015-10-07/2015-10-08"', '"2016/2015"', 22, "workshop-2015", "is not a time"),
    "a day that does not exist": ('"2024-10-02"', '"2024-13-02"', 35, "workshop-2015", "is not a date"),
    "a date without quotation marks": ('"2024-10-02"', "2024-10-02", 35, "workshop-2015", "Put it in quotation marks"),
    "an address that is none": ("https://paper.example/prison", "paper/prison", 5, "paper", "full web address"),
    "an unknown source": ("sources: [paper]", "sources: [book]", 36, "workshop-2015", "“book” is not allowed"),
    "a claim that differs from nothing": (
        "differs_from: seventy",
        "differs_from: eighty",
        37,
        "workshop-2015/sixty",
        "another claim",
    ),
    "a claim that differs from itself": (
        "differs_from: seventy",
        "differs_from: sixty",
        37,
        "workshop-2015/sixty",
        "another claim",
    ),
    "a key that is used twice": ("key: seventy", "key: sixty", 38, "workshop-2015/sixty", "used twice"),
    "an unknown good practice": (
        "[rome-memorandum/family]",
        "[rome-memorandum/x]",
        46,
        "workshop-2015",
        "no good practice",
    ),
    "a status for the original": ("status: original", "status: reviewed", 26, "workshop-2015 (en)", "not allowed"),
    "a missing statement": (
        '          en: "70 people came."',
        '          fr: "70."',
        41,
        "workshop-2015",
        "“en” is missing",
    ),
    "an unknown field": ('figure: "60"', 'figures: "60"', 30, "workshop-2015", "“figure” meant"),
    "a malformed key": ("key: workshop-2015", "key: Workshop", 18, "Workshop", "is not a key"),
}


@pytest.mark.parametrize(("right", "wrong", "line", "key", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_answered_by_line_and_key(right: str, wrong: str, line: int, key: str, words: str) -> None:
    found = checked(RIGHT.replace(right, wrong, 1))
    assert found.record is None
    assert any((one.line, one.key) == (line, key) and words in one.message for one in found.problems), found.problems


@pytest.mark.parametrize("text", ["", "[]", "entries: 5", "a: &b c\nd: *b", "entries: [5, {key: 7}]", "{" * 50])
def test_what_is_no_record_is_answered_too(text: str) -> None:
    assert checked(text).problems


@given(st.integers(0, len(RIGHT)), st.integers(1, 40), st.text(max_size=8))
def test_a_damaged_file_is_answered_and_never_fails(place: int, length: int, text: str) -> None:
    found = checked(RIGHT[:place] + text + RIGHT[place + length :])
    assert (found.record is None) == bool(found.problems)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), 1),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), 2),
        ("2015-10-07", date(2015, 10, 7), date(2015, 10, 7), 3),
    ],
)
def test_a_partial_date_covers_what_it_may_mean(text: str, first: date, last: date, precision: int) -> None:
    found = partial(text)
    assert found is not None
    assert (found.first, found.last, found.precision) == (first, last, precision)


def test_a_time_runs_from_one_partial_date_to_another() -> None:
    found = between("2014/2017-09")
    assert found is not None
    assert (found.first, found.last) == (date(2014, 1, 1), date(2017, 9, 30))
    assert between("2015") == partial("2015")


@pytest.mark.parametrize("text", ["", "16", "2016-13", "2016-02-30", "0000", "2017/2016", "2016/", "/2016"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert between(text) is None
