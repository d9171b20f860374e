"""Counts are proposed by one, approved by two others, signed, carried over, and taken back."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World

from pulang.common.accounts.actions import grant_membership
from pulang.common.accounts.models import User
from pulang.common.bridge.queries import KIND, WITHDRAWAL, own_key
from pulang.foundation.events.append import verify
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock, signedfiles
from pulang.kernel.tlp import Label
from pulang.service.releases.actions import MayNotLeave, approve, propose, return_release, withdraw_release
from pulang.service.releases.models import Release
from pulang.service.releases.rules import Facts, Quarter, State, quarters, state
from pulang.web.demo import building

QUARTER = quarters(clock.today())[0]
FIRST, SECOND = "governor", "data-protection"


@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_quarters_have_ended_follow_each_other_and_never_overlap(day: date) -> None:
    found = quarters(day)
    assert found[0].ends_on < day <= found[0].ends_on + timedelta(days=92)
    for later, earlier in pairwise(found):
        assert earlier.ends_on + timedelta(days=1) == later.starts_on
    assert all(each.starts_on.day == 1 and (each.ends_on + timedelta(days=1)).day == 1 for each in found)


def test_a_state_follows_from_approvals_return_and_withdrawal() -> None:
    assert [state(Facts(count, False, False)) for count in range(3)] == [
        State.PROPOSED, State.APPROVED_ONCE, State.SIGNED,
    ]  # fmt: skip
    assert state(Facts(1, True, False)) is State.RETURNED
    assert state(Facts(2, False, True)) is State.WITHDRAWN


def proposed(world: World, label: Label | None = Label.GREEN) -> Release:
    place = world.places["kilima-corrections"]
    return propose(by=world.viewer("training"), service=place, quarter=QUARTER, label=label)


def test_two_others_approve_and_the_second_approval_signs(full_world: World) -> None:
    row = proposed(full_world)
    for who in ("training", "officer", "other-officer", "admin", "inspector"):
        with pytest.raises((Refused, Http404)):
            approve(by=full_world.viewer(who), release=row)
    approve(by=full_world.viewer(FIRST), release=row)
    row.refresh_from_db()
    assert row.file is None
    with pytest.raises(Refused, match="cannot be one of the two"):
        approve(by=full_world.viewer(FIRST), release=row)
    approve(by=full_world.viewer(SECOND), release=row)
    row.refresh_from_db()
    file = signedfiles.read(bytes(row.file or b""))
    assert (file.kind, file.key, file.digest) == (KIND, own_key(), row.digest)
    assert file.content == {**row.counts, "release": str(row.pk)}
    with pytest.raises(Refused, match="wait for no approval"):
        approve(by=full_world.viewer("other-governor"), release=row)
    verbs = Event.objects.filter(object_id=row.pk).order_by("position").values_list("verb", flat=True)
    assert list(verbs) == ["release.proposed", "release.approved", "release.signed"]
    assert verify() == Event.objects.count()


def test_whoever_proposes_is_none_of_the_two_whatever_other_roles_they_hold(full_world: World) -> None:
    place, user = full_world.places["kilima-corrections"], full_world.people["training"]
    grant_membership(by=building.BUILDER, user=user, organisation=place, role="data-protection-officer")
    row = proposed(full_world)
    with pytest.raises(Refused, match="cannot be one of the two"):
        approve(by=full_world.viewer("training"), release=row)


@pytest.mark.parametrize("wrong", ["the proposer first", "the proposer second", "the first again", "one alone"])
def test_the_database_itself_refuses_fewer_than_three_people(full_world: World, wrong: str) -> None:
    row, now = proposed(full_world), clock.now()
    proposer, one, two = (full_world.people[who] for who in ("training", FIRST, SECOND))
    pairs: dict[str, tuple[User | None, User | None]] = {
        "the proposer first": (proposer, two),
        "the proposer second": (one, proposer),
        "the first again": (one, one),
        "one alone": (None, two),
    }
    first, second = pairs[wrong]
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(
            first_approved_by=first,
            first_approved_at=now if first else None,
            second_approved_by=second,
            second_approved_at=now,
            file=b"x",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(file=b"signed by nobody")


def test_unmarked_counts_and_small_cells_stop_it_and_are_named(full_world: World) -> None:
    with pytest.raises(MayNotLeave, match="no label"):
        proposed(full_world, label=None)
    row = proposed(full_world)
    row.counts["courses"][0]["people"] = 3
    row.save(update_fields=["counts"])
    for who in (FIRST, SECOND):
        with pytest.raises(MayNotLeave, match="Night duty: People trained"):
            approve(by=full_world.viewer(who), release=row)
    row.refresh_from_db()
    assert row.first_approved_at is None


def test_nothing_in_the_counts_names_a_person(full_world: World) -> None:
    row = proposed(full_world)
    said = str(row.counts)
    names = {user.contact.name for user in User.objects.select_related("contact") if user.contact}
    assert not [name for name in names - {"Access", "Training", "Rights", "Officer"} if name in said]
    assert "Trainee" not in said
    assert [course["course"] for course in row.counts["courses"]] == ["night-duty"]


def test_what_is_returned_is_over(full_world: World) -> None:
    row = proposed(full_world)
    return_release(by=full_world.viewer(FIRST), release=row, reason="Count anew.")
    with pytest.raises(Refused, match="wait for no approval"):
        approve(by=full_world.viewer(SECOND), release=row)


def test_one_person_takes_back_what_two_approved(full_world: World) -> None:
    row = proposed(full_world)
    with pytest.raises(Refused, match="Only what was signed"):
        withdraw_release(by=full_world.viewer("training"), release=row, reason="A slip.")
    for who in (FIRST, SECOND):
        approve(by=full_world.viewer(who), release=row)
    with pytest.raises(Refused):
        withdraw_release(by=full_world.viewer(FIRST), release=row, reason="A slip.")
    withdraw_release(by=full_world.viewer("training"), release=row, reason="A slip.")
    row.refresh_from_db()
    file = signedfiles.read(bytes(row.withdrawal or b""))
    assert (file.kind, file.content["release"]) == (WITHDRAWAL, str(row.pk))
    assert "slip" not in bytes(row.withdrawal or b"").decode()


def test_it_is_proposed_approved_and_taken_along_through_its_pages(full_world: World) -> None:
    clients: dict[str, Any] = {who: full_world.client(who) for who in ("training", FIRST, SECOND, "officer")}
    asked = {"service": "kilima-corrections", "quarter": QUARTER.slug}
    assert "Choose an answer" in clients["training"].post("/releases/new/", asked).content.decode()
    at = clients["training"].post("/releases/new/", {**asked, "label": "TLP:GREEN"})["Location"]
    assert "waits for two approvals" in clients["training"].get(at).content.decode()
    assert "Approve these counts" not in clients["training"].get(at).content.decode()
    assert clients["training"].get(f"{at}counts.json").status_code == 404
    assert clients["officer"].get(at).status_code == 404
    for who in (FIRST, SECOND):
        assert "Counts for the working group" in clients[who].get("/").content.decode()
        assert "Approve these counts" in clients[who].get(at).content.decode()
        clients[who].post(f"{at}approve/")
    sent = clients["training"].get(f"{at}counts.json")
    assert signedfiles.read(sent.content).kind == KIND
    assert Event.objects.filter(verb="release.taken").count() == 1
    clients["training"].post(f"{at}withdraw/", {"reason": "A slip."})
    assert clients["training"].get(f"{at}counts.json").status_code == 404
    assert signedfiles.read(clients["training"].get(f"{at}withdrawal.json").content).kind == WITHDRAWAL


def test_a_quarter_at_the_end_of_a_year_ends_with_the_year() -> None:
    assert (Quarter(2026, 4).starts_on, Quarter(2026, 4).ends_on) == (date(2026, 10, 1), date(2026, 12, 31))
