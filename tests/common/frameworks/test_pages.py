"""The library's pages, asked for as a browser asks."""

import re

import pytest
from django.conf import settings
from django.test import Client

from pulang.common.frameworks.actions import ImportReport

FAMILY = "/practices/rome-memorandum/family/"


@pytest.fixture(autouse=True)
def _plain_static_files(settings: object) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def page(client: Client, address: str, language: str = "en") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_provision_shows_its_number_text_and_what_is_not_certain(member: Client) -> None:
    shown = page(member, FAMILY)
    for words in (
        "Rome 20",
        "Family involvement",
        "Involve and support families before and after release.",
        "number not yet confirmed against the official text",
        "What has been done about it",
        "https://www.thegctf.org/Resources/Framework-Documents",
    ):
        assert words in shown
    assert "machine-assisted" not in shown


def test_a_confirmed_number_carries_no_doubt(member: Client) -> None:
    assert "not yet confirmed" not in page(member, "/practices/rome-memorandum/incentives/")


@pytest.mark.parametrize(("language", "title"), [("fr", "Participation de la famille"), ("ar", "إشراك الأسرة")])
def test_a_translation_is_marked_as_what_it_is(member: Client, language: str, title: str) -> None:
    shown = page(member, FAMILY, language)
    assert f'<span lang="{language}" dir="auto">{title}</span>' in shown
    assert shown.count("tag-attention") == 2


def test_what_has_no_entry_yet_says_what_would_stand_there(member: Client) -> None:
    assert "Nothing has been recorded here yet" in page(member, "/practices/rome-memorandum/communications/")


def test_see_also_leads_to_the_other_document(member: Client) -> None:
    assert '/practices/aftercare-guidance/"' in page(member, "/practices/rome-memorandum/aftercare/")


def test_the_document_page_tells_its_sections_and_what_is_missing(member: Client) -> None:
    shown = page(member, "/practices/neuchatel-memorandum/")
    assert "11 of its good practices are not in the library yet." in shown
    assert "Rehabilitation and reintegration" in shown


def test_the_library_is_narrowed_by_its_form(member: Client) -> None:
    everything = page(member, "/practices/")
    narrowed = page(member, "/practices/?area=capacity&document=rome-memorandum")
    assert FAMILY in everything
    assert FAMILY not in narrowed
    assert "/practices/rome-memorandum/staff-training/" in narrowed
    assert '<option value="capacity" selected>' in narrowed


def test_a_search_shows_the_passage_with_its_words_marked(member: Client) -> None:
    shown = page(member, "/practices/?q=الأُسَر", "ar")
    assert "<mark>الأسر</mark>" in shown
    assert FAMILY in shown


def test_a_search_in_another_language_than_the_readers_says_which(member: Client) -> None:
    shown = page(member, "/practices/?q=keluarga")
    assert re.search(r'<span lang="id" dir="auto">[^/]*<mark>keluarga</mark>', shown)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("q=helicopter", "Nothing answers these words"),
        ("document=neuchatel-memorandum&area=capacity", "No good practice is in all of these places"),
        ("area=elsewhere", "Choose one of the answers shown"),
        ("q=" + "a" * 300, "Shorten it"),
    ],
)
def test_what_finds_nothing_says_what_to_do(member: Client, query: str, words: str) -> None:
    assert words in page(member, f"/practices/?{query}")


def test_what_does_not_exist_is_not_found(member: Client) -> None:
    for address in (
        "/practices/nothing/",
        "/practices/rome-memorandum/nothing/",
        "/practices/nothing/family/",
    ):
        assert member.get(address).status_code == 404


def test_whoever_has_not_signed_in_is_asked_to(library: ImportReport, client: Client) -> None:
    for address in ("/practices/", "/practices/rome-memorandum/", FAMILY):
        assert client.get(address).status_code == 302


def test_a_search_word_is_never_markup(member: Client) -> None:
    assert "<script>alert" not in page(member, "/practices/?q=<script>alert(1)</script>")
