"""The library as it is read: filters, languages, relations, history, and nothing for a stranger."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from pulang.common.frameworks import queries
from pulang.common.frameworks.actions import import_frameworks
from pulang.common.frameworks.models import Document, Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.foundation.policy.viewer import Viewer

pytestmark = pytest.mark.usefixtures("library")
FRENCH_ONLY = """\
documents:
  - id: own-guide
    title: Own Guide
    short_title: Own Guide
    issuer: The Service
    year: 2026
    languages: [en]
    official_page: https://service.example/guide
    texts:
      fr: {status: reviewed, title: Guide, short_title: Guide, issuer: Le Service}
    practices:
      - key: listening
        areas: [security]
        number: null
        numbering: unconfirmed
        title: Listening
        summary: Listen first.
"""


def count(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def keys(shelves: list[queries.Shelf]) -> list[str]:
    return [line.provision.key for shelf in shelves for line in shelf.lines]


def test_the_library_holds_every_document_with_its_provisions_in_order(reader: Viewer) -> None:
    shelves = queries.library(reader, language="en")
    assert [shelf.document.document.key for shelf in shelves][:2] == ["rome-memorandum", "rome-addendum"]
    assert [len(shelf.lines) for shelf in shelves] == [25, 3, 2, 4, 0, 0, 0]
    assert [line.chip for line in shelves[0].lines][:2] == ["Rome 1", "Rome 2"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"document": "neuchatel-memorandum"}, {"diversion", "programmes-for-children"}),
        ({"section": "iij-prison-recommendations/B"}, {"segregate-or-disperse", "which-risk"}),
        ({"area": "capacity"}, {"staff-training", "psychologists", "prison-officers"}),
        (
            {"document": "rome-memorandum", "section": "rome-memorandum/C", "area": "release"},
            {"community-members"},
        ),
        ({"document": "neuchatel-memorandum", "area": "capacity"}, set()),
        ({"document": "unknown"}, set()),
        ({"section": "rome-memorandum/Z"}, set()),
    ],
)
def test_the_library_can_be_narrowed(reader: Viewer, filters: dict[str, str], expected: set[str]) -> None:
    found = queries.library(reader, language="en", **filters)
    assert {key.partition("/")[2] for key in keys(found)} == expected


def test_a_document_says_how_many_of_its_provisions_are_missing(reader: Viewer) -> None:
    neuchatel = queries.document(reader, "neuchatel-memorandum", language="en")
    assert neuchatel.missing == 11
    assert [len(part.lines) for part in neuchatel.parts] == [0, 0, 1, 1, 0]
    assert queries.document(reader, "rome-addendum", language="en").missing is None


@pytest.mark.parametrize(
    ("language", "chip", "title"),
    [
        ("en", "Rome 20", "Family involvement"),
        ("fr", "Rome 20", "Participation de la famille"),
        ("ar", "روما 20", "إشراك الأسرة"),
        ("id", "Roma 20", "Pelibatan keluarga"),
    ],
)
def test_a_provision_is_read_in_each_of_the_four_languages(
    reader: Viewer, language: str, chip: str, title: str
) -> None:
    line = queries.provision(reader, "rome-memorandum", "family", language=language)
    assert (line.chip, line.text.translation.title, line.text.fell_back) == (chip, title, False)
    assert line.text.status == ("original" if language == "en" else "machine-assisted")


def test_a_text_that_is_missing_falls_back_to_the_source_and_says_so(reader: Viewer, keeper: Viewer) -> None:
    import_frameworks(by=keeper, text=FRENCH_ONLY)
    line = queries.provision(reader, "own-guide", "listening", language="fr")
    assert (line.text.language, line.text.fell_back, line.text.translation.title) == ("en", True, "Listening")
    assert (line.document.text.translation.short_title, line.document.text.fell_back) == ("Guide", False)
    assert line.chip == "Guide"


def test_a_translation_is_out_of_date_when_its_source_has_moved(reader: Viewer, keeper: Viewer) -> None:
    import_frameworks(by=keeper, text=FRENCH_ONLY)
    import_frameworks(by=keeper, text=FRENCH_ONLY.replace("title: Own Guide", "title: Our Own Guide", 1))
    page = queries.document(reader, "own-guide", language="fr")
    assert (page.line.text.translation.title, page.line.text.stale) == ("Guide", True)
    assert not queries.document(reader, "own-guide", language="en").line.text.stale


def test_relations_are_shown_from_both_ends(reader: Viewer) -> None:
    aftercare = Provision.objects.get(key="rome-memorandum/aftercare")
    (guidance,) = queries.relations(reader, aftercare, language="en")
    assert (guidance.document.document.key, guidance.provision, guidance.incoming) == (
        "aftercare-guidance",
        None,
        True,
    )
    groups = Provision.objects.get(key="neuchatel-memorandum/programmes-for-children")
    (addendum,) = queries.relations(reader, groups, language="fr")
    assert addendum.provision is not None
    assert (addendum.provision.chip, addendum.incoming) == ("Addendum 2", False)


def test_a_stranger_finds_nothing(stranger: Viewer) -> None:
    family = Provision.objects.get(key="rome-memorandum/family")
    assert queries.library(stranger, language="en") == []
    assert queries.search(stranger, "family", language="en") == []
    assert queries.relations(stranger, family, language="en") == []
    assert queries.versions(stranger, family) == []
    with pytest.raises(Http404):
        queries.provision(stranger, "rome-memorandum", "family", language="en")
    with pytest.raises(Http404):
        queries.document(stranger, "rome-memorandum", language="en")


def test_what_does_not_exist_is_not_found(reader: Viewer) -> None:
    with pytest.raises(Http404):
        queries.provision(reader, "rome-memorandum", "nothing", language="en")
    with pytest.raises(Http404):
        queries.document(reader, "nothing", language="en")


SEARCHES = [
    ("families", "en", "rome-memorandum/family", "families"),
    ("famil", "en", "rome-memorandum/family", "families"),
    ("families helicopter", "en", None, ""),
    ("surveillants pénitentiaires", "fr", "rome-memorandum/prison-officers", "surveillants"),
    ("penitentiaires surveillants", "fr", "rome-memorandum/prison-officers", "pénitentiaires"),
    ("الاسر", "ar", "rome-memorandum/family", "الأسر"),
    ("الأُسَر", "ar", "rome-memorandum/family", "الأسر"),
    ("pembimbingan lanjutan", "id", "rome-memorandum/aftercare", "pembimbingan"),
    ("pelatihan", "en", "rome-memorandum/staff-training", "pelatihan"),
]


@pytest.mark.parametrize(("words", "language", "key", "marked"), SEARCHES)
def test_the_texts_are_searched_in_four_languages_and_the_passage_is_marked(
    reader: Viewer, words: str, language: str, key: str | None, marked: str
) -> None:
    found = [hit for hit in queries.search(reader, words, language=language) if hit.provision]
    by_key = {hit.provision.provision.key: hit for hit in found if hit.provision}
    if key is None:
        assert found == []
        return
    pieces = by_key[key].hit.pieces
    original = by_key[key].hit.passage
    assert "".join(piece.text for piece in pieces) == original
    assert marked in {piece.text.lower() for piece in pieces if piece.is_match}


def test_a_provision_is_found_by_its_short_name(reader: Viewer) -> None:
    found = queries.search(reader, "Rome 20", language="en")
    assert next(hit.provision.provision.key for hit in found if hit.provision) == "rome-memorandum/family"
    assert found[0].title in ("Family involvement", found[0].document.text.translation.title)


def test_a_document_is_found_by_its_title(reader: Viewer) -> None:
    (found,) = queries.search(reader, "religious scholars ideological", language="en")
    assert (found.document.document.key, found.provision) == ("role-of-religious-scholars", None)


def test_a_search_can_be_narrowed(reader: Viewer) -> None:
    found = queries.search(reader, "prison", language="en", document="iij-prison-recommendations")
    assert {hit.document.document.key for hit in found} <= {"iij-prison-recommendations"}


@pytest.mark.parametrize("words", ["", "   ", "…", '"*', "NEAR(", "a" * 500])
def test_odd_words_are_no_error(reader: Viewer, words: str) -> None:
    assert queries.search(reader, words, language="en") == []


def test_a_changed_text_is_found_by_its_new_words_only(reader: Viewer, keeper: Viewer) -> None:
    import_frameworks(by=keeper, text=FRENCH_ONLY)
    import_frameworks(by=keeper, text=FRENCH_ONLY.replace("Listen first.", "Hear people out."))
    assert [hit.provision is not None for hit in queries.search(reader, "hear out", language="en")] == [True]
    assert queries.search(reader, "listen first", language="en") == []


def test_reading_costs_the_same_however_much_there_is(
    reader: Viewer, keeper: Viewer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def library() -> object:
        return queries.library(reader, language="ar")

    def search() -> object:
        return queries.search(reader, "listen", language="ar")

    import_frameworks(by=keeper, text=FRENCH_ONLY)
    before = count(library), count(search)
    more = "".join(
        FRENCH_ONLY.partition("practices:\n")[2].replace("key: listening", f"key: listening-{n}") for n in range(9)
    )
    import_frameworks(by=keeper, text=FRENCH_ONLY + more)
    assert len(queries.search(reader, "listen", language="ar")) == 10
    assert (count(library), count(search)) == before
    assert before[0] <= 9
    with django_assert_num_queries(5):
        queries.provision(reader, "rome-memorandum", "family", language="id")


@pytest.fixture
def diary(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Two sources that tell of the same provision; the registry is as before afterwards."""
    monkeypatch.setattr(import_module("pulang.common.frameworks.queries.thread"), "_sources", {})
    asked: dict[str, Any] = {"viewers": []}

    def entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
        asked["viewers"].append(viewer)
        early = ThreadEntry(date(2026, 3, 12), "12 March", "Kilima asked for help", "Families visit rarely")
        return [ThreadEntry(None, "no date", "heard of", "Somewhere", kind="public"), early]

    def counts(viewer: Viewer, ids: Any) -> dict[UUID, int]:
        return {Provision.objects.get(key="rome-memorandum/family").pk: 2}

    def later(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
        return [ThreadEntry(date(2026, 5, 4), "4 May", "training", "Session 7.3")]

    register_source(ThreadSource("requests", "Requests", 2, entries, counts))
    register_source(ThreadSource("courses", "Courses", 1, later, lambda viewer, ids: {}))
    return asked


def test_the_thread_gathers_every_source_in_the_order_of_time(reader: Viewer, diary: dict[str, Any]) -> None:
    family = Provision.objects.get(key="rome-memorandum/family")
    told = queries.thread(reader, family)
    assert [entry.title for entry in told] == ["Families visit rarely", "Session 7.3", "Somewhere"]
    assert [entry.is_public_record for entry in told] == [False, False, True]
    assert diary["viewers"] == [reader]


def test_the_library_says_how_much_has_been_done(reader: Viewer, diary: dict[str, Any]) -> None:
    (shelf,) = queries.library(reader, language="en", document="rome-memorandum", section="rome-memorandum/D")
    assert {line.provision.slug: line.done for line in shelf.lines if line.done} == {"family": 2}


def test_provisions_are_offered_to_forms_by_document(reader: Viewer) -> None:
    groups = queries.provision_choices("fr")
    assert groups[0][0] == "Mémorandum de Rome"
    key, label = groups[0][1][19]
    assert label == "Rome 20 Participation de la famille"
    assert [row.key for row in queries.chosen_provisions([UUID(key)])] == ["rome-memorandum/family"]


def test_every_document_has_a_history(reader: Viewer) -> None:
    (first,) = queries.versions(reader, Document.objects.get(key="rome-memorandum"))
    assert (first.number, first.author, first.differences) == (1, "frameworks import", ())
