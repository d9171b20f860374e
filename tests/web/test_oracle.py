"""The evaluator and an oracle that was written independently of it agree, for every rule and any set of roles."""

from collections import defaultdict
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.conftest import REPEATED
from tests.web.oracle import ORACLES, SHOWS_NO_CONTENT, Audience, Somebody, may_have
from tests.worlds import World

from pulang.common.accounts.models import Organisation, User
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson, Marking
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.rules import Rule, allowed, allows, rulebook, visible, visible_along, why
from pulang.foundation.policy.viewer import Grant, Viewer
from pulang.foundation.prepared import Prepared
from pulang.kernel.tlp import Label


def test_every_rule_has_an_oracle() -> None:
    rules = {(rule.model._meta.label, str(rule.permission)) for rule in rulebook.all()}
    assert rules == set(ORACLES[settings.PULANG_PLANE])


def test_every_rule_about_something_marked_has_a_fence() -> None:
    marked = {rule for rule in rulebook.all() if any(field.name == "marking" for field in rule.model._meta.fields)}
    assert {str(rule.permission) for rule in marked if rule.fence is None} <= SHOWS_NO_CONTENT
    assert all(rule in marked for rule in rulebook.all() if rule.fence is not None)


Rows = dict[Rule, list[Model]]
# What the oracle's loops walk through, read once.
WALKED = {
    "engagements.Answer": ("request__body__seats",),
    "learning.Delivery": ("trainers__contact__user", "enrolments__contact__user", "organisation", "venue"),
    "learning.Enrolment": ("contact__user", "organisation", "delivery__trainers__contact__user"),
}


@pytest.fixture
def rows(full_world: World) -> Rows:
    """The rows that each rule is asked about, read once for all examples."""
    found: Rows = {}
    for rule in rulebook.all():
        walked = WALKED.get(rule.model._meta.label, ())
        found[rule] = list(rule.model._default_manager.order_by("pk").prefetch_related(*walked)[:80])
    return found


@pytest.fixture(scope="module")
def prepared() -> dict[Rule, Prepared]:
    """Each rule put together once for everybody with the same roles, kept over all examples."""
    return {rule: Prepared(lambda viewer, rule=rule: _seen(viewer, rule)) for rule in rulebook.all()}


