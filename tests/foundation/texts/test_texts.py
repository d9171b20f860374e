import pytest
from django.apps.registry import Apps
from django.db import models
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from pulang.foundation.texts.models import (
    Translation,
    TranslationStatus,
    hash_of,
    known_status,
    pick,
    pick_beside,
)

APPS = Apps()
NOW, BEFORE = hash_of("Family", "visits"), hash_of("Family", "visit")


class Wording(Translation):
    title = models.CharField(max_length=50)
    summary = models.TextField()

    class Meta:
        apps = APPS
        app_label = "worded"
        constraints = [known_status("wording_status_is_known")]


class Plan(models.Model):
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=50)
    summary = models.TextField()

    class Meta:
        apps = APPS
        app_label = "worded"


def text(language: str, status: str = "reviewed", source_hash: str = NOW) -> Wording:
    return Wording(language=language, status=status, source_hash=source_hash, title=f"title in {language}")


ENGLISH = text("en", "original")
FRENCH = text("fr")
ARABIC = text("ar", "machine-assisted", BEFORE)
TEXTS = [FRENCH, ARABIC, ENGLISH]


@pytest.mark.parametrize(
    ("language", "shown", "fell_back", "stale", "status"),
    [
        ("en", ENGLISH, False, False, TranslationStatus.ORIGINAL),
        ("fr", FRENCH, False, False, TranslationStatus.REVIEWED),
        ("ar", ARABIC, False, True, TranslationStatus.MACHINE_ASSISTED),
        ("id", ENGLISH, True, False, TranslationStatus.ORIGINAL),
    ],
)
def test_a_reader_gets_the_own_language_else_the_original(
    language: str, shown: Wording, fell_back: bool, stale: bool, status: TranslationStatus
) -> None:
    picked = pick(TEXTS, language, "en")
    assert picked.translation is shown
    assert (picked.language, picked.fell_back, picked.stale) == (shown.language, fell_back, stale)
    assert picked.status is status


def test_without_the_original_any_text_is_better_than_none_but_nobody_knows_its_age() -> None:
    picked = pick([FRENCH, ARABIC], "id", "en")
    assert picked.translation is ARABIC
    assert picked.fell_back
    assert picked.stale
    assert pick([FRENCH], "fr", "en").stale


def test_no_text_at_all_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        pick([], "en", "en")


@pytest.mark.parametrize(
    ("language", "title", "fell_back", "stale"),
    [
        ("en", "Family", False, False),
        ("fr", "title in fr", False, False),
        ("ar", "title in ar", False, True),
        ("id", "Family", True, False),
    ],
)
def test_a_row_with_its_own_text_is_the_original_of_the_translations_beside_it(
    language: str, title: str, fell_back: bool, stale: bool
) -> None:
    plan = Plan(language="en", title="Family", summary="visits")
    picked = pick_beside(plan, [FRENCH, ARABIC], language, ("title", "summary"))
    assert (picked.translation.title, picked.fell_back, picked.stale) == (title, fell_back, stale)


def test_a_translation_into_the_originals_own_language_never_hides_the_original() -> None:
    plan = Plan(language="fr", title="Famille", summary="")
    assert pick_beside(plan, [FRENCH], "fr", ("title", "summary")).translation is plan


@given(st.lists(st.text()), st.lists(st.text()))
def test_hashes_are_equal_only_for_equal_texts(one: list[str], other: list[str]) -> None:
    assert (hash_of(*one) == hash_of(*other)) is (one == other)


def test_the_border_between_texts_counts() -> None:
    assert hash_of("ab", "c") != hash_of("a", "bc")
    assert hash_of('a", "b') != hash_of("a", "b")
    assert len(hash_of("a")) == 64


def render(source: str, **context: object) -> str:
    return Template("{% load texts %}" + source).render(Context(context))


def test_content_says_its_language_and_finds_its_own_direction() -> None:
    shown = render("{% spoken picked.translation.title picked.language %}", picked=pick(TEXTS, "ar", "en"))
    assert shown == '<span lang="ar" dir="auto">title in ar</span>'


def test_content_and_language_are_escaped() -> None:
    shown = render("{% spoken text language %}", text="<b>&", language='"><script>')
    assert shown == '<span lang="&quot;&gt;&lt;script&gt;" dir="auto">&lt;b&gt;&amp;</span>'
