"""A query that is put together once gives what it would give put together anew."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.actions import name_deputy, suspend_organisation
from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.queries.arriving import account_of_session
from pulang.foundation.policy.rules import allowed, visible
from pulang.foundation.policy.viewer import Grant, Viewer
from pulang.foundation.prepared import DAY, ID, IDS, Prepared
from pulang.kernel import clock
from pulang.web.demo.building import person

pytestmark = pytest.mark.django_db
NAMED = Prepared(
    lambda place: Contact.objects.filter(organisation=place).order_by("pk").values_list("pk", "name"), place=ID
)


def test_other_values_give_other_rows(world: World) -> None:
    for key in ("kilima", "mto", "qasr"):
        place = world.places[key]
        asked = list(Contact.objects.filter(organisation=place).order_by("pk").values_list("pk", "name"))
        assert NAMED.rows(place=place.pk) == asked
    assert NAMED.rows(place=world.places["mto"].pk) != NAMED.rows(place=world.places["kilima-corrections"].pk)


def test_the_query_is_put_together_once(world: World) -> None:
    asked = []

    def build(place: object) -> object:
        asked.append(place)
        return Organisation.objects.filter(parent=place).values_list("key")

    prepared = Prepared(build, place=ID)  # type: ignore[arg-type]
    for place in world.places.values():
        assert set(prepared.rows(place=place.pk)) == {(row.key,) for row in Organisation.objects.filter(parent=place)}
    assert len(asked) == 1


def test_any_number_of_keys_is_one_value(world: World) -> None:
    among = Prepared(
        lambda kind, places: Organisation.objects.filter(kind=kind, pk__in=places).values_list("pk", "key"), places=IDS
    )
    places = list(world.places.values())
    for asked in ([], places[:1], places):
        for kind in ("country", "facility"):
            found = among.rows(kind, places=[place.pk for place in asked])
            assert set(found) == {(place.pk, place.key) for place in asked if place.kind == kind}


def test_where_nothing_can_be_found_nobody_is_asked(world: World) -> None:
    nothing = Prepared(lambda place: Organisation.objects.filter(pk__in=(), parent=place).values_list("key"), place=ID)
    with CaptureQueriesContext(connection) as queries:
        assert nothing.rows(place=world.places["mto"].pk) == []
    assert len(queries) == 0


def test_a_value_that_the_query_leaves_out_is_a_mistake(db: None) -> None:
    careless = Prepared(
        lambda place, day: Organisation.objects.filter(parent=place).values_list("key"), place=ID, day=DAY
    )
    with pytest.raises(ValueError, match="does not ask for day"):
        careless.rows(place=None, day=clock.today())


def test_the_account_of_a_session_is_the_account(world: World) -> None:
    for user in world.people.values():
        found = account_of_session(user.pk)
        stored = User.objects.select_related("contact__organisation").get(pk=user.pk)
        assert found == stored
        for one, other in ((found, stored), (found.contact, stored.contact)):
            names = [field.attname for field in other._meta.concrete_fields if field.attname not in ("email", "phone")]
            assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]
        assert found.contact.organisation.key == stored.contact.organisation.key
        assert found.contact.email.open(found.contact) == ""


def test_who_arrives_costs_two_queries(world: World) -> None:
    user = world.people["inspector"]
    with CaptureQueriesContext(connection) as queries:
        found = account_of_session(user.pk)
        assert found is not None
        assert viewer_for(found).grants
        assert found.contact is not None
        assert found.contact.organisation.name
    assert len(queries) == 2


def test_nobody_arrives_who_is_closed_suspended_or_unknown(world: World) -> None:
    inspector, admin = world.people["inspector"], world.viewer("admin")
    User.objects.filter(pk=inspector.pk).update(is_active=False, closed_at=clock.now())
    assert account_of_session(inspector.pk) is None
    host = next(world.people[who] for who in ("host", "officer") if who in world.people)
    suspend_organisation(by=admin, organisation=world.places["coast"], reason="It was closed.")
    assert account_of_session(host.pk) is None
    assert account_of_session(world.places["mto"].pk) is None


def test_a_deputy_holds_what_the_principal_holds(world: World) -> None:
    who, place = ("policy", "kilima-mfa") if "policy" in world.people else ("governor", "mto")
    deputy, today = person("stand-in", "Stand In", world.places[place]), clock.today()
    assert viewer_for(deputy).grants == ()
    name_deputy(
        by=world.viewer(who), principal=world.people[who], deputy=deputy, starts_on=today, ends_on=today + timedelta(2)
    )
    (grant,) = viewer_for(deputy).grants
    (own,) = world.viewer(who).grants
    assert (grant.role, grant.organisation_id, grant.place) == (own.role, own.organisation_id, own.place)
    assert (grant.principal_id, own.principal_id) == (world.people[who].pk, None)


def _own_colleagues(viewer: Viewer, people: Any) -> QuerySet[User]:
    places = [grant.organisation_id for grant in viewer.grants]
    rows = User.objects.filter(pk__in=people, contact__organisation__in=places).order_by("pk")
    return rows.exclude(pk=viewer.user_id).select_related("contact__organisation")


def _viewer(user_id: UUID, *places: Organisation, role: str = "inspector") -> Viewer:
    return Viewer(user_id=user_id, grants=tuple(Grant(role, place.pk, place.country_id) for place in places))


def test_people_with_the_same_roles_share_a_query_and_each_gets_their_own_answer(world: World) -> None:
    made: list[Viewer] = []

    def build(viewer: Viewer, people: Any) -> QuerySet[User]:
        made.append(viewer)
        return _own_colleagues(viewer, people)

    prepared, people = Prepared(build, people=IDS), [user.pk for user in world.people.values()]
    for user in world.people.values():
        assert user.contact is not None
        viewer = _viewer(user.pk, user.contact.organisation)
        assert prepared.objects(viewer, people=people) == list(_own_colleagues(viewer, people))
        assert prepared.objects(viewer, people=[]) == []
    assert len(made) <= 3  # at a country, in one, or in none
    shown = {viewer.user_id for viewer in made} | {grant.organisation_id for one in made for grant in one.grants}
    assert not shown & {*people, *(place.pk for place in world.places.values())}


def test_two_roles_at_one_place_are_another_pattern_than_at_two(world: World) -> None:
    kilima, mto = world.places["kilima"], world.places["mto"]
    prepared, people = Prepared(_own_colleagues, people=IDS), [user.pk for user in world.people.values()]
    for places in ((kilima, kilima), (kilima, mto), (mto, kilima), (mto, mto)):
        viewer = _viewer(uuid4(), *places)
        assert prepared.objects(viewer, people=people) == list(_own_colleagues(viewer, people))


def test_objects_come_with_what_was_asked_for_along_with_them(world: World) -> None:
    user = world.people["inspector"]
    assert user.contact is not None
    prepared = Prepared(_own_colleagues, people=IDS)
    (found,) = prepared.objects(_viewer(uuid4(), user.contact.organisation), people=[user.pk])
    with CaptureQueriesContext(connection) as queries:
        assert found == user
        assert found.contact.name == user.contact.name
        assert found.contact.organisation == user.contact.organisation
    assert len(queries) == 0


def test_whoever_has_very_many_roles_is_answered_as_well(world: World) -> None:
    places = list(Organisation.objects.all()) + [Organisation(pk=uuid4()) for _ in range(70)]
    viewer, people = _viewer(uuid4(), *places), [user.pk for user in world.people.values()]
    assert Prepared(_own_colleagues, people=IDS).objects(viewer, people=people) == list(_own_colleagues(viewer, people))


def test_a_query_that_looks_at_rows_or_hides_an_id_is_refused(world: World) -> None:
    def looking(viewer: Viewer) -> QuerySet[Organisation, Any]:
        return Organisation.objects.filter(pk__in=list(Organisation.objects.values_list("pk"))).values_list("key")

    def hiding(viewer: Viewer) -> QuerySet[Organisation, Any]:
        return Organisation.objects.filter(~Q(key=f"person:{viewer.user_id}")).values_list("key")

    with pytest.raises(RuntimeError, match="looks at no row"):
        Prepared(looking).rows(Viewer(user_id=uuid4()))
    with pytest.raises(ValueError, match="something else of an id"):
        Prepared(hiding).rows(Viewer(user_id=uuid4()))


def test_a_query_that_would_forget_what_belongs_to_its_objects_is_refused(db: None) -> None:
    careless = Prepared(lambda: Organisation.objects.prefetch_related("contacts"))
    with pytest.raises(ValueError, match="read beside them"):
        careless.objects()


def test_several_permissions_of_one_thing_cost_one_query(world: World) -> None:
    viewer, place = world.viewer("admin"), world.places["kilima"]
    asked = ("accounts.organisation.view", "accounts.organisation.make", "accounts.membership.grant")
    with CaptureQueriesContext(connection) as queries:
        found = allowed(viewer, asked, place)
    assert len(queries) == 1
    assert found == {one for one in asked if visible(viewer, one, Organisation.objects.filter(pk=place.pk)).exists()}
    assert allowed(viewer, (), place) == frozenset()
