"""The public record: imported whole, told apart from everything else, each figure with who claimed it."""

import re
from importlib.resources import files

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import thread
from pulang.forum.engagements.actions import RecordReport, import_public_record
from pulang.forum.engagements.models import ClaimText, RecordClaim, RecordEntry, RecordSource, RecordVersion
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.queries import record as queries
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event
from pulang.foundation.policy.viewer import Viewer, command_viewer

SHIPPED = (files("pulang.forum.engagements") / "data" / "public-record.yaml").read_text("utf-8")
MOROCCO = "/cve-p/record/cve-p-morocco/"


def bring(text: str = SHIPPED) -> RecordReport:
    return import_public_record(by=command_viewer("record import", P.RECORD_IMPORT), text=text)


@pytest.fixture
def told(world: World) -> World:
    assert bring().errors == ()
    return world


def shown(client: Client, address: str, language: str = "en") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_shipped_file_comes_in_whole_and_once(told: World) -> None:
    assert RecordEntry.objects.count() == 20
    assert set(RecordEntry.objects.filter(kind="engagement").values_list("country__key", flat=True)) == {
        "MA", "KE", "ID", "TT",
    }  # fmt: skip
    events = Event.objects.count()
    again = bring()
    assert (again.created, again.changed, len(again.unchanged)) == ((), (), 20)
    assert Event.objects.count() == events


def test_only_what_changed_is_written_and_what_it_said_is_kept(told: World) -> None:
    report = bring(SHIPPED.replace("80 certified trainers.", "81 certified trainers."))
    assert (report.created, report.changed) == ((), ("cve-p-kenya",))
    entry = RecordEntry.objects.get(key="cve-p-kenya")
    first, second = RecordVersion.objects.filter(entry=entry).order_by("number")
    assert [claim["statement"]["en"] for claim in first.content["claims"] if claim["key"] == "trainers"] == [
        "80 certified trainers."
    ]
    values = opened(Event.objects.filter(verb="record.imported").latest("position"))
    assert values == {"after": {"created": [], "changed": ["cve-p-kenya"]}}
    assert second.number == entry.version == 2


def test_a_source_whose_address_becomes_known_changes_the_entries_that_name_it(told: World) -> None:
    part = 'title: "The Star (Kenya)"\n    published: "2023-07-18"\n    address: '
    report = bring(SHIPPED.replace(part + "null", part + "https://star.example/prisons"))
    assert report.changed == ("cve-p-kenya",)
    assert RecordSource.objects.get(key="star-ke").address == "https://star.example/prisons"


def test_a_translation_of_an_english_text_that_moved_says_so(told: World) -> None:
    bring(SHIPPED.replace('title: "CVE-P in Kenya"', 'title: "CVE-P across Kenya"'))
    page = shown(told.client("expert"), "/cve-p/record/cve-p-kenya/", "fr")
    assert "CVE-P au Kenya" in page
    assert page.count("tag-attention") == 2


def test_a_wrong_file_imports_nothing(world: World) -> None:
    report = bring(SHIPPED.replace("kind: engagement", "kind: party", 1))
    assert [error.key for error in report.errors] == ["cve-p-morocco"]
    assert not RecordEntry.objects.exists()


@pytest.mark.parametrize("who", ["expert", "policy", "chair-nordhav", "admin", "stranger"])
def test_only_the_secretariat_imports(world: World, who: str) -> None:
    with pytest.raises(Http404):
        import_public_record(by=world.viewer(who), text=SHIPPED)
    assert world.viewer("desk").may(P.RECORD_IMPORT)


def test_differing_figures_stand_side_by_side_with_who_claimed_them(told: World) -> None:
    page = queries.record_entry(told.viewer("expert"), "cve-p-morocco", language="en")
    (group,) = page.differing
    assert [(line.claim.figure, line.claim.claimed_by) for line in group] == [
        ("~9,000", "Global Center on Cooperative Security"),
        ("10,000", "Barlaman Today"),
    ]
    assert {line.claim.key for line in page.claims}.isdisjoint({"staff-9000", "staff-10000"})
    html = shown(told.client("expert"), MOROCCO)
    for words in ("Sources differ", "~9,000", "10,000", "2 Oct", "reported, not re-checked", "not named"):
        assert words in html


def test_an_incomplete_address_is_no_link(told: World) -> None:
    html = shown(told.client("expert"), MOROCCO)
    assert 'href="https://globalcenter.org/resource/countering-violent-extremism-in-prisons"' in html
    assert re.search(r"<li><bdi>Barlaman Today</bdi>", html)


def test_the_record_is_drawn_unlike_everything_else(told: World) -> None:
    client = told.client("expert")
    assert "card-record" in shown(client, "/cve-p/record/")
    assert "card-record" in shown(client, MOROCCO)
    assert "card-record" not in shown(client, "/cve-p/")


