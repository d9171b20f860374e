"""What the generator writes in bulk is what the actions make one by one."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from bench.worlds.make import make
from bench.worlds.stock import Chronicle
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoDbBlocker
from tests.bench.portraits import Portrait, events_of, marking_of, plan_portrait, row_of

from pulang.common.accounts.actions import grant_membership, make_account, make_contact
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Membership, Organisation, OrganisationLink, User
from pulang.common.followup.actions import OutcomeText, PlanText, record_outcome, record_plan, release_outcome
from pulang.common.followup.models import PLAN_TEXTS, ActionPlan
from pulang.common.frameworks.actions.findable import refresh
from pulang.common.frameworks.models import Provision
from pulang.foundation.events.append import verify
from pulang.foundation.events.models import Event
from pulang.foundation.search.find import hits
from pulang.foundation.search.models import SearchRow
from pulang.web.demo.building import BUILDER, viewer

SIZE = 60
PLAN_TEXT = (*PLAN_TEXTS, "first_step_on", "language")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A small world of the generator, gone after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        make(SIZE, seed=1)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def world(made: None, db: None) -> None:
    """Each test has the world for itself."""


def like(plan: ActionPlan) -> ActionPlan:
    """The same plan through the actions."""
    by = viewer(plan.made_by)
    text = PlanText(**{name: getattr(plan, name) for name in PLAN_TEXT})
    provisions = [link.provision for link in plan.links.select_related("provision").order_by("pk")]
    made = record_plan(by=by, host=plan.host, owner=plan.owner, text=text, provisions=provisions)
    outcome = getattr(plan, "outcome", None)
    if outcome is not None:
        said = ("result", "value_reached", "seen_on", "lesson", "language")
        record_outcome(by=by, plan=made, text=OutcomeText(**{name: getattr(outcome, name) for name in said}))
    return ActionPlan.objects.get(pk=made.pk)


def test_there_is_as_much_of_each_thing_as_was_asked_for() -> None:
    assert Organisation.objects.count() >= SIZE
    assert Contact.objects.count() >= SIZE
    assert User.objects.count() >= SIZE
    assert SearchRow.objects.filter(kind="provision").count() >= SIZE
    assert Event.objects.count() >= SIZE
    assert ActionPlan.objects.exists()


def test_the_chain_holds_and_is_told_in_order() -> None:
    assert verify() == Event.objects.count()
    for kind in ("followup.actionplan", "engagements.engagementrequest"):
        times = list(Event.objects.filter(object_kind=kind).order_by("position").values_list("at", flat=True))
        assert times == sorted(times)


def test_the_tree_is_closed() -> None:
    for place in Organisation.objects.all()[:SIZE]:
        above, walker, depth = {}, place, 0
        while walker is not None:
            above[walker.pk], walker, depth = depth, walker.parent, depth + 1
        assert dict(OrganisationLink.objects.filter(descendant=place).values_list("ancestor", "depth")) == above


def test_people_are_as_the_actions_make_them() -> None:
    for user in User.objects.filter(sign_in_name__startswith="person").select_related("contact")[:5]:
        membership, contact = Membership.objects.get(user=user), user.contact
        assert contact is not None
        details = ContactDetails(name=contact.name, position=contact.position)
        other = make_contact(by=BUILDER, organisation=contact.organisation, details=details)
        account = make_account(by=BUILDER, sign_in_name=f"x{user.sign_in_name}", contact=other, language=user.language)
        role = grant_membership(by=BUILDER, user=account, organisation=contact.organisation, role=membership.role)
        assert row_of(contact, "email", "phone") == row_of(other, "email", "phone")
        assert [contact.email.open(contact), contact.phone.open(contact)] == ["", ""]
        assert row_of(user, "sign_in_name", "contact_id", "password") == row_of(
            account, "sign_in_name", "contact_id", "password"
        )
        assert not user.has_usable_password()
        assert row_of(membership, "user_id", "starts_on") == row_of(role, "user_id", "starts_on")
        found = [row_of(SearchRow.objects.get(object_id=each.pk), "object_id") for each in (contact, other)]
        assert found[0] == found[1]
        one, two = ([row.pk for row in rows] for rows in ((contact, user, membership), (other, account, role)))
        assert [event["verb"] for event in events_of(*one)] == [event["verb"] for event in events_of(*two)]
        kept = [[set(event["values"]["after"]) for event in events_of(*ids)] for ids in (one, two)]
        assert kept[0] == kept[1]


def test_plans_are_as_the_actions_make_them() -> None:
    rows = ActionPlan.objects.select_related("host", "made_by__contact", "outcome__marking", "marking")
    alone = rows.filter(request_link__isnull=True) if settings.PULANG_PLANE == "forum" else rows
    sample = list(alone.order_by("pk")[:8]) or list(rows.order_by("pk")[:8])
    for plan in sample:
        released = getattr(plan, "outcome", None) is not None and plan.outcome.marking.label == "TLP:GREEN"
        if not released:
            assert plan_portrait(plan) == plan_portrait(like(plan))


def test_texts_of_provisions_are_found_as_the_import_would_have_it() -> None:
    provision = Provision.objects.order_by("position")[3]
    kept = [row_of(row) for row in SearchRow.objects.filter(object_id=provision.pk).order_by("language")]
    refresh([provision.key])
    assert [row_of(row) for row in SearchRow.objects.filter(object_id=provision.pk).order_by("language")] == kept
    assert {row["language"] for row in kept} == {"en", "fr", "ar", "id"}
    for language in ("en", "ar"):
        word = next(row["folded"] for row in kept if row["language"] == language).split()[0]
        found = hits("provision", word, Provision.objects.values("pk"), 1_000)
        assert provision.pk in {hit.object_id for hit in found}


def test_places_in_the_library_have_no_gap() -> None:
    assert list(Provision.objects.order_by("position").values_list("position", flat=True)) == list(
        range(Provision.objects.count())
    )


@pytest.mark.plane("forum")
class TestRequests:
    def stories(self) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """One request of every story, made now, with its steps."""
        from bench.worlds.requests import STORIES, Requests

        random, cast, hosts = Random(7), self.cast(), Organisation.objects.filter(kind="facility")
        host = hosts.filter(country__key="c2").order_by("key")[0]
        provisions = list(Provision.objects.order_by("position")[:3])
        begin = Event.objects.latest("position").at + timedelta(days=1)
        for _weight, steps in STORIES:
            chronicle = Chronicle()
            maker = Requests(random, chronicle)
            story = maker.story(begin, host, cast, provisions, steps)
            maker.stock.write()
            chronicle.append_until()
            yield story.request, steps

    def cast(self) -> Any:
        from bench.worlds.requests import Cast

        from pulang.forum.bodies.models import Seat, SeatKind

        people = {user.sign_in_name: user for user in User.objects.select_related("contact")}
        seats = (
            Seat.objects.filter(kind=SeatKind.CO_CHAIR)
            .select_related("organisation", "body")
            .order_by("organisation__key")
        )
        chairs = [(seat, people[f"chair-{number}"]) for number, seat in enumerate(seats)]
        return Cast(people["corrections-2"], people["policy-2"], people["desk"], chairs)

    def test_requests_of_every_story_are_as_the_actions_make_them(self) -> None:
        for request, steps in self.stories():
            again = self.told_again(request, steps)
            assert self.portrait(request) == self.portrait(again), steps

    def told_again(self, request: Any, steps: tuple[str, ...]) -> Any:
        """The same story through the actions."""
        from pulang.forum.engagements import actions
        from pulang.forum.engagements.actions import RequestText
        from pulang.forum.engagements.models import REQUEST_TEXTS, EngagementRequest

        cast = self.cast()
        text = RequestText(**{name: getattr(request, name) for name in (*REQUEST_TEXTS, "language")})
        provisions = [link.provision for link in request.links.select_related("provision").order_by("pk")]
        drafter = viewer(cast.drafter)
        made = actions.draft(by=drafter, host=request.host, text=text, provisions=provisions)
        said = {turn.kind: turn.text for turn in request.turns.all()}
        for step in steps:
            self.steps(cast, request, said)[step.partition(":")[0]](EngagementRequest.objects.get(pk=made.pk))
        return EngagementRequest.objects.get(pk=made.pk)

    def steps(self, cast: Any, like_this: Any, said: dict[str, str]) -> dict[str, Callable[[Any], object]]:
        from pulang.forum.engagements import actions
        from pulang.forum.engagements.rules import Outcome

        answer = like_this.answers.first()
        desk, policy, drafter = viewer(cast.desk), viewer(cast.policy), viewer(cast.drafter)

        def clear(request: Any) -> None:
            for _seat, chair in cast.chairs:
                actions.clear(by=viewer(chair), request=request)

        def plan(request: Any) -> None:
            model = like_this.plans.get().plan
            text = PlanText(**{name: getattr(model, name) for name in PLAN_TEXT})
            provisions = [link.provision for link in model.links.select_related("provision").order_by("pk")]
            actions.plan_for(by=drafter, request=request, text=text, provisions=provisions)

        def outcome(request: Any) -> None:
            model = like_this.plans.get().plan.outcome
            names = ("result", "value_reached", "seen_on", "lesson", "language")
            text = OutcomeText(**{name: getattr(model, name) for name in names})
            record_outcome(by=drafter, plan=request.plans.get().plan, text=text)

        def release(request: Any) -> None:
            actions.release(by=policy, request=request, reason=said["released"])
            release_outcome(by=policy, outcome=request.plans.get().plan.outcome, reason=said["released"])

        return {
            "submit": lambda request: actions.submit(by=viewer(cast.drafter), request=request),
            "return": lambda request: actions.send_back(by=policy, request=request, reason=said["returned"]),
            "endorse": lambda request: actions.endorse(by=policy, request=request),
            "withdraw": lambda request: actions.withdraw(
                by=viewer(cast.drafter), request=request, reason=said["withdrawn"]
            ),
            "answer": lambda request: actions.draft_answer(
                by=desk, request=request, outcome=Outcome(answer.outcome), text=answer.text, language=answer.language
            ),
            "send": lambda request: actions.send_for_clearance(by=desk, request=request),
            "clear": clear,
            "plan": plan,
            "outcome": outcome,
            "release": release,
        }

    def portrait(self, request: Any) -> Portrait:
        """The request with everything that hangs on it."""
        answers = list(request.answers.select_related("marking"))
        plans = [link.plan for link in request.plans.select_related("plan__marking", "plan__outcome__marking")]
        ids = [request.pk, request.marking_id, *(pk for row in answers for pk in (row.pk, row.marking_id))]
        turns = request.turns.order_by("kind", "pk")
        return {
            "request": row_of(request, "marking_id", "given_id") | {"given": request.given_id is not None},
            "marking": marking_of(request.marking),
            "provisions": sorted(request.links.values_list("provision__key", flat=True)),
            "turns": sorted(str(row_of(turn, "request_id")) for turn in turns),
            "answers": [(row_of(row, "request_id", "marking_id"), marking_of(row.marking)) for row in answers],
            "clearances": [row_of(one, "answer_id") for row in answers for one in row.clearances.order_by("seat")],
            "events": [_without_position(event) for event in events_of(*ids)],
            "plans": [_without_positions(plan_portrait(plan)) for plan in plans],
        }


def _without_position(event: Portrait) -> Portrait:
    return {name: value for name, value in event.items() if name != "position"}


def _without_positions(portrait: Portrait) -> Portrait:
    return portrait | {"events": [_without_position(event) for event in portrait["events"]]}


def test_the_same_seed_draws_the_same_world() -> None:
    """Texts, states and times; keys and nonces are never the same."""
    from bench.worlds import words

    assert words.text(Random(3), "ar", 30) == words.text(Random(3), "ar", 30)
    assert words.text(Random(3), "ar", 30) != words.text(Random(4), "ar", 30)
    vocabulary = {word for seed in range(200) for word in words.text(Random(seed), "id", 40).split()}
    assert len(vocabulary) > 1_500
