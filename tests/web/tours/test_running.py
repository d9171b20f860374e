"""Tours exist in a demonstration only, and cannot be steered to anything that a tour does not hold."""

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from tests.worlds import World

from pulang.foundation.events.models import Event
from pulang.web.tours import running
from pulang.web.tours.tour import SAFEGUARDS


def test_every_tour_has_seven_stops_and_names_safeguards_that_exist() -> None:
    for tour in running.tours():
        assert len(tour.stops) == 7
        assert {number for stop in tour.stops for number in stop.safeguards} <= SAFEGUARDS.keys()
    assert len({tour.slug for tour in running.tours()}) == len(running.tours())


def test_without_a_demonstration_there_is_no_tour(world: World, settings: Any) -> None:
    further = reverse("tours:next")  # also reads the addresses, before there is no demonstration any more
    settings.PULANG_DEMONSTRATION = False
    slug = running.TOURS[configured.PULANG_PLANE][0].slug
    client = Client()
    assert client.post(f"/tour/{slug}/start/").status_code == 404
    client.cookies[running.cookie()] = f"{slug}.1"
    assert client.post(further).headers["Location"] == "/account/login/"
    assert b'class="tour"' not in client.get("/account/login/").content


@pytest.mark.parametrize("value", ["", "misuse", "misuse.0", "misuse.8", "nowhere.1", "misuse.x", "misuse.1.1"])
def test_a_cookie_that_says_nonsense_shows_no_panel(world: World, value: str) -> None:
    client = Client()
    client.cookies[running.cookie()] = value
    assert b'class="tour"' not in client.get("/account/login/").content


def test_the_altered_event_is_only_altered_in_memory(world: World) -> None:
    before = list(Event.objects.order_by("position").values_list("position", "verb", "digest"))
    page = world.client("inspector").get("/tour/altered/")
    assert page.context["whole"]
    assert page.context["broken"] is not None
    written, altered = page.context["told"]
    assert str(written.happened) != str(altered.happened)
    after = Event.objects.order_by("position").values_list("position", "verb", "digest")
    assert list(after)[: len(before)] == before
    assert world.client("admin").get("/tour/altered/").status_code == 404
