"""A file of framework documents is right as a whole, or every mistake is answered by line and key."""

from importlib.resources import files

import pytest

from pulang.common.frameworks.rules import Known, check
from pulang.common.frameworks.rules.content import carried_over, document_content, provision_content
from pulang.common.frameworks.rules.vocabulary import TextStatus
from pulang.foundation.texts.models import TranslationStatus

RIGHT = """\
documents:
  - id: north-memorandum
    title: North Memorandum
    short_title: North
    issuer: The Forum
    year: 2020
    languages: [en]
    official_page: https://forum.example/north
    expected_practices: 2
    texts:
      fr: {status: machine-assisted, title: Mémorandum du Nord, short_title: Nord, issuer: Le Forum}
    sections:
      A: Actors
    practices:
      - key: family
        areas: [release]
        number: 1
        section: A
        numbering: confirmed
        title: Family
        summary: Involve families.
        texts:
          id: {status: reviewed, title: Keluarga, summary: Libatkan keluarga.}
      - key: work
        areas: [programmes, release]
        number: 2
        section: A
        numbering: unconfirmed
        title: Work
        summary: Help to find work.
  - id: south-guidance
    title: South Guidance
    short_title: South
    issuer: The Institute
    year: 2021
    languages: [en, fr]
    official_page: https://institute.example
relations:
  - {from: south-guidance, to: north-memorandum/family, kind: elaborates}
"""


WRONG = {
    "an unknown field": (
        "    year: 2020",
        "    yaer: 2020",
        "yaer: 2020",
        "north-memorandum",
        "“year” meant",
    ),
    "a missing field": (
        "        title: Family\n",
        "",
        "- key: family",
        "north-memorandum/family",
        "“title” is missing",
    ),
    "an empty field": (
        "title: Work",
        'title: ""',
        'title: ""',
        "north-memorandum/work",
        "“title” is missing",
    ),
    "a field that is given twice": (
        "        number: 2",
        "        number: 2\n        number: 3",
        "number: 3",
        "north-memorandum/work",
        "“number” is given twice",
    ),
    "a key that is used twice": (
        "key: work",
        "key: family",
        "key: family\n        areas: [prog",
        "north-memorandum/family",
        "twice",
    ),
    "a key with capitals": ("key: work", "key: Work", "key: Work", "north-memorandum", "not a key"),
    "a document that stands twice": (
        "id: south-guidance",
        "id: north-memorandum",
        "id: north-memorandum\n    title: South",
        "north-memorandum",
        "stands in the file twice",
    ),
    "a number that is taken": (
        "number: 2",
        "number: 1",
        "number: 1\n        section: A\n        numbering: unc",
        "north-memorandum/work",
        "already that of “family”",
    ),
    "a number above the expected ones": (
        "number: 2",
        "number: 3",
        "number: 3",
        "north-memorandum/work",
        "more than the 2",
    ),
    "a number that is none": (
        "number: 2",
        "number: two",
        "number: two",
        "north-memorandum/work",
        "whole number",
    ),
    "a section that is not declared": (
        "        section: A\n        numbering: unc",
        "        section: C\n        numbering: unc",
        "section: C",
        "north-memorandum/work",
        "Section “C” is not declared",
    ),
    "an unknown area": (
        "[programmes, release]",
        "[programs]",
        "[programs]",
        "north-memorandum/work",
        "not allowed as “areas”",
    ),
    "no area": (
        "areas: [release]",
        "areas: []",
        "areas: []",
        "north-memorandum/family",
        "“areas” is missing",
    ),
    "an area twice": (
        "[programmes, release]",
        "[release, release]",
        "[release, release]",
        "north-memorandum/work",
        "twice",
    ),
    "an unknown numbering": (
        "numbering: unconfirmed",
        "numbering: maybe",
        "maybe",
        "north-memorandum/work",
        "“maybe”",
    ),
    "an unknown document language": (
        "[en, fr]",
        "[en, xx]",
        "[en, xx]",
        "south-guidance",
        "“xx” is not allowed",
    ),
    "an unknown text language": (
        "      fr: {",
        "      xx: {",
        "      xx: {",
        "north-memorandum",
        "“xx” is not a language",
    ),
    "the source as translation": (
        "      fr: {",
        "      en: {",
        "      en: {",
        "north-memorandum",
        "“en” is not a language",
    ),
    "an unknown status": (
        "reviewed",
        "perfect",
        "perfect",
        "north-memorandum/family (id)",
        "“perfect” is not allowed",
    ),
    "the source's status on a translation": (
        "reviewed",
        "original",
        "status: original",
        "family (id)",
        "not allowed",
    ),
    "a translation without its summary": (
        ", summary: Libatkan keluarga.",
        "",
        "title: Keluarga",
        "north-memorandum/family (id)",
        "“summary” is missing",
    ),
    "a relation to an unknown provision": (
        "north-memorandum/family,",
        "north-memorandum/x,",
        "memorandum/x,",
        "south",
        "no good practice “north-memorandum/x”",
    ),
    "a relation from nowhere": (
        "from: south-guidance",
        "from: nowhere",
        "from: nowhere",
        "nowhere",
        "no “nowhere” in this file",
    ),
    "a relation to a whole document": (
        "to: north-memorandum/family",
        "to: north-memorandum",
        "to: north",
        "south",
        "no good practice “north-memorandum”",
    ),
    "a relation inside one document": (
        "from: south-guidance",
        "from: north-memorandum/work",
        "from: north",
        "north",
        "two different documents",
    ),
    "an unknown kind of relation": ("kind: elaborates", "kind: likes", "kind: likes", "relations", "“likes”"),
    "a year that is text": ("year: 2021", "year: recent", "year: recent", "south-guidance", "whole number"),
    "a missing year": ("    year: 2021\n", "", "- id: south-guidance", "south-guidance", "“year” is missing"),
    "an address without https": (
        "https://institute.example",
        "www.institute.example",
        "www.inst",
        "south-guidance",
        "https://",
    ),
    "a list where a text belongs": (
        "title: Work",
        "title: [Work]",
        "title: [Work]",
        "north-memorandum/work",
        "single value",
    ),
    "a number where a text belongs": (
        "title: Work",
        "title: 12",
        "title: 12",
        "north-memorandum/work",
        "must be a text",
    ),
    "a text where a list belongs": (
        "areas: [release]",
        "areas: release",
        "areas: release",
        "family",
        "must be a list",
    ),
    "an unknown part of the file": ("relations:", "relation:", "relation:", "", "“relations” meant"),
}


