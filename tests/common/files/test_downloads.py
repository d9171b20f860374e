"""Documents as people download them: what each holds, for whom, under which label, and who gets none."""

import csv
import io
from copy import deepcopy
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker
from tests.conftest import REPEATED, undone
from tests.web.populate import more
from tests.worlds import World

from pulang.common.followup.models import ActionPlan, PlanOutcome
from pulang.common.learning.models import Certificate, Delivery
from pulang.foundation.documents.offers import offers
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event

FORUM = settings.PULANG_PLANE == "forum"
READER = {"forum": "corrections", "service": "training"}[settings.PULANG_PLANE]
HOLDER = {"forum": "host", "service": "training"}[settings.PULANG_PLANE]
# Somebody who may have each document of this plane, and the words that stand in it.
TAKERS = {
    "action-plan": (READER, "A problem."),
    "action-plan-form": (READER, "A problem."),
    "answer-sheet": (HOLDER, "Service number"),
    "attendance-sheet": (HOLDER, "Service number"),
    "audit": ("inspector", "A role was given."),
    "certificate": (HOLDER, "It names nobody."),
    "certificate-register": (HOLDER, "Night duty"),
    "good-practice": (READER, "A lesson."),
    "participant-book": (HOLDER, "Who may complain?"),
    "participants": (HOLDER, "Trainee 0 of mto"),
    "participants-text": (READER, "Read this."),
    "run-sheet": ("trainer" if FORUM else "training", "Ask who slept."),
    "scenario-cards": ("trainer" if FORUM else "training", "It woke the landing."),
    "today": (READER, "A request" if FORUM else "Today"),
    **(
        {"engagement-request": (READER, "Yes.")}
        if FORUM
        else {"facilities": (READER, "Mto"), "staff-difference": (READER, "Listed 5"),
              "coverage": (READER, "Night duty"), "coverage-for-others": (READER, "Night duty")}
    ),
}  # fmt: skip
ALL = [(offer.slug, way.slug) for offer in offers() for way in offer.ways]


def query_of(slug: str, world: World) -> dict[str, str]:
    """What the page of the document asks for: a thing of Kilima that only its own people read."""
    if slug.startswith("action-plan"):
        rows = ActionPlan.objects.filter(host=world.places["mto"], outcome__isnull=False)
        return {"id": str(rows.order_by("made_at")[0].pk)}
    if slug == "engagement-request":
        from pulang.forum.engagements.models import EngagementRequest

        rows = EngagementRequest.objects.filter(country=world.places["kilima"]).order_by("-made_at")
        return {"id": str(rows[0].pk)}
    if slug in ("answer-sheet", "attendance-sheet", "participant-book", "participants"):
        held = Delivery.objects.filter(organisation=world.places["mto"], closed_at__isnull=False).order_by("made_at")[0]
        return {"id": str(held.pk), "test": "talking.first-words.quiz"}
    if slug == "certificate":
        place = world.places["mto"]
        rows = Certificate.objects.filter(enrolment__delivery__organisation=place).order_by("serial")
        return {"serial": rows[0].serial}
    if slug in ("run-sheet", "participants-text", "scenario-cards"):
        where = {"course": "night-duty", "number": "1.0.0", "module": "watching", "session": "rounds"}
        return where | ({"activity": "light"} if slug == "scenario-cards" else {})
    if slug.startswith("coverage"):
        return {"course": "night-duty"}
    if slug == "good-practice":
        return {"document": "rome-memorandum", "provision": "family"}
    return {}


