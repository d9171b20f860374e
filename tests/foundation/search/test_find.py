from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulang.foundation.search import find, index
from pulang.foundation.search.models import SearchRow
from pulang.kernel import ids
from pulang.kernel.folding import tokens

pytestmark = pytest.mark.django_db

FAMILY, WORK, PERSON = (ids.keyed("test", name) for name in ("family", "work", "person"))


def everybody_may_see(kind: str = "provision") -> "QuerySet[SearchRow, Any]":
    """Stands for the policy's narrowed queryset of ids."""
    return SearchRow.objects.filter(kind=kind).values("object_id")


def found(text: str, kind: str = "provision", language: str | None = None) -> set[UUID]:
    matched = {row["object_id"] for row in find.matches(kind, text, language)}
    hit = {hit.object_id for hit in find.hits(kind, text, everybody_may_see(kind))}
    assert language is not None or hit == matched
    return matched


@pytest.fixture
def provisions() -> None:
    index.put("provision", FAMILY, "en", "Family and reintegration", "Visits by the family help people return.")
    index.put("provision", FAMILY, "ar", "الأسرة وإعادة الإدماج", "زياراتُ الأُسرةِ تُساعدُ على العودة.")
    index.put("provision", FAMILY, "fr", "Famille et réinsertion", "Les visites de la famille aident au retour.")
    index.put("provision", WORK, "en", "Work", "Paid work prepares for release, and a family needs wages.")


@pytest.mark.usefixtures("provisions")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("family", {FAMILY, WORK}),
        ("FAMILY visits", {FAMILY}),
        ("visits family", {FAMILY}),
        ("reinsertion", {FAMILY}),
        ("Réinsertion", {FAMILY}),
        ("reint", {FAMILY}),
        ("الأسرة", {FAMILY}),
        ("الاسره", {FAMILY}),
        ("زِيَارَات", {FAMILY}),
        ("wage", {WORK}),
        ("wag family", set()),
        ("visit wages", set()),
        ("prison", set()),
        ("", set()),
        (" … ", set()),
    ],
)
def test_all_words_must_be_found_folded_and_the_last_may_be_unfinished(text: str, expected: set[UUID]) -> None:
    assert found(text) == expected


@pytest.mark.usefixtures("provisions")
def test_a_search_can_keep_to_one_language() -> None:
    assert found("famil", language="fr") == {FAMILY}
    assert found("wages", language="fr") == set()


@pytest.mark.usefixtures("provisions")
def test_another_kind_is_never_found() -> None:
    assert found("family", kind="practice") == set()


@pytest.mark.usefixtures("provisions")
def test_matches_narrow_a_queryset_of_objects() -> None:
    rows = SearchRow.objects.filter(object_id__in=find.matches("provision", "wages"))
    assert rows.get().title == "Work"


@pytest.mark.usefixtures("provisions")
def test_hits_stay_within_what_the_policy_gave() -> None:
    allowed = everybody_may_see().filter(object_id=WORK)
    assert [hit.object_id for hit in find.hits("provision", "family", allowed)] == [WORK]
    assert find.hits("provision", "family", SearchRow.objects.none()) == []


@pytest.mark.usefixtures("provisions")
def test_a_word_in_the_title_weighs_more() -> None:
    hits = find.hits("provision", "family", everybody_may_see())
    assert [hit.object_id for hit in hits] == [FAMILY, WORK]
    assert [hit.object_id for hit in find.hits("provision", "work", everybody_may_see())] == [WORK]
    assert len(find.hits("provision", "family", everybody_may_see(), 1)) == 1
    assert find.hits("provision", "family", everybody_may_see(), 0) == []


def test_an_object_comes_once_in_the_readers_language_where_it_answers_in_it() -> None:
    index.put("provision", FAMILY, "en", "Radio", "radio radio")
    index.put("provision", FAMILY, "id", "Siaran", "radio di lapas")
    (best,) = find.hits("provision", "radio", everybody_may_see())
    (own,) = find.hits("provision", "radio", everybody_may_see(), language="id")
    (fallen_back,) = find.hits("provision", "radio", everybody_may_see(), language="ar")
    assert (best.language, own.language, fallen_back.language) == ("en", "id", "en")
    assert own.title == "Siaran"


@pytest.mark.usefixtures("provisions")
@pytest.mark.parametrize(
    ("text", "language", "marked"),
    [
        ("family", "en", ["family"]),
        ("الاسره", "ar", ["الأُسرةِ"]),
        ("زيار", "ar", ["زياراتُ"]),
        ("FAMILLE réto", "fr", ["famille", "retour"]),
        ("visites fam", "fr", ["visites", "famille"]),
    ],
)
def test_the_passage_is_shown_from_the_original_with_the_words_marked(
    text: str, language: str, marked: list[str]
) -> None:
    hits = find.hits("provision", text, everybody_may_see().filter(object_id=FAMILY), language=language)
    pieces = [piece.text for hit in hits for piece in hit.pieces if piece.is_match]
    assert pieces == marked
    for hit in hits:
        assert "".join(piece.text for piece in hit.pieces) == hit.passage


def test_a_long_passage_is_cut_at_words_around_the_match() -> None:
    text = "one two three " * 50 + "the psychologist speaks " + "four five six " * 50
    index.put("provision", FAMILY, "en", "Long", text)
    (hit,) = find.hits("provision", "psychologist", everybody_may_see())
    assert hit.cut_before
    assert hit.cut_after
    assert len(hit.passage) <= 300
    assert set(hit.passage.split()) <= set(text.split())
    assert [hit.passage[start:end] for start, end in hit.marks] == ["psychologist"]