def keys(page: str) -> list[str]:
    return re.findall(r'href="/cve-p/record/([a-z0-9-]+)/"', page)


def test_engagements_stand_by_country_and_meetings_by_date(told: World) -> None:
    found = keys(shown(told.client("expert"), "/cve-p/record/"))
    assert found[:4] == ["cve-p-indonesia", "cve-p-kenya", "cve-p-morocco", "cve-p-trinidad-and-tobago"]
    dated = [key for key in found if key in {"nairobi-workshop-2015", "turin-practitioners-2016", "marrakesh-workshop"}]
    assert dated == ["nairobi-workshop-2015", "turin-practitioners-2016", "marrakesh-workshop"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=engagement&country=KE", ["cve-p-kenya"]),
        ("country=KE", ["cve-p-kenya", "nairobi-workshop-2015"]),
        ("kind=engagement&country=US", []),
        ("kind=party", []),
    ],
)
def test_the_record_is_narrowed_by_kind_and_country(told: World, query: str, found: list[str]) -> None:
    page = shown(told.client("expert"), f"/cve-p/record/?{query}")
    assert keys(page) == found
    assert ("Nothing of this kind has been reported" in page) == (found == [])


def test_texts_are_in_the_readers_language_and_fall_back_to_english(told: World) -> None:
    client = told.client("expert")
    assert "برنامج CVE-P في المغرب" in shown(client, MOROCCO, "ar")
    ClaimText.objects.filter(language="ar").delete()
    page = shown(client, MOROCCO, "ar")
    assert '<span lang="en" dir="auto">80 certified' in shown(client, "/cve-p/record/cve-p-kenya/", "ar")
    assert '<span lang="ar" dir="auto">برنامج CVE-P في المغرب</span>' in page


def test_a_good_practice_shows_what_was_reported_about_it_as_not_checked(told: World) -> None:
    provision = Provision.objects.get(key="rome-memorandum/staff-training")
    entries = [entry for entry in thread(told.viewer("expert"), provision) if entry.is_public_record]
    assert {entry.title for entry in entries} >= {"CVE-P in Kenya", "CVE-P in Morocco"}
    page = shown(told.client("expert"), "/practices/rome-memorandum/staff-training/")
    assert page.count('<li class="record">') == len(entries)
    assert page.count("reported, not re-checked") == len(entries)


@pytest.mark.parametrize("who", ["stranger", "admin", "inspector", "access"])
def test_whoever_reads_no_content_is_shown_none(told: World, who: str) -> None:
    client, viewer = told.client(who), told.viewer(who)
    for address in ("/cve-p/record/", MOROCCO):
        assert client.get(address).status_code == 404
    provision = Provision.objects.get(key="rome-memorandum/staff-training")
    assert queries.record(viewer, language="en") == []
    assert not any(entry.is_public_record for entry in thread(viewer, provision))


def test_what_does_not_exist_is_not_found(told: World) -> None:
    assert told.client("expert").get("/cve-p/record/nothing/").status_code == 404


def test_reading_costs_the_same_however_much_there_is(told: World) -> None:
    def cost(viewer: Viewer) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as many:
            queries.record(viewer, language="ar")
        with CaptureQueriesContext(connection) as one:
            queries.record_entry(viewer, "cve-p-morocco", language="ar")
        return len(many), len(one)

    before = cost(told.viewer("expert"))
    start = SHIPPED.index("  - key: cve-p-kenya")
    kenya = SHIPPED[start : SHIPPED.index("  - key: cve-p-indonesia")]
    bring(SHIPPED + "".join(kenya.replace("key: cve-p-kenya", f"key: kenya-{n}") for n in range(12)))
    assert RecordEntry.objects.count() == 32
    assert cost(told.viewer("expert")) == before
    assert max(before) <= 13


@pytest.mark.parametrize(
    "write",
    [
        lambda row: RecordEntry.objects.filter(pk=row.pk).update(kind="party"),
        lambda row: RecordEntry.objects.filter(pk=row.pk).update(starts_on=None),
        lambda row: RecordEntry.objects.filter(pk=row.pk).update(when=""),
        lambda row: row.texts.filter(language="fr").update(status="perfect"),
        lambda row: row.texts.filter(language="fr").update(language="de"),
        lambda row: RecordClaim.objects.create(entry=row, key="officers", position=9),
        lambda row: [RecordClaim.objects.filter(pk=claim.pk).update(differs_from=claim) for claim in row.claims.all()],
    ],
)
def test_the_database_itself_refuses_what_cannot_be(told: World, write: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(RecordEntry.objects.get(key="cve-p-kenya"))  # type: ignore[operator]
