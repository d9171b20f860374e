"""Notices: for their recipient alone, counted in the band by one query, gone after ninety days."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.notices.actions import notify, remove_old
from pulang.common.notices.models import Notice
from pulang.common.notices.rules import KEPT_FOR, Kind
from pulang.kernel import clock


def tell(world: World, who: str, times: int = 1) -> Notice:
    for _ in range(times):
        notice = notify(recipient_id=world.people[who].pk, kind=Kind.DOCUMENT_READY, link="/documents/")
    return notice


def test_a_stranger_sees_nothing_of_anothers_notices(world: World) -> None:
    notice = tell(world, "inspector")
    for who in ("stranger", "admin"):
        client = world.client(who)
        page = client.get("/notices/").content.decode()
        assert "No notices" in page
        assert "1 new" not in page
        assert client.post(f"/notices/{notice.pk}/").status_code == 404
    assert Notice.objects.get().read_at is None


def test_they_come_newest_first_a_page_at_a_time(world: World) -> None:
    tell(world, "inspector", 51)
    page = world.client("inspector").get("/notices/").content.decode()
    assert page.count("A document that you asked for is ready.") == 50
    assert "51 new" in page


def test_all_are_marked_as_read_at_once(world: World) -> None:
    tell(world, "inspector", 3)
    other = tell(world, "admin")
    client = world.client("inspector")
    assert client.post("/notices/read/")["Location"] == "/notices/"
    assert Notice.objects.filter(read_at__isnull=True).get() == other
    assert client.post("/notices/read/").status_code == 302


def test_a_page_counts_them_by_one_query_and_what_is_no_page_by_none(world: World) -> None:
    tell(world, "inspector")
    client = world.client("inspector")
    for address, times in (("/notices/", 1), ("/access/", 1), ("/download/audit.csv", 0)):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        counts = [
            q for q in captured.captured_queries if "COUNT" in q["sql"] and '"notices_notice"."read_at"' in q["sql"]
        ]
        assert len(counts) == times, address


def test_more_notices_take_no_more_queries(world: World) -> None:
    client = world.client("inspector")
    counts = []
    for times in (1, 40):
        tell(world, "inspector", times)
        client.get("/notices/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/notices/")
        counts.append(len(captured))
    assert counts[1] <= counts[0] <= 15


def test_after_ninety_days_they_go(world: World) -> None:
    tell(world, "inspector")
    with clock.at(clock.now() + KEPT_FOR - timedelta(hours=1)):
        remove_old()
        assert Notice.objects.count() == 1
    with clock.at(clock.now() + KEPT_FOR + timedelta(hours=1)):
        remove_old()
    assert not Notice.objects.exists()
