"""Unique words stand in every sensitive text: none reaches somebody who may not have it, none goes round the gate."""

import io
import logging
from collections.abc import Iterator
from itertools import chain

import openpyxl
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker
from tests.conftest import REPEATED
from tests.web import operations as samples
from tests.web.canaries import NO_WORDS, SEEDS, WORD, Canary, delicate_texts, seed
from tests.web.oracle import Audience, Somebody
from tests.web.programs import operations, program
from tests.web.samples import arguments, variants
from tests.web.test_access_matrix import EVERYBODY, every_route, reviewed
from tests.web.test_oracle import audiences
from tests.worlds import World

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.models import Organisation
from pulang.common.marking.queries import watched
from pulang.foundation.documents.contents import Piece
from pulang.foundation.documents.offers import offers

READER = {"forum": "corrections", "service": "training"}[settings.PULANG_PLANE]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def canaries(module_full_world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[int, Canary]]:
    """The words, in a world with something of everything."""
    with django_db_blocker.unblock():
        yield seed()


def test_every_delicate_text_has_a_word_or_a_reason() -> None:
    there = set(delicate_texts())
    assert {label for label, _field in there} - set(SEEDS) - set(NO_WORDS) == set()
    left_out = {(label, field) for label, field in there if label in SEEDS and field not in SEEDS[label].fields}
    assert left_out <= {
        ("accounts.Contact", "name"),  # people act under their names
        ("accounts.Contact", "sort_key"),
        ("learning.EditionOperation", "place"),  # keys of a course
        ("learning.EditionOperation", "name"),
        ("learning.WorkObservation", "not_seen_why"),  # stands only without a day on which something was seen
        ("learning.TrainerCertification", "ended_why"),  # stands only with a day and a person
        ("facilities.FacilityUpload", "text"),  # a table, which a word would break; its name has one
        ("facilities.StaffUpload", "text"),  # the same
    }


def somebody(world: World, who: str) -> Somebody:
    """This person with the roles of today, those of a deputy included."""
    viewer = viewer_for(world.people[who])
    places = {place.pk: place for place in Organisation.objects.select_related("parent__parent__parent")}
    return Somebody(world.people[who].pk, tuple((grant.role, places[grant.organisation_id]) for grant in viewer.grants))


def pages(world: World) -> list[tuple[str, str]]:
    """Every route of a page, with its address for the sample object."""
    return [
        (route, arguments(route, name, world))
        for full, _pattern, title in every_route()
        for route, name in variants(full, title)
    ]


def addresses(world: World, who: str) -> list[str]:
    """Every address that the reviewed table opens to this person, and every document in one of its formats.

    What is closed answers 404 with the same page for everything (the table sees to that), which says nothing. The
    formats are written from the same contents: which one is asked for changes with the document and the person.
    """
    samples = [address for route, address in pages(world) if reviewed()[f"/{route}"][who] != "404"]
    turn = EVERYBODY.index(who)
    return samples + [ways[(turn + place) % len(ways)] for place, ways in enumerate(documents(world))]


COURSE_SESSION = "course=night-duty&number=1.0.0&module=watching&session=rounds"


def documents(world: World) -> list[list[str]]:
    """Every document, each in all its formats: of the sample object where it is about one, else of everything."""
    about = {
        "coverage": lambda: "course=night-duty",
        "coverage-for-others": lambda: "course=night-duty",
        "engagement-request": lambda: f"id={sample('engagements:detail', world)}",
        "action-plan": lambda: f"id={sample('followup:detail', world)}",
        "action-plan-form": lambda: f"id={sample('followup:detail', world)}",
        "good-practice": lambda: "document=rome-memorandum&provision=family",
        "run-sheet": lambda: COURSE_SESSION,
        "participants-text": lambda: COURSE_SESSION,
        "participant-book": lambda: f"id={sample('training:detail', world)}",
        "scenario-cards": lambda: f"{COURSE_SESSION}&activity=light",
        "attendance-sheet": lambda: f"id={sample('training:detail', world)}",
        "answer-sheet": lambda: f"id={sample('training:detail', world)}&test=talking.first-words.quiz",
        "certificate": lambda: f"serial={arguments('<slug:serial>', 'training:certificate', world)[1:]}",
        "participants": lambda: f"id={sample('training:detail', world)}",
    }
    return [
        [f"/download/{offer.slug}.{way.slug}?{about.get(offer.slug, str)()}" for way in offer.ways]
        for offer in offers()
    ]


def sample(name: str, world: World) -> str:
    """The key of the object that a page is asked about."""
    return arguments("<uuid:pk>", name, world)[1:]


