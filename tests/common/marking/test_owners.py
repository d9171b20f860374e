"""Whoever owns something decides who may have it: label and recipients, with a reason, in the audit."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.populate import OWN_READER
from tests.worlds import World

from pulang.common.accounts.models import Organisation
from pulang.common.followup.models import ActionPlan
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.marking.actions import invite, relabel
from pulang.common.marking.models import AudiencePerson
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused, allows
from pulang.kernel.tlp import Label


@pytest.fixture
def plan(full_world: World) -> ActionPlan:
    """A plan of the prison, as nobody but those concerned reads it."""
    plan = ActionPlan.objects.filter(host=full_world.places["mto"]).order_by("made_at")[1]
    plan.marking.people.clear()
    return plan


def address(plan: ActionPlan, page: str = "detail", **more: object) -> str:
    return reverse(f"marking:{page}", kwargs={"kind": "plan", "pk": plan.pk, **more})


def signed_in(full_world: World, who: str) -> Client:
    return full_world.client(who)


@pytest.mark.plane("forum")
def test_a_lower_label_lets_members_read_and_a_raised_one_ends_it(full_world: World, plan: ActionPlan) -> None:
    expert = full_world.viewer("expert")
    assert not allows(expert, P.PLAN_VIEW, plan)
    for label, readable in ((Label.GREEN, True), (Label.CLEAR, True), (Label.AMBER, False)):
        relabel(by=full_world.viewer("policy"), row=plan, label=label, reason="Agreed with the prison.")
        assert allows(expert, P.PLAN_VIEW, plan) is readable
    events = Event.objects.filter(object_id=plan.marking_id).order_by("position")
    verbs = list(events.values_list("verb", flat=True))
    assert verbs[-3:] == ["marking.lowered", "marking.lowered", "marking.raised"]


@pytest.mark.plane("forum")
def test_red_leaves_only_the_people_named_beginning_with_whoever_chose_it(full_world: World, plan: ActionPlan) -> None:
    relabel(by=full_world.viewer("policy"), row=plan, label=Label.RED, reason="A threat against staff.")
    assert allows(full_world.viewer("policy"), P.PLAN_VIEW, plan)
    assert not allows(full_world.viewer("host"), P.PLAN_VIEW, plan)


@pytest.mark.plane("forum")
def test_a_named_person_and_a_named_country_read_and_others_do_not(full_world: World, plan: ActionPlan) -> None:
    policy = full_world.viewer("policy")
    invite(by=policy, row=plan, recipient=full_world.people["trainer"], reason="Trains there.")
    invite(by=policy, row=plan, recipient=full_world.places["qasr"], reason="The same problem.")
    people = ("trainer", "outsider", "outside-host", "observer", "expert")
    readers = [who for who in people if allows(full_world.viewer(who), P.PLAN_VIEW, plan)]
    assert readers == ["trainer", "outsider", "outside-host"]


def test_nobody_is_named_who_could_not_read_it_anyway(full_world: World, plan: ActionPlan) -> None:
    owner = full_world.viewer(OWN_READER)
    with pytest.raises(Refused):
        invite(by=owner, row=plan, recipient=full_world.people["admin"], reason="To help.")
    assert not AudiencePerson.objects.filter(marking=plan.marking_id, person=full_world.people["admin"]).exists()


def test_nobody_else_decides(full_world: World, plan: ActionPlan, settings: Any) -> None:
    deciding = {who for who in full_world.people if full_world.client(who).get(address(plan)).status_code == 200}
    expected = {"forum": {"policy", "deputy"}, "service": {"governor", "deputy"}}[settings.PULANG_PLANE]
    assert deciding == expected
    for page in ("label", "recipient-add"):
        assert full_world.client("access").post(address(plan, page), {"reason": "x"}).status_code == 404


def test_an_owner_lowers_the_label_and_names_a_recipient_on_the_pages(full_world: World, plan: ActionPlan) -> None:
    owner = full_world.client(OWN_READER)
    guest = next(who for who in ("expert", "other-officer") if who in full_world.people)
    answer = owner.post(
        address(plan, "recipient-add"), {"person": guest.upper(), "organisation": "", "reason": "Advises."}
    )
    assert answer.status_code == 302
    assert allows(full_world.viewer(guest), P.PLAN_VIEW, plan)
    page = owner.get(address(plan)).content.decode()
    assert str(full_world.people[guest].contact) in page
    owner.post(address(plan, "recipient-remove", key=full_world.people[guest].pk), {"reason": "Left."})
    assert not allows(full_world.viewer(guest), P.PLAN_VIEW, plan)
    owner.post(address(plan, "label"), {"label": "TLP:GREEN", "reason": "Agreed."})
    plan.marking.refresh_from_db()
    assert plan.marking.label == "TLP:GREEN"


def test_a_wrong_form_comes_back_with_what_was_typed(full_world: World, plan: ActionPlan) -> None:
    owner, add = full_world.client(OWN_READER), address(plan, "recipient-add")
    page = owner.post(add, {"person": "nobody.here", "organisation": "", "reason": "A reason."}).content.decode()
    assert "Nobody signs in here with this name." in page
    assert "nobody.here" in page
    assert "A reason." in page
    assert "one at a time" in owner.post(add, {"person": "", "organisation": "", "reason": "x"}).content.decode()
    same = owner.post(address(plan, "label"), {"label": plan.marking.label, "reason": "x"}).content.decode()
    assert "It has this label already." in same


def test_the_reason_stands_in_the_audit(full_world: World, plan: ActionPlan) -> None:
    relabel(by=full_world.viewer(OWN_READER), row=plan, label=Label.GREEN, reason="Agreed with the prison.")
    event = Event.objects.filter(verb="marking.lowered").latest("position")
    assert event.organisation_id == plan.host_id
    assert Organisation.objects.get(pk=event.organisation_id).key == "mto"
