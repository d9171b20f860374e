from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import pytest
from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulang.foundation.cursors import Cursor
from pulang.foundation.listings import Listing
from pulang.foundation.pages import BadCursor, Order, Page, paginate
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.sortkeys import SortKeyField
from pulang.kernel import ids
from pulang.kernel.folding import sort_key

APPS = Apps(["pulang.foundation.texts"])


class Ward(models.Model):
    objects: ClassVar[models.Manager[Ward]] = models.Manager()

    key = SortKeyField(max_length=40)

    class Meta:
        apps = APPS
        app_label = "texts"


class Bed(models.Model):
    objects: ClassVar[models.Manager[Bed]] = models.Manager()

    id = models.UUIDField(primary_key=True, default=ids.uuid4)
    ward = models.ForeignKey(Ward, models.CASCADE)
    key = SortKeyField(max_length=40)
    places = models.IntegerField(default=1)
    made_at = models.DateTimeField(default=datetime(2026, 1, 1, tzinfo=UTC))
    checked_on = models.DateField(default=date(2026, 1, 1))
    closed_on = models.DateField(null=True)

    class Meta:
        apps = APPS
        app_label = "texts"


NAME = Order("name", "Name", ("key", "pk"))
NAME_DOWN = Order("name-down", "Name, from the end", ("-key", "pk"))
PLACES = Order("places", "Places", ("-places", "key", "-made_at", "id"))
NEWEST = Order("newest", "Newest", ("-made_at", "checked_on", "-pk"))
WARD = Order("ward", "Ward", ("ward__key", "-key", "pk"))
CLOSED = Order("closed", "Closed", ("closed_on", "pk"))
ORDERS = [NAME, NAME_DOWN, PLACES, NEWEST, WARD, CLOSED]


class Line(NamedTuple):
    """What a listing shows of a bed."""

    id: UUID
    ward_key: str


def beds_of(places: int | None = None) -> models.QuerySet[Bed]:
    return Bed.objects.all() if places is None else Bed.objects.filter(places=places)


LISTING = Listing(Bed, beds_of, ORDERS, Line, {"ward_key": F("ward__key")})


@pytest.fixture(scope="module", autouse=True)
def _tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Ward)
            editor.create_model(Bed)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Bed)
            editor.delete_model(Ward)


pytestmark = pytest.mark.django_db

beds = st.fixed_dictionaries(
    {
        "key": st.sampled_from(["", "a", "b", "zz", "أ", "\U0001f600", "a b"]),
        "places": st.integers(-2, 2),
        "made_at": st.sampled_from([0, 1, 1_000_000]).map(
            lambda microseconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
        ),
        "checked_on": st.dates(date(2026, 1, 1), date(2026, 1, 3)),
        "ward": st.integers(0, 1),
    }
)


def fill(rows: list[dict[str, Any]]) -> None:
    Bed.objects.all().delete()
    Ward.objects.all().delete()
    wards = [Ward.objects.create(key=key) for key in ("east", "west")]
    Bed.objects.bulk_create(Bed(**{**row, "ward": wards[row["ward"]]}) for row in rows)


def named(*keys: str) -> None:
    fill([{"key": key, "ward": 0} for key in keys])


def value_of(bed: Bed, field: str) -> Any:
    value: Any = bed
    for part in field.split("__"):
        value = getattr(value, part)
    return value


def sorted_by(order: Order) -> list[UUID]:
    """The whole list in this order, without the database's help."""
    rows = list(Bed.objects.select_related("ward"))
    for field in reversed(order.fields):
        rows.sort(key=lambda bed: value_of(bed, field.removeprefix("-")), reverse=field.startswith("-"))
    return [bed.pk for bed in rows]


def walk(order: Order, size: int) -> list[Page[Bed]]:
    pages = [paginate(Bed.objects.all(), orders=ORDERS, order=order.slug, size=size)]
    while pages[-1].next_cursor:
        pages.append(paginate(Bed.objects.all(), orders=ORDERS, cursor=pages[-1].next_cursor, size=size))
    return pages


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(beds, max_size=12), st.sampled_from([NAME, NAME_DOWN, PLACES, NEWEST, WARD]), st.integers(1, 5))
def test_pages_are_the_sorted_list_cut_up_forwards_and_backwards(
    db: None, rows: list[dict[str, Any]], order: Order, size: int
) -> None:
    fill(rows)
    expected = sorted_by(order)
    pages = walk(order, size)
    assert [bed.pk for page in pages for bed in page.items] == expected
    for number, page in enumerate(pages):
        assert page.count == len(expected)
        assert page.first_index == (number * size + 1 if expected else 0)
        if page.previous_cursor:
            back = paginate(Bed.objects.all(), orders=ORDERS, cursor=page.previous_cursor, size=size)
            assert back == pages[number - 1]
            assert said(LISTING.page(cursor=page.previous_cursor, size=size)) == said(back)
        else:
            assert number == 0
        if page.next_cursor:
            assert said(LISTING.page(cursor=page.next_cursor, size=size)) == said(pages[number + 1])
    assert said(LISTING.page(order=order.slug, size=size)) == said(pages[0])