@hypothesis_settings(
    max_examples=60 if REPEATED else 250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_evaluator_and_oracle_agree(
    full_world: World, rows: Rows, prepared: dict[Rule, Prepared], data: st.DataObject
) -> None:
    places = list(Organisation.objects.order_by("key"))
    roles = sorted(role.slug for role in registry.roles())
    held = data.draw(st.lists(st.tuples(st.sampled_from(roles), st.sampled_from(places)), max_size=3))
    people = sorted(full_world.people.values(), key=lambda user: user.sign_in_name)
    user_id = data.draw(st.sampled_from([user.pk for user in people] + [uuid4()]))
    viewer = Viewer(user_id=user_id, grants=tuple(Grant(role, place.pk, place.country_id) for role, place in held))
    somebody = Somebody(user_id, tuple(held))
    with transaction.atomic():
        for _ in range(2):
            _mark_anew(data, places, people)
        known, guests = audiences(), audiences(invited=True)
        for rule, asked in rows.items():
            oracle = ORACLES[settings.PULANG_PLANE][rule.model._meta.label, str(rule.permission)]
            found = {pk for (pk,) in _seen(viewer, rule)}
            assert {pk for (pk,) in prepared[rule].rows(viewer)} == found, (
                rule.model._meta.label,
                rule.permission,
                held,
            )
            for row in asked:
                if hasattr(row, "marking"):
                    row.marking.label = known[row.marking_id].label  # type: ignore[attr-defined]
                    row.marking.guests = guests[row.marking_id]  # type: ignore[attr-defined]
                fenced = rule.fence is None or may_have(somebody, known[row.marking_id])  # type: ignore[attr-defined]
                expected = fenced and oracle(somebody, row)
                assert (row.pk in found) == expected, (rule.model._meta.label, rule.permission, row, held)
        transaction.set_rollback(True)


def _seen(viewer: Viewer, rule: Rule) -> QuerySet[Model, tuple[object]]:
    return visible(viewer, rule.permission, rule.model._default_manager.all()).order_by("pk").values_list("pk")


def _mark_anew(data: st.DataObject, places: list[Organisation], people: list[User]) -> None:
    """Give one of the marked things another label and audience."""
    marking = data.draw(st.sampled_from(list(Marking.objects.order_by("pk"))))
    label = data.draw(st.sampled_from(Label))
    Marking.objects.filter(pk=marking.pk).update(label=label.value)
    for audience in (AudienceOrganisation, AudienceOffice, AudiencePerson):
        audience.objects.filter(marking=marking).delete()
    named = {"marking": marking, "invited": data.draw(st.booleans())}
    for place in data.draw(st.sets(st.sampled_from(places), max_size=2)):
        AudienceOrganisation.objects.create(organisation=place, **named)
    for role in data.draw(st.sets(st.sampled_from(["co-chair", "secretariat", "governor"]), max_size=1)):
        AudienceOffice.objects.create(role=role, **named)
    for person in data.draw(st.sets(st.sampled_from(people), max_size=1)):
        AudiencePerson.objects.create(person=person, **named)


def audiences(*, invited: bool = False) -> dict[UUID, Audience]:
    """Every marking as it stands, read table by table; only whom an owner named later on, where asked."""
    places, offices, people = defaultdict(list), defaultdict(set), defaultdict(set)
    only = {"invited": True} if invited else {}
    for row in AudienceOrganisation.objects.filter(**only).select_related("organisation"):
        places[row.marking_id].append(row.organisation)
    for office in AudienceOffice.objects.filter(**only):
        offices[office.marking_id].add(office.role)
    for named in AudiencePerson.objects.filter(**only):
        people[named.marking_id].add(named.person_id)
    return {
        row.pk: Audience(row.label, tuple(places[row.pk]), frozenset(offices[row.pk]), frozenset(people[row.pk]))
        for row in Marking.objects.all()
    }


def test_the_check_of_one_object_is_the_list_narrowed_to_it(full_world: World) -> None:
    for who in sorted(full_world.people):
        viewer = full_world.viewer(who)
        for rule in rulebook.all():
            rows = list(rule.model._default_manager.order_by("pk")[:5])
            listed = set(
                visible(viewer, rule.permission, rule.model._default_manager.all()).values_list("pk", flat=True)
            )
            for row in rows:
                assert allows(viewer, rule.permission, row) == (row.pk in listed)
                assert (why(viewer, rule.permission, row) is not None) == (row.pk in listed)


def test_several_permissions_at_once_are_those_that_the_list_gives_one_by_one(full_world: World) -> None:
    for who in sorted(full_world.people):
        viewer = full_world.viewer(who)
        for model in {rule.model for rule in rulebook.all()}:
            asked = [str(rule.permission) for rule in rulebook.all() if rule.model is model]
            for row in model._default_manager.order_by("pk")[:5]:
                one_by_one = {permission for permission in asked if _is_listed(viewer, permission, row)}
                assert allowed(viewer, asked, row) == one_by_one


def test_looking_along_an_order_gives_the_rows_that_the_list_gives(full_world: World) -> None:
    for who in sorted(full_world.people):
        viewer = full_world.viewer(who)
        for rule in rulebook.all():
            rows = rule.model._default_manager.order_by("pk")
            assert list(visible_along(viewer, rule.permission, rows)) == list(visible(viewer, rule.permission, rows))


def _is_listed(viewer: Viewer, permission: str, row: Model) -> bool:
    return visible(viewer, permission, type(row)._default_manager.all()).filter(pk=row.pk).exists()


def test_the_comparison_can_fail(full_world: World) -> None:
    """A viewer without roles sees nothing; an oracle that says otherwise is caught."""
    nobody = Somebody(uuid4(), ())
    rows = Organisation.objects.all()
    assert not visible(Viewer(user_id=nobody.user_id), "accounts.organisation.view", rows).exists()
    assert not any(
        ORACLES[settings.PULANG_PLANE]["accounts.Organisation", "accounts.organisation.view"](nobody, row)
        for row in rows
    )