def taken(world: World, who: str, slug: str, way: str, **more: str) -> HttpResponse:
    answer: HttpResponse = world.client(who).get(f"/download/{slug}.{way}", {**query_of(slug, world), **more})
    return answer


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("slug", TAKERS)
def test_a_document_holds_what_its_page_shows(full_world: World, slug: str) -> None:
    who, words = TAKERS[slug]
    answer = taken(full_world, who, slug, "pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert words in flat(text_of(answer.content))


@pytest.mark.parametrize("language", ["ar"] if REPEATED else ["en", "fr", "ar", "id"])
@pytest.mark.parametrize("slug", TAKERS)
def test_every_page_in_every_language_says_label_and_for_whom_and_is_tagged(
    full_world: World, slug: str, language: str
) -> None:
    who, _words = TAKERS[slug]
    client = full_world.client(who)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(f"/download/{slug}.pdf", query_of(slug, full_world))
    reader = PdfReader(io.BytesIO(answer.content))
    label = label_of(slug)
    for page in reader.pages:
        words = page.extract_text()
        assert words.count(label) >= 2
        assert who in words
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == language


def label_of(slug: str) -> str:
    """The event of the last document says under which label it went."""
    event = Event.objects.filter(verb="document.taken").latest("position")
    values = opened(event)
    assert values is not None
    after = values["after"]
    assert isinstance(after, dict)
    assert after["offer"] == slug
    return str(after["label"])


@pytest.mark.parametrize(("slug", "way"), ALL)
def test_a_stranger_gets_none_but_the_own_empty_day(full_world: World, slug: str, way: str) -> None:
    answer = taken(full_world, "stranger", slug, way)
    if slug != "today":
        assert answer.status_code == 404
        return
    assert answer.status_code == 200
    assert b"A request" not in answer.content


@pytest.mark.parametrize(("slug", "way"), [pair for pair in ALL if pair[0] != "today"])
def test_whoever_administers_gets_no_content(full_world: World, slug: str, way: str) -> None:
    answer = taken(full_world, "admin", slug, way)
    assert answer.status_code == (200 if slug == "good-practice" else 404)
    if way == "csv" and slug == "good-practice":
        text = answer.content.decode("utf-8-sig")
        assert not [words for words in ("A plan", "A request", "A lesson", "A result") if words in text]


@pytest.mark.parametrize("address", ["/download/nothing.pdf", "/download/today.docx", "/download/action-plan-form.csv"])
def test_what_is_not_offered_is_not_there(world: World, address: str) -> None:
    assert world.client(READER).get(address).status_code == 404


@pytest.mark.parametrize("wrong", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_an_address_that_names_nothing_is_not_there(full_world: World, wrong: str) -> None:
    assert taken(full_world, READER, "action-plan", "pdf", id=wrong).status_code == 404


def test_nobody_downloads_without_signing_in(world: World) -> None:
    answer = Client().get("/download/today.pdf")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_a_download_stands_in_the_audit_with_its_label(full_world: World) -> None:
    taken(full_world, READER, "action-plan", "pdf")
    event = Event.objects.filter(verb="document.taken").latest("position")
    assert event.actor_id == full_world.people[READER].pk
    assert event.object_kind == "followup.actionplan"
    assert event.organisation_id == full_world.places["mto"].pk
    values = opened(event)
    assert values is not None
    assert values["after"] == {"offer": "action-plan", "way": "pdf", "label": label_of("action-plan")}
    assert "A document was downloaded." in full_world.client("inspector").get("/audit/").content.decode()


def test_what_may_not_be_had_leaves_no_event(full_world: World) -> None:
    taken(full_world, "stranger", "action-plan", "pdf")
    assert not Event.objects.filter(verb="document.taken").exists()


def test_the_name_of_the_file_says_its_kind_and_nothing_of_its_content(full_world: World) -> None:
    client = full_world.client(READER)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    header = client.get("/download/action-plan.xlsx", query_of("action-plan", full_world))["Content-Disposition"]
    assert header.isascii()
    assert header.startswith('attachment; filename="action-plan-')
    name = unquote(header.partition("filename*=UTF-8''")[2])
    assert name.endswith(".xlsx")
    assert not name.isascii()
    assert not [word for word in ("A plan", "Mto", "Host", "Officer", READER) if word in name]


@pytest.mark.parametrize("slug", sorted({slug for slug, way in ALL if way == "csv"}))
def test_tables_say_label_and_title_first_in_both_formats(full_world: World, slug: str) -> None:
    who, _words = TAKERS[slug]
    rows = list(csv.reader(io.StringIO(taken(full_world, who, slug, "csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(taken(full_world, who, slug, "xlsx").content)).active
    assert sheet is not None
    assert rows[0] == [label_of(slug)] == [sheet["A1"].value]
    assert rows[1] == [sheet["A2"].value]
    assert who in rows[2][0]


def test_a_table_in_arabic_runs_from_right_to_left(full_world: World) -> None:
    client = full_world.client(READER)
    for language, expected in (("ar", True), ("fr", False)):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = client.get("/download/good-practice.xlsx", query_of("good-practice", full_world))
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert bool(sheet.sheet_view.rightToLeft) is expected


def test_a_plan_without_its_outcome_where_the_outcome_is_for_others(full_world: World) -> None:
    """The piece that its marking keeps from the reader is left out, and nothing says that it was there."""
    plan = ActionPlan.objects.get(pk=query_of("action-plan", full_world)["id"])
    kept = PlanOutcome.objects.get(plan=plan).marking
    assert "A lesson." in flat(text_of(taken(full_world, READER, "action-plan", "pdf").content))
    kept.audienceorganisation_set.all().delete()
    kept.audienceperson_set.all().delete()
    text = flat(text_of(taken(full_world, READER, "action-plan", "pdf").content))
    assert "A problem." in text
    assert "A lesson." not in text
    assert "There may be more." in text


@pytest.fixture(scope="module")
def costs(module_full_world: World, django_db_blocker: DjangoDbBlocker) -> dict[str, tuple[int, int]]:
    """How many queries each document takes, and how many once there is more of everything."""
    with django_db_blocker.unblock(), undone():
        asked = [
            (module_full_world.client(TAKERS[slug][0]), slug, query_of(slug, module_full_world)) for slug in TAKERS
        ]
        few = [cost(*one) for one in asked]
        more(deepcopy(module_full_world))
        many = [cost(*one) for one in asked]
    return dict(zip(TAKERS, zip(few, many, strict=True), strict=True))


@pytest.mark.parametrize("slug", TAKERS)
def test_more_rows_take_no_more_queries(costs: dict[str, tuple[int, int]], slug: str) -> None:
    few, many = costs[slug]
    assert many <= few


def cost(client: Client, slug: str, query: dict[str, str]) -> int:
    client.get(f"/download/{slug}.pdf", query)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/download/{slug}.pdf", query).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("/practices/rome-memorandum/family/", "good-practice"),
        ("/", "today") if FORUM else ("/facilities/?for_whom=women", "facilities"),
    ],
)
def test_a_page_leads_to_its_documents_with_its_own_filters(full_world: World, address: str, slug: str) -> None:
    client = full_world.client(READER)
    page = client.get(address).content.decode()
    found = [part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]]
    links = [link for link in found if link.startswith(f"/download/{slug}.")]
    assert len(links) == 3
    assert all(client.get(link).status_code == 200 for link in links)
    assert all("for_whom=women" in link for link in links) or "?" not in address


@pytest.mark.plane("service")
def test_the_register_respects_the_filters_of_the_page(full_world: World) -> None:
    def names(**query: str) -> str:
        return taken(full_world, "training", "facilities", "csv", **query).content.decode("utf-8-sig")

    assert "Mto" in names()
    assert "Ziwa" in names()
    assert "Mto" not in names(for_whom="women")
    assert "Ziwa" in names(for_whom="women")
    assert "Mto" in names(q="mto")
    assert "Ziwa" not in names(q="mto")
    assert "Ziwa" not in taken(full_world, "governor", "facilities", "csv").content.decode("utf-8-sig")


@pytest.mark.plane("service")
def test_the_register_is_for_the_service_alone(full_world: World) -> None:
    rows = taken(full_world, "training", "facilities", "csv").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "TLP:AMBER+STRICT"


def test_the_extract_of_the_audit_respects_filters_and_shows_no_content(full_world: World) -> None:
    def rows(**query: str) -> list[list[str]]:
        text = taken(full_world, "inspector", "audit", "csv", **query).content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))[6:]

    everything = rows()
    made = rows(verb="contact.made")
    assert 0 < len(made) < len(everything)
    assert {row[2] for row in made} == {"A contact was added."}
    assert "A problem." not in str(everything)
    assert taken(full_world, "inspector", "audit", "csv", since="nonsense").status_code == 404


@pytest.mark.plane("forum")
def test_a_member_of_another_country_gets_no_request_in_any_format(full_world: World) -> None:
    from pulang.forum.engagements.models import EngagementRequest

    kept = EngagementRequest.objects.filter(country=full_world.places["kilima"]).order_by("made_at")[2]
    for who, status in (("corrections", 200), ("outsider", 404), ("observer", 404)):
        for way in ("pdf", "xlsx", "csv"):
            assert taken(full_world, who, "engagement-request", way, id=str(kept.pk)).status_code == status, who


@pytest.mark.plane("forum")
def test_what_was_said_inside_the_working_group_stays_inside(full_world: World) -> None:
    from pulang.forum.engagements.models import RequestTurn

    inside = RequestTurn.objects.filter(
        inside_working_group=True, request=query_of("engagement-request", full_world)["id"]
    )
    assert inside.update(text="Said inside.")
    chair = flat(text_of(taken(full_world, "chair-nordhav", "engagement-request", "pdf").content))
    country = flat(text_of(taken(full_world, "corrections", "engagement-request", "pdf").content))
    assert "Said inside." in chair
    assert "Said inside." not in country
