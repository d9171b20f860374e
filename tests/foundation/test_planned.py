"""Statements that the engine keeps: they give what the library gives, for every value, and are planned once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.worlds import World

from pulang.common.accounts.models import Organisation, User
from pulang.foundation.prepared import DAY, ID, MOMENT, WORD, Prepared, Statement
from pulang.kernel import clock

pytestmark = pytest.mark.django_db
AWKWARD = "50% of 'all' %s \\ ? \"x\""
BELOW = Prepared(
    lambda kind, parent: (
        Organisation.objects.filter(kind=kind, parent=parent)
        .annotate(said=Value(AWKWARD))
        .order_by("key")
        .values_list("key", "said")
    ),
    parent=ID,
)


def test_values_that_never_change_are_told_as_they_are(world: World) -> None:
    for place in world.places.values():
        for kind in ("facility", "country"):
            keys = Organisation.objects.filter(kind=kind, parent=place).order_by("key").values_list("key", flat=True)
            assert BELOW.rows(kind, parent=place.pk) == [(key, AWKWARD) for key in keys]


def test_whoever_watches_queries_sees_the_same_and_every_value(world: World) -> None:
    parent = world.places["mto"].parent_id
    quiet = BELOW.rows("facility", parent=parent)
    with CaptureQueriesContext(connection) as queries:
        assert BELOW.rows("facility", parent=parent) == quiet
    assert quiet
    assert len(queries) == 1
    assert str(parent).replace("-", "") in queries[0]["sql"].replace("-", "")


def test_only_what_changes_stands_beside_the_text(world: World) -> None:
    statement = Statement.of(Organisation.objects.filter(kind="facility", key=WORD("key")).values_list("pk"))
    text, beside = statement._asked
    if connection.vendor == "postgresql":
        assert "'facility'" in text.driven
        assert len(beside) == 1
    else:
        assert text.driven.count("+?") == len(beside) == 2


def test_days_and_moments_come_as_the_library_gives_them(world: World) -> None:
    now, day = timezone.now(), clock.today() + timedelta(1)
    asked = Prepared(
        lambda moment, day: User.objects.order_by().annotate(at=moment, on=day).values_list("at", "on")[:1],
        moment=MOMENT,
        day=DAY,
    )
    for moment in (now, now.replace(microsecond=0), datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)):
        ((at, on),) = asked.rows(moment=moment, day=day)
        assert (at, on) == (moment, day)
        assert at.utcoffset() == timedelta()


def test_nothing_is_asked_in_a_broken_transaction(world: World) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            BELOW.rows("facility", parent=world.places["mto"].pk)


def _plans(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [sql])
        return list(cursor.fetchall())


def test_postgresql_plans_a_statement_once_for_all_values(world: World) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's driver keeps statements by itself")
    asked = Prepared(
        lambda place: User.objects.filter(contact__organisation=place).values_list("pk", "contact__organisation"),
        place=ID,
    )
    for place in world.places.values():
        found = {pk for pk, _place in asked.rows(place=place.pk)}
        assert found == set(User.objects.filter(contact__organisation=place).values_list("pk", flat=True))
    ((generic, custom),) = _plans("%accounts_user%organisation_id%=%$1%")
    assert generic >= len(world.places) - 2
    assert custom == 0
