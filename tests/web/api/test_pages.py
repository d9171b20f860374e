"""The pages that explain the API: everything that the schema has, small, in four languages, found where one looks."""

import gzip
import re

import pytest
from django.conf import settings
from tests.web.programs import operations
from tests.worlds import World

from pulang.web.api.urls import api

READER = {"forum": "corrections", "service": "officer"}[settings.PULANG_PLANE]
LARGEST = 10 * 1024
PAGES = ["/api/v1/", "/api/v1/docs/errors/", *[f"/api/v1/docs/{group.slug}/" for group in api.groups]]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["en", "fr", "ar", "id"])
def test_every_page_is_light_in_every_language(world: World, address: str, language: str) -> None:
    answer = world.client(READER).get(address, headers={"accept-language": language})
    assert (answer.status_code, answer["Content-Language"]) == (200, language)
    assert len(gzip.compress(answer.content, 6)) <= LARGEST


def test_every_operation_has_its_place_with_an_example(world: World) -> None:
    client = world.client(READER)
    pages = {group.slug: client.get(f"/api/v1/docs/{group.slug}/").content.decode() for group in api.groups}
    index = client.get("/api/v1/").content.decode()
    for route in operations():
        page = pages[route.facts.group]
        assert f'id="{route.name}"' in page
        assert f"docs/{route.facts.group}/#{route.name}" in index
        assert page.count("curl") >= page.count("requests.") > 0


def test_every_link_within_a_page_leads_somewhere(world: World) -> None:
    for address in PAGES:
        page = world.client(READER).get(address).content.decode()
        there, asked = set(re.findall(r' id="([^"]+)"', page)), set(re.findall(r'href="#([^"]+)"', page))
        assert asked <= there, address


def test_the_pages_are_for_people_who_are_signed_in(world: World) -> None:
    for address in PAGES:
        assert world.client(None).get(address)["Location"].startswith("/account/login/")


def test_the_way_there_stands_on_ones_account(world: World) -> None:
    assert 'href="/api/v1/"' in world.client(READER).get("/account/").content.decode()


def test_a_group_that_does_not_exist(world: World) -> None:
    assert world.client(READER).get("/api/v1/docs/none/").status_code == 404