def said(page: Page[Any]) -> tuple[object, ...]:
    """What a page shows, whether its rows are models or lines."""
    keys = [(row.id, row.ward_key if isinstance(row, Line) else row.ward.key) for row in page.items]
    return keys, page.order, page.count, page.first_index, page.last_index, page.next_cursor, page.previous_cursor


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(beds, max_size=12),
    st.sampled_from([NAME, NAME_DOWN]),
    st.sampled_from(["A", "aa", "Á b", "zzz", "إ", "m"]),
)
def test_a_jump_lands_on_the_first_row_at_or_after_the_folded_text(
    db: None, rows: list[dict[str, Any]], order: Order, text: str
) -> None:
    fill(rows)
    expected, target = sorted_by(order), sort_key(text)
    keys = {bed.pk: bed.key for bed in Bed.objects.all()}
    within = [
        pk
        for pk in expected
        if (keys[pk] >= target if order is NAME else keys[pk] < target or keys[pk].startswith(target))
    ]
    page = paginate(Bed.objects.all(), orders=ORDERS, order=order.slug, size=3, jump=text)
    assert [bed.pk for bed in page.items] == within[:3]
    assert bool(page.previous_cursor) is (len(within) < len(expected))
    assert page.first_index == (len(expected) - len(within) + 1 if within else 0)
    assert said(LISTING.page(order=order.slug, size=3, jump=text)) == said(page)


def test_a_jump_past_the_end_still_leads_back() -> None:
    named("a", "b", "c")
    page = paginate(Bed.objects.all(), orders=ORDERS, size=2, jump="zzz")
    assert (page.items, page.count, page.first_index, page.next_cursor) == ([], 3, 0, None)
    back = paginate(Bed.objects.all(), orders=ORDERS, cursor=page.previous_cursor, size=2)
    assert [bed.key for bed in back.items] == ["b", "c"]
    assert said(LISTING.page(size=2, jump="zzz")) == said(page)


def test_a_jump_of_nothing_but_punctuation_is_the_first_page() -> None:
    named("a", "b")
    assert paginate(Bed.objects.all(), orders=ORDERS, jump=" -- ").first_index == 1


def test_a_page_whose_rows_have_gone_still_leads_back() -> None:
    named("a", "b", "c")
    first = paginate(Bed.objects.all(), orders=ORDERS, size=2)
    Bed.objects.filter(key="c").delete()
    gone = paginate(Bed.objects.all(), orders=ORDERS, cursor=first.next_cursor, size=2)
    assert (gone.items, gone.next_cursor) == ([], None)
    assert said(LISTING.page(cursor=first.next_cursor, size=2)) == said(gone)
    back = paginate(Bed.objects.all(), orders=ORDERS, cursor=gone.previous_cursor, size=2)
    assert [bed.key for bed in back.items] == ["a", "b"]


def test_a_row_that_comes_in_between_is_neither_skipped_nor_repeated() -> None:
    named("a", "c", "e")
    first = paginate(Bed.objects.all(), orders=ORDERS, size=2)
    Bed.objects.create(key="b", ward=Ward.objects.earliest("pk"))
    second = paginate(Bed.objects.all(), orders=ORDERS, cursor=first.next_cursor, size=2)
    assert [bed.key for bed in second.items] == ["e"]
    assert (second.count, second.first_index, second.last_index) == (4, 4, 4)


def test_a_page_takes_two_queries() -> None:
    named(*"abcdefgh")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = paginate(Bed.objects.select_related("ward"), orders=ORDERS, order="ward", size=3)
        assert [bed.ward.key for bed in page.items] == ["east"] * 3
    assert len(queries) == 2


def test_a_listing_puts_its_queries_together_once_for_all_who_ask_the_same() -> None:
    fill([{"key": key, "ward": 0, "places": places} for key in "abcd" for places in (1, 2)])
    asked: list[int | None] = []

    def rows(places: int | None = None) -> models.QuerySet[Bed]:
        asked.append(places)
        return beds_of(places)

    listing = Listing(Bed, rows, ORDERS, Line, {"ward_key": F("ward__key")})
    first = [listing.page(number, size=2) for number in (1, 2, 1, 2)]
    assert [page.count for page in first] == [4] * 4
    assert first[:2] == first[2:]
    assert {line.id for line in first[0].items}.isdisjoint(line.id for line in first[1].items)
    assert sorted(asked, key=str) == [1, 1, 2, 2], "the rows and their count, once for each"
    with CaptureQueriesContext(connection) as queries:
        listing.page(1, size=2, cursor=first[0].next_cursor)
    assert len(queries) == 3


