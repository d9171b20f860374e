"""Counts of a country are taken in once, shown where members look, replaced and taken back."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.common.learning.packs import pack
from tests.web.bridge import COUNTS, counts_file, signed_by, trusted, withdrawal_file
from tests.worlds import World

from pulang.common.bridge.actions import revoke_trust
from pulang.common.bridge.queries import KIND, NotTaken
from pulang.common.learning.actions import import_course, release_version, sign_version
from pulang.forum.reach.actions import take_in, withdraw
from pulang.forum.reach.models import ReachedCourse, ReceivedRelease
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel.tlp import Label


@pytest.fixture
def ready(world: World) -> World:
    """Kilima's and Qasr's services are trusted, and the course of the counts is released."""
    for country in ("", "kilima", "qasr"):
        trusted(world, country)
    row = import_course(by=world.viewer("curriculum"), files=pack(), label=Label.GREEN).version
    assert row is not None
    sign_version(by=world.viewer("rights"), version=row)
    release_version(by=world.viewer("curriculum"), version=row)
    return world


def page(world: World, address: str, who: str = "observer") -> str:
    answer = world.client(who).get(address)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_counts_are_taken_once_and_stand_where_members_look(ready: World) -> None:
    raw, by = counts_file(), ready.viewer("corrections")
    row = take_in(by=by, raw=raw)
    assert take_in(by=by, raw=raw) == row
    assert Event.objects.filter(verb="reach.taken").count() == 1
    assert ReachedCourse.objects.get().course is not None
    for address in ("/reach/kilima/", "/courses/night-duty/1.0.0/"):
        shown = page(ready, address)
        assert "Released by the country" in shown, address
        assert "TLP:GREEN" in shown
    assert "120 of 300" in page(ready, "/courses/night-duty/1.0.0/")
    assert "Kilima" in page(ready, "/reach/")


def test_the_thread_of_each_good_practice_that_the_course_serves_tells_the_reach(ready: World) -> None:
    take_in(by=ready.viewer("corrections"), raw=counts_file())
    from pulang.common.frameworks.queries import serves, thread
    from pulang.common.learning.models import SessionProvision

    viewer = ready.viewer("observer")
    link = SessionProvision.objects.select_related("provision")[0]
    found = [entry for entry in thread(viewer, link.provision) if entry.source == "reach"]
    assert [entry.tlp_label for entry in found] == ["TLP:GREEN"]
    assert "120 of 300" in found[0].text
    assert serves(viewer, [link.provision_id])[link.provision_id]["reach"] == 1
    stranger = ready.viewer("stranger")
    assert not [entry for entry in thread(stranger, link.provision) if entry.source == "reach"]


def test_a_later_release_of_the_period_stands_before_the_earlier_one_which_is_kept(ready: World) -> None:
    by = ready.viewer("corrections")
    take_in(by=by, raw=counts_file(created="2026-10-06T08:00:00Z"))
    more = (COUNTS.courses[0].__class__(**{**COUNTS.courses[0].__dict__, "people": 77}),)
    later = take_in(by=by, raw=counts_file(created="2026-10-07T08:00:00Z", courses=more))
    shown = page(ready, "/reach/kilima/")
    assert "<dd>77</dd>" in shown
    assert "<dd>40</dd>" not in shown
    assert "replaced by a later release" in shown
    withdraw(by=ready.viewer("policy"), release=later, reason="A number was wrong.")
    assert "<dd>40</dd>" in page(ready, "/reach/kilima/")
    assert ReceivedRelease.objects.count() == 2


def test_amber_counts_are_for_the_country_the_chairs_and_the_secretariat(ready: World) -> None:
    take_in(by=ready.viewer("corrections"), raw=counts_file(label=Label.AMBER))
    for who in ("policy", "host", "chair-nordhav", "desk"):
        assert "<dd>40</dd>" in page(ready, "/reach/kilima/", who)
    for who in ("observer", "outsider", "expert"):
        assert page(ready, "/reach/kilima/", who) == "404"
        assert "Released by the country" not in page(ready, "/courses/night-duty/1.0.0/", who)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (counts_file(country="qasr"), "another country signed"),
        (signed_by("nobody", KIND, COUNTS.content()), "nobody here has trusted"),
        (signed_by("", KIND, COUNTS.content()), "own installation signed"),
        (signed_by("kilima", KIND, {**COUNTS.content(), "country": "qasr"}), "speaks of another country"),
        (signed_by("kilima", "pulang-course-1", {}), "another kind"),
        (signed_by("kilima", KIND, {"country": "kilima"}), "does not understand"),
        (counts_file(label=Label.RED), "keeps them inside"),
        (counts_file(courses=(COUNTS.courses[0].__class__(**{**COUNTS.courses[0].__dict__, "people": 2}),)), "People"),
        (withdrawal_file(uuid4()), "never taken in"),
        (counts_file().replace(b"Coast", b"Coasy"), "signature does not fit"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_clear_sentence(ready: World, raw: bytes, reason: str) -> None:
    with pytest.raises(NotTaken, match=reason):
        take_in(by=ready.viewer("corrections"), raw=raw)
    answer = ready.client("corrections").post("/reach/take/", {"file": SimpleUploadedFile("a.json", raw)})
    assert reason in answer.content.decode()
    assert not ReceivedRelease.objects.exists()


@given(place=st.integers(0, len(counts_file()) - 1), byte=st.integers(1, 255))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_is_taken_with_a_changed_byte(ready: World, place: int, byte: int) -> None:
    changed = bytearray(counts_file())
    changed[min(place, len(changed) - 1)] ^= byte
    with pytest.raises(NotTaken):
        take_in(by=ready.viewer("corrections"), raw=bytes(changed))


def test_only_the_focal_point_of_the_corrections_service_takes_in(ready: World) -> None:
    for who in ("policy", "host", "desk", "admin", "stranger"):
        with pytest.raises(Http404):
            take_in(by=ready.viewer(who), raw=counts_file())
    with pytest.raises(NotTaken):
        take_in(by=ready.viewer("outside-corrections"), raw=counts_file())


def test_the_service_takes_back_with_a_signed_file_and_the_release_does_not_come_again(ready: World) -> None:
    by, raw = ready.viewer("corrections"), counts_file()
    row = take_in(by=by, raw=raw)
    with pytest.raises(NotTaken):
        take_in(by=ready.viewer("outside-corrections"), raw=withdrawal_file(row.pk, "qasr"))
    take_in(by=by, raw=withdrawal_file(row.pk))
    take_in(by=by, raw=withdrawal_file(row.pk))
    assert Event.objects.filter(verb="reach.withdrawn").count() == 1
    assert page(ready, "/reach/kilima/") == "404"
    assert "withdrawn on" in page(ready, "/reach/kilima/", "policy")
    with pytest.raises(NotTaken, match="was withdrawn"):
        take_in(by=by, raw=raw)
    with pytest.raises(Refused):
        withdraw(by=ready.viewer("policy"), release=row, reason="Again.")


def test_nothing_of_a_revoked_installation_is_taken_and_what_was_taken_stays(ready: World) -> None:
    take_in(by=ready.viewer("corrections"), raw=counts_file())
    revoke_trust(by=ready.viewer("admin"), row=trusted(ready, "kilima"), reason="Stolen.")
    with pytest.raises(NotTaken, match="not trusted here any more"):
        take_in(by=ready.viewer("corrections"), raw=counts_file(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31)))
    assert "<dd>40</dd>" in page(ready, "/reach/kilima/")


def test_a_file_is_shown_before_it_is_taken(ready: World) -> None:
    client: Any = ready.client("corrections")
    raw = counts_file(service_name="Kilima <Prisons> & “more”")
    shown = client.post("/reach/take/", {"file": SimpleUploadedFile("counts.json", raw)}).content.decode()
    assert "The signature is right." in shown
    assert not ReceivedRelease.objects.exists()
    done = client.post("/reach/take/", {"shown": raw.decode()}, follow=True)
    assert "It is done." in done.content.decode()
    again = client.post("/reach/take/", {"file": SimpleUploadedFile("counts.json", raw)}).content.decode()
    assert "is here already" in again
    assert (
        "signature does not fit"
        in client.post("/reach/take/", {"shown": raw.decode().replace("40", "41")}).content.decode()
    )
    row = ReceivedRelease.objects.get()
    assert client.post(f"/reach/releases/{row.pk}/withdraw/", {"reason": ""}).status_code == 200
    assert client.post(f"/reach/releases/{row.pk}/withdraw/", {"reason": "A slip."}).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_why == "A slip."