def test_a_right_file_gives_its_documents_and_relations() -> None:
    checked = check(RIGHT)
    assert checked.problems == ()
    assert checked.catalogue is not None
    north, south = checked.catalogue.documents
    assert [(p.key, p.number, p.section, p.areas) for p in north.provisions] == [
        ("family", 1, "A", ("release",)),
        ("work", 2, "A", ("programmes", "release")),
    ]
    assert (south.provisions, south.expected_practices) == ((), None)
    assert [(r.source, r.target) for r in checked.catalogue.relations] == [
        ("south-guidance", "north-memorandum/family")
    ]


@pytest.mark.parametrize("case", WRONG)
def test_each_mistake_is_answered_by_line_and_key(case: str) -> None:
    old, new, at, key, words = WRONG[case]
    wrong = RIGHT.replace(old, new, 1)
    assert wrong != RIGHT
    checked = check(wrong)
    assert checked.catalogue is None
    line = wrong[: wrong.index(at)].count("\n") + 1
    assert any(
        problem.line == line and key in problem.key and words in problem.message for problem in checked.problems
    ), (line, checked.problems)


def test_several_mistakes_are_answered_at_once_in_the_order_of_their_lines() -> None:
    wrong = RIGHT.replace("title: Family", "titel: Family").replace("number: 2", "number: 1").replace("2021", "x")
    problems = check(wrong).problems
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert {problem.key for problem in problems} == {
        "north-memorandum/family",
        "north-memorandum/work",
        "south-guidance",
    }