def test_viewers_with_the_same_roles_share_the_query_of_a_listing_and_each_sees_their_own() -> None:
    asked = []

    def own(viewer: Viewer) -> Any:
        asked.append(viewer)
        return Bed.objects.filter(pk=viewer.user_id)

    named("a", "b", "c")
    beds = list(Bed.objects.all())
    listing = Listing(Bed, own, ORDERS, Line, {"ward_key": F("ward__key")})
    for bed in beds:
        page = listing.page(Viewer(user_id=bed.pk), size=1)
        assert ([line.id for line in page.items], page.count) == ([bed.pk], 1)
    assert {viewer.user_id for viewer in asked}.isdisjoint(bed.pk for bed in beds)
    assert len(set(asked)) == 1


@pytest.mark.parametrize("listing", [Listing(Bed, Bed.objects.none, ORDERS, Line, {"ward_key": F("ward__key")})])
def test_an_empty_listing_is_one_empty_page(listing: Listing[Line]) -> None:
    named("a")
    assert said(listing.page()) == said(paginate(Bed.objects.none(), orders=ORDERS))
    edge = Cursor("name", forward=False).encode()
    assert said(listing.page(cursor=edge)) == said(paginate(Bed.objects.none(), orders=ORDERS, cursor=edge))


def test_an_empty_list_is_one_empty_page() -> None:
    page = paginate(Bed.objects.none(), orders=ORDERS)
    assert (page.items, page.count, page.first_index, page.last_index) == ([], 0, 0, 0)
    assert (page.next_cursor, page.previous_cursor) == (None, None)


@pytest.mark.parametrize(
    "narrowed",
    [
        lambda: Ward.objects.filter(bed__places__gte=0).distinct(),
        lambda: Ward.objects.annotate(beds=models.Count("bed")).filter(beds__gt=0),
        lambda: Ward.objects.filter(Q(bed__key="a") | Q(bed__key="b")).distinct().annotate(name=F("key")),
    ],
)
def test_counts_stay_exact_for_querysets_with_joins(narrowed: Any) -> None:
    fill([{"key": key, "ward": ward} for key in "aab" for ward in (0, 1)])
    orders = [Order("key", "Ward", ("-key", "pk"))]
    first = paginate(narrowed(), orders=orders, size=1)
    second = paginate(narrowed(), orders=orders, size=1, cursor=first.next_cursor)
    assert [page.items[0].key for page in (first, second)] == ["west", "east"]
    assert [page.count for page in (first, second)] == [2, 2]
    assert [page.first_index for page in (first, second)] == [1, 2]
    assert second.next_cursor is None


def cursor_of(body: str) -> str:
    return urlsafe_b64encode(body.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "====",
        cursor_of("no json"),
        cursor_of("{}"),
        cursor_of('["name"]'),
        cursor_of('["name",7,"a","b"]'),
        cursor_of('["name",1,"a"]'),
        cursor_of('["name",1,"a","not an id"]'),
        cursor_of('["name",1,"a",3]'),
        cursor_of('["unknown",1]'),
        cursor_of('["places",1,"many","a","2026-01-01","00000000-0000-4000-8000-000000000000"]'),
        cursor_of('["newest",1,"2026-99-99","2026-01-01","00000000-0000-4000-8000-000000000000"]'),
        cursor_of('["name",1,"\\u0000","00000000-0000-4000-8000-000000000000"]'),
        cursor_of('["name",1,"\\ud800","00000000-0000-4000-8000-000000000000"]'),
        cursor_of("[" * 5000),
    ],
)
def test_a_wrong_cursor_is_refused(cursor: str) -> None:
    named("a")
    with pytest.raises(BadCursor):
        paginate(Bed.objects.all(), orders=ORDERS, cursor=cursor)
    with pytest.raises(BadCursor):
        LISTING.page(cursor=cursor)


def test_a_number_beyond_the_column_leads_past_the_end_and_does_not_fail() -> None:
    named("a")
    body = f'["places",1,"-{"9" * 30}","a","2026-01-01T00:00:00+00:00","00000000-0000-4000-8000-000000000000"]'
    assert paginate(Bed.objects.all(), orders=ORDERS, cursor=cursor_of(body)).items == []
    with pytest.raises(BadCursor):
        LISTING.page(cursor=cursor_of(body))


def test_a_cursor_of_another_order_is_refused() -> None:
    named("a", "b")
    cursor = paginate(Bed.objects.all(), orders=ORDERS, order="name", size=1).next_cursor
    with pytest.raises(BadCursor, match="another order"):
        paginate(Bed.objects.all(), orders=ORDERS, order="ward", cursor=cursor)


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(BadCursor, match="no such order"):
        paginate(Bed.objects.all(), orders=ORDERS, order="colour")


def test_an_order_that_does_not_end_with_the_key_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="must end with the primary key"):
        paginate(Bed.objects.all(), orders=[Order("places", "Places", ("places",))])


def test_an_order_over_nothing_is_a_mistake() -> None:
    named("a", "b")
    with pytest.raises(ValueError, match="is NULL"):
        paginate(Bed.objects.all(), orders=ORDERS, order="closed", size=1)
    with pytest.raises(ValueError, match="is NULL"):
        LISTING.page(order="closed", size=1)