def test_the_passage_is_where_most_of_the_words_stand() -> None:
    index.put("provision", FAMILY, "en", "Long", "visits " + "x " * 300 + "visits by the family " + "y " * 300)
    (hit,) = find.hits("provision", "visits family", everybody_may_see())
    assert [hit.passage[start:end] for start, end in hit.marks] == ["visits", "family"]


def test_a_match_in_the_title_alone_shows_the_beginning_of_the_passage() -> None:
    index.put("provision", FAMILY, "en", "Family", "Visits help. " * 100)
    (hit,) = find.hits("provision", "family", everybody_may_see())
    assert hit.passage.startswith("Visits help.")
    assert (hit.marks, hit.cut_before, hit.cut_after) == ((), False, True)


@pytest.mark.parametrize("stored", ["Muhammad al-Rashid", "مُحَمَّد الرشيد", "Mohamed Rachid"])
@pytest.mark.parametrize("asked", ["Muhammad Rashid", "محمد", "Mehmed", "رشيد", "al-Rashid", "mohamm", "الرَّشِيد"])
def test_names_are_found_by_any_spelling(stored: str, asked: str) -> None:
    index.put("contact", PERSON, "und", stored, "", names=True)
    assert found(asked, kind="contact") == {PERSON}
    assert found("Walid", kind="contact") == set()


def test_a_written_spelling_comes_before_another_one() -> None:
    index.put("contact", WORK, "und", "Mohamed", names=True)
    index.put("contact", PERSON, "und", "محمد", names=True)
    for text, first in [("محمد", PERSON), ("mohamed", WORK)]:
        hits = find.hits("contact", text, everybody_may_see("contact"))
        assert (len(hits), hits[0].object_id) == (2, first)


def test_another_spelling_is_marked_in_the_passage_of_a_name() -> None:
    index.put("contact", PERSON, "und", "Officer", "Instructor Muḥammad Amin", names=True)
    (hit,) = find.hits("contact", "محمد", everybody_may_see("contact"))
    assert [piece.text for piece in hit.pieces if piece.is_match] == ["Muḥammad"]


def test_other_texts_are_not_found_by_sound() -> None:
    index.put("provision", FAMILY, "en", "Mohamed", "")
    assert found("محمد") == set()


def test_writing_again_replaces_what_could_be_found() -> None:
    index.put("provision", FAMILY, "en", "Family", "visits")
    index.put("provision", FAMILY, "en", "Family", "letters")
    assert found("visits") == set()
    assert found("letters") == {FAMILY}


@pytest.mark.usefixtures("provisions")
def test_a_dropped_language_or_object_is_no_longer_found() -> None:
    index.drop("provision", FAMILY, "fr")
    assert found("famille") == set()
    assert found("reintegration") == {FAMILY}
    index.drop("provision", FAMILY)
    assert found("reintegration") == set()
    assert found("wages") == {WORK}


@pytest.mark.usefixtures("provisions")
@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "family OR", "NOT family", "family*", "fam:ily", "{heading} : family", "family NEAR/2 visits",
        "' | '", "family & !visits", "a <-> b", "\\'", "(", "%s %(x)s {rows}", "-- ; DROP TABLE", "^family", "\x00",
    ],
)  # fmt: skip
def test_no_text_is_syntax(text: str) -> None:
    assert found(text) <= {FAMILY, WORK}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
def test_any_text_can_be_stored_and_asked_for(db: None, text: str) -> None:
    index.put("provision", FAMILY, "en", text, text, names=True)
    hits = find.hits("provision", text, everybody_may_see())
    assert found(text) <= {FAMILY}
    for hit in hits:
        assert "".join(piece.text for piece in hit.pieces) == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text("abcأبتéñ0१हि", min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join),
)
def test_a_text_is_always_found_by_its_own_words(db: None, text: str) -> None:
    index.put("provision", FAMILY, "en", "Title", text)
    for span_text in [text, *text.split()]:
        assert found(span_text) == ({FAMILY} if tokens(span_text) else set())


def test_long_words_and_long_texts_are_taken() -> None:
    index.put("provision", FAMILY, "en", "ب" * 5000, "long " * 100_000 + "ب" * 5000, names=True)
    assert found("ب" * 5000) == {FAMILY}
    assert found("long " * 100) == {FAMILY}


@pytest.fixture
def many() -> list[UUID]:
    """So many texts that the best of all are looked at first; the fewer words, the better a text answers."""
    made = [ids.keyed("test", f"many-{number}") for number in range(find.MANY + 200)]
    texts = [index.Findable(pk, "en", f"Visit {place}", "word " * (place // 3)) for place, pk in enumerate(made)]
    index.put_many("provision", texts)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_searchrow")  # what the engine does by itself after a while
    return made


@pytest.mark.parametrize("seen", [slice(None), slice(0, 40, 2), slice(None, None, 7), slice(-30, None), slice(0, 0)])
def test_among_many_the_best_that_one_may_see_are_found(many: list[UUID], seen: slice) -> None:
    allowed = SearchRow.objects.filter(object_id__in=many[seen]).values("object_id")
    everything = [hit.object_id for hit in find.hits("provision", "visit", everybody_may_see(), limit=len(many))]
    expected = [pk for pk in everything if pk in set(many[seen])][:5]
    assert set(everything) == set(many)
    assert [hit.object_id for hit in find.hits("provision", "visit", allowed, limit=5)] == expected


def test_among_many_texts_of_others_nothing_is_found(many: list[UUID]) -> None:
    assert find.hits("provision", "visit", SearchRow.objects.none().values("object_id")) == []
    assert find.hits("provision", "visit", everybody_may_see("organisation")) == []