def said(content: bytes, content_type: str) -> str:
    """What a reader of an answer can read, whatever its format; an attached file is no document of ours."""
    if content_type == "application/pdf" and b"%%EOF" in content:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if "spreadsheetml" in content_type:
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode(errors="replace")


def words_in(text: str) -> set[int]:
    return {int(number) for number in WORD.findall(text.replace("\n", ""))} | {int(n) for n in WORD.findall(text)}


def leaks(
    world: World, canaries: dict[int, Canary], who: str, *, gate: bool = True
) -> tuple[list[tuple[str, str]], set[int]]:
    """What this person saw and may not have, or that went round the gate; and everything that was seen.

    Without ``gate`` as if nothing had passed it.
    """
    person, known, found, seen = somebody(world, who), audiences(), [], set()
    for address, words, passed in told(world, who):
        for number in words:
            canary = canaries[number]
            seen.add(number)
            if not canary.may_be_seen(person, known):
                found.append((address, f"{canary.row._meta.label}: not for {who}"))
            elif hasattr(canary.rests_on, "marking_id") and not (gate and went_through(canary.rests_on, passed)):
                found.append((address, f"{canary.row._meta.label}: went round the gate"))
    return found, seen


TOLD: dict[str, list[tuple[str, set[int], list[object]]]] = {}


def told(world: World, who: str) -> list[tuple[str, set[int], list[object]]]:
    """Every address as this person asks it at a browser, and every read of the API as a program of this person.

    For each the words of its answer and what passed the gate. Everybody is asked once.
    """
    if who not in TOLD:
        browser, caller = world.client(who), program(world, who).client
        pages = [(browser, address) for address in addresses(world, who)]
        reads = [(caller, samples.address(route, world)) for route in operations() if route.method == "GET"]
        TOLD[who] = [(address, *ask(client, address)) for client, address in pages + reads]
    return TOLD[who]


def went_through(thing: object, passed: list[object]) -> bool:
    """The thing itself passed, or (in a document, which is made of nothing else) pieces did."""
    return thing in passed or any(isinstance(one, Piece) for one in passed)


def ask(client: Client, address: str) -> tuple[set[int], list[object]]:
    """The words of what the address answers, and what passed the gate meanwhile; nothing stays of it."""
    with transaction.atomic(), watched() as passed:
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return words_in(said(content, answer.headers.get("Content-Type", ""))), passed


@pytest.mark.parametrize("who", ["stranger", READER] if REPEATED else EVERYBODY)
def test_no_word_reaches_somebody_who_may_not_have_it_nor_goes_round_the_gate(
    module_full_world: World, canaries: dict[int, Canary], who: str, caplog: pytest.LogCaptureFixture
) -> None:
    TOLD.pop(who, None)  # asked now, whoever asked before: what is logged meanwhile is looked at
    with caplog.at_level(logging.DEBUG):
        found, _seen = leaks(module_full_world, canaries, who)
    assert found == []
    assert words_in(caplog.text) == set()


def test_the_words_are_there_to_be_seen(module_full_world: World, canaries: dict[int, Canary]) -> None:
    _found, seen = leaks(module_full_world, canaries, READER)
    kinds = {canaries[number].row._meta.label for number in seen}
    assert {"followup.ActionPlan", "followup.PlanOutcome"} <= kinds


def test_every_document_in_every_format_is_had_by_somebody(
    module_full_world: World, canaries: dict[int, Canary]
) -> None:
    """So that no address of a document is asked in vain."""
    clients = [module_full_world.client(who) for who in EVERYBODY if who in module_full_world.people]
    for address in chain.from_iterable(documents(module_full_world)):
        assert any(client.get(address).status_code == 200 for client in clients), address


def test_a_leak_would_be_seen(module_full_world: World, canaries: dict[int, Canary]) -> None:
    known: dict[object, Audience] = audiences()
    nobody = somebody(module_full_world, "stranger")
    marked = [canary for canary in canaries.values() if hasattr(canary.rests_on, "marking_id")]
    assert marked
    assert not any(canary.may_be_seen(nobody, known) for canary in marked)
    assert words_in("a canary7x in a log line") == {7}


def test_going_round_the_gate_would_be_seen(module_full_world: World, canaries: dict[int, Canary]) -> None:
    found, _seen = leaks(module_full_world, canaries, READER, gate=False)
    assert "followup.ActionPlan: went round the gate" in {complaint for _address, complaint in found}


def test_no_word_stands_in_an_event_in_clear(module_full_world: World, canaries: dict[int, Canary]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM events_event")
        rows = cursor.fetchall()
    assert rows
    assert (
        words_in("".join(str(bytes(cell) if isinstance(cell, memoryview) else cell) for row in rows for cell in row))
        == set()
    )
