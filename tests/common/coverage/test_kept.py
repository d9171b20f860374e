"""Who holds a course is kept beside certificates and roll: it never says anything else than counting anew would."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.common.coverage.test_coverage import PLACES, asked, certify, take
from tests.common.learning.packs import pack
from tests.worlds import World

from pulang.common.coverage.actions import rebuild
from pulang.common.coverage.models import Standing
from pulang.common.coverage.queries.keeping import differing
from pulang.common.facilities.actions import import_facilities
from pulang.common.facilities.models import Officer
from pulang.common.learning.actions import import_course, release_version, sign_version
from pulang.common.learning.actions.certifying import revoke_certificate
from pulang.common.learning.models import Certificate
from pulang.foundation.events.models import Event
from pulang.foundation.policy.viewer import command_viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label

NAMES = ("One", "Two", "Three", "Four")
# One personnel list: of each officer where they serve and in which grade; nobody there who is left out.
POST = st.sampled_from(("", "mto,officer", "mto,senior", "ziwa,officer"))
LIST = st.tuples(*[POST] * len(NAMES)).filter(any)
STEP = st.one_of(
    LIST.map(lambda posts: ("take", posts)),
    st.sampled_from(NAMES).map(lambda name: ("certify", name)),
    st.integers(0, 3).map(lambda place: ("revoke", place)),
)


@pytest.fixture
def ready(world: World) -> World:
    """Two prisons, four officers and a released course; nobody is trained."""
    training = world.viewer("training")
    import_facilities(by=training, text=PLACES, write=True, good_rows_only=False)
    take(world, *_rows(("mto,officer", "mto,officer", "mto,senior", "ziwa,officer")), days=40)
    version = import_course(by=training, files=pack({}), label=Label.GREEN).version
    assert version is not None
    sign_version(by=world.viewer("rights"), version=version)
    release_version(by=training, version=version)
    return world


def _rows(posts: Sequence[str]) -> list[str]:
    people = zip(NAMES, posts, strict=True)
    rows = [f"A{number},{name},{post},woman," for number, (name, post) in enumerate(people, start=1) if post]
    return [*rows, "A8,Stays,mto,officer,man,", "A9,Stays Too,ziwa,officer,man,"]


def _do(world: World, kind: str, what: Any, days: int) -> None:
    if kind == "take":
        take(world, *_rows(what), days=days)
    elif kind == "certify":
        if Officer.objects.filter(contact__name=what, left_on__isnull=True).exists():
            certify(world, what)
    else:
        rows = list(Certificate.objects.filter(revoked_at__isnull=True).order_by("pk"))
        if what < len(rows):
            revoke_certificate(by=world.viewer("training"), certificate=rows[what], reason="Wrong person.")


def counted(after: int = 0) -> dict[str, tuple[int, int]]:
    """Trained and in post by facility, from certificates and roll alone."""
    day = clock.today() + timedelta(days=after)
    holds = Q(until__isnull=True) | Q(until__gte=day)
    trained = set(Certificate.objects.filter(holds, revoked_at=None).values_list("enrolment__contact", flat=True))
    found: dict[str, tuple[int, int]] = {"mto": (0, 0), "ziwa": (0, 0)}
    for key, contact in Officer.objects.filter(left_on=None).values_list("facility__organisation__key", "contact"):
        done, all_ = found[key]
        found[key] = (done + (contact in trained), all_ + 1)
    return found


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=2, max_size=5))
def test_whatever_happens_the_kept_table_says_what_counting_anew_says(
    ready: World, steps: list[tuple[str, Any]]
) -> None:
    with transaction.atomic():
        for number, (kind, what) in enumerate(steps):
            _do(ready, kind, what, days=30 - number)
            assert not differing()
            found = asked(ready)
            assert {line.key: (line.figures.trained, line.figures.in_post) for line in found.facilities} == counted()
        for years in (2, 4):
            with clock.at(clock.now() + timedelta(days=365 * years)):
                later = asked(ready)
                figures = {line.key: (line.figures.trained, line.figures.in_post) for line in later.facilities}
                assert figures == counted()
        transaction.set_rollback(True)


def test_somebody_who_comes_onto_the_roll_later_brings_their_certificate(ready: World) -> None:
    certify(ready, "One")
    officer = Officer.objects.get(contact__name="One")
    take(ready, *_rows(("", "mto,officer", "mto,senior", "ziwa,officer")), days=3)
    assert Standing.objects.get().left_on is not None
    assert asked(ready).total.trained == 0
    take(ready, *_rows(("ziwa,officer", "mto,officer", "mto,senior", "ziwa,officer")), days=2)
    assert Standing.objects.get().facility.organisation.key == "ziwa"
    assert Standing.objects.get().officer_id == officer.pk
    assert asked(ready).total.trained == 1


def test_two_certificates_of_one_officer_count_once(ready: World) -> None:
    certify(ready, "One")
    certify(ready, "One")
    assert Standing.objects.count() == 2
    assert asked(ready).total.trained == 1


def test_counting_anew_says_what_differed_and_puts_it_right(ready: World) -> None:
    certify(ready, "One", "Two", "Three")
    one, two, _three = Standing.objects.order_by("officer__sort_key")
    Standing.objects.filter(pk=one.pk).delete()
    Standing.objects.filter(pk=two.pk).update(sex="man")
    found = differing()
    assert (len(found.missing), len(found.other), len(found.unfounded)) == (1, 1, 0)
    Certificate.objects.filter(enrolment__contact__name="Three").update(
        revoked_at=clock.now(), revoked_by=ready.people["training"], revoked_why="Past the actions."
    )
    assert len(differing().unfounded) == 1
    rebuild(by=command_viewer("coverage"))
    assert not differing()
    assert Event.objects.filter(verb="coverage.rebuilt").count() == 1
    rebuild(by=command_viewer("coverage"))
    assert Event.objects.filter(verb="coverage.rebuilt").count() == 1, "where nothing differs nothing is written"