def test_a_comma_outside_quotation_marks_is_explained() -> None:
    wrong = "documents:\n  - {id: north, title: A lawful, safe prison}\n"
    problems = check(wrong).problems
    assert any("quotation marks" in problem.message and problem.line == 2 for problem in problems)


@pytest.mark.parametrize(
    ("data", "at", "words"),
    [
        ("documents:\n  - {id: north\n", 3, "not valid YAML"),
        ("", 1, "empty"),
        ("- a\n- b\n", 1, "list of “name: value” lines"),
        ("documents:\n  - &a {id: x}\n  - *a\n", 1, "aliases"),
        (b"documents:\n  - id: \xff\n", 2, "UTF-8"),
        ("documents:\n  - id: a\x07\n", 2, "cannot be read"),
        ("documents: !!python/object:os.system []\nrelations: {}\n", 1, "“documents” is missing"),
    ],
)
def test_what_is_no_such_file_at_all_is_answered_too(data: str | bytes, at: int, words: str) -> None:
    checked = check(data)
    assert checked.catalogue is None
    assert any(problem.line == at and words in problem.message for problem in checked.problems), checked.problems


def test_a_relation_may_point_at_what_the_library_already_has() -> None:
    only_south = "documents:\n" + RIGHT[RIGHT.index("  - id: south") :]
    assert "no good practice “north-memorandum/family”" in check(only_south).problems[0].message
    known = Known({"north-memorandum": {"family": 1}})
    assert check(only_south, known).problems == ()


def test_a_number_of_a_provision_that_the_file_leaves_alone_is_taken() -> None:
    known = Known({"north-memorandum": {"faith": 2}})
    (problem,) = check(RIGHT, known).problems
    assert problem.key == "north-memorandum/work"
    assert "“faith”" in problem.message


def test_numbers_may_be_exchanged_between_provisions() -> None:
    known = Known({"north-memorandum": {"family": 2, "work": 1}})
    assert check(RIGHT, known).problems == ()


def test_a_translation_left_as_it_was_stays_one_of_the_older_source() -> None:
    before = check(RIGHT).catalogue
    after = check(RIGHT.replace("Involve families.", "Involve and support families.")).catalogue
    assert before is not None
    assert after is not None
    earlier, later = (
        provision_content(found.documents[0], found.documents[0].provisions[0], ()) for found in (before, after)
    )
    texts = carried_over(earlier, later)["texts"]
    assert texts["id"]["source_hash"] == earlier["texts"]["en"]["source_hash"]
    assert texts["en"]["source_hash"] != earlier["texts"]["en"]["source_hash"]


def test_a_language_and_a_section_that_a_later_file_does_not_mention_are_kept() -> None:
    before = check(RIGHT).catalogue
    without = "\n".join(row for row in RIGHT.splitlines() if "fr: {" not in row)
    after = check(
        without.replace("    texts:\n    sections", "    sections", 1)
        .replace("A: Actors", "B: Actors")
        .replace("section: A", "section: B")
    ).catalogue
    assert before is not None
    assert after is not None
    kept = carried_over(document_content(before.documents[0], ()), document_content(after.documents[0], ()))
    assert set(kept["texts"]) == {"en", "fr"}
    assert list(kept["sections"]) == ["B", "A"]


def test_the_shipped_file_is_right_and_complete_in_four_languages() -> None:
    shipped = files("pulang.common.frameworks") / "data" / "frameworks.yaml"
    checked = check(shipped.read_bytes())
    assert checked.problems == ()
    assert checked.catalogue is not None
    documents = checked.catalogue.documents
    items = [
        *(document.wordings for document in documents),
        *(section.wordings for document in documents for section in document.sections),
        *(provision.wordings for document in documents for provision in document.provisions),
    ]
    assert {tuple(wording.language for wording in wordings) for wordings in items} == {("en", "fr", "ar", "id")}
    statuses = {wording.status for wordings in items for wording in wordings[1:]}
    assert statuses == {"machine-assisted"}


def test_the_statuses_of_texts_are_those_of_every_other_text() -> None:
    assert {str(status) for status in TextStatus} == set(TranslationStatus.values)
