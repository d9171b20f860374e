"""My documents: what takes long is made in the background, for its asker alone, until its time is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.worlds import World

from pulang.common.accounts.models import Membership
from pulang.common.files.actions import remove_expired
from pulang.common.files.models import Document, StoredFile
from pulang.common.files.queries.stored import path_of
from pulang.common.files.rules import KEPT_FOR, MOST_WAITING
from pulang.common.marking.models import Marking
from pulang.common.notices.models import Notice
from pulang.foundation.events.models import Event
from pulang.foundation.jobs.models import Job
from pulang.foundation.jobs.worker import Worker
from pulang.kernel import clock

LONG = "/download/audit.xlsx"


@pytest.fixture(autouse=True)
def everything_is_long(settings: Any, tmp_path: Any) -> None:
    settings.PULANG_LONG_DOCUMENT = 0
    settings.PULANG_FOLDER = tmp_path


def work() -> None:
    """What a worker does until nothing waits."""
    worker = Worker()
    while worker.once():
        pass


def asked(client: Client, address: str = LONG) -> Document:
    assert client.get(address)["Location"] == "/documents/"
    return Document.objects.latest("asked_at")


def made(client: Client, address: str = LONG) -> Document:
    document = asked(client, address)
    work()
    document.refresh_from_db()
    return document


def body(client: Client, address: str = "/documents/") -> str:
    return client.get(address).content.decode()


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_a_short_document_comes_at_once(world: World, settings: Any) -> None:
    settings.PULANG_LONG_DOCUMENT = 1_000_000
    assert world.client("inspector").get(LONG)["Content-Disposition"].startswith("attachment")
    assert not Document.objects.exists()


def test_a_long_one_waits_in_my_documents_until_it_is_made(world: World) -> None:
    client = world.client("inspector")
    document = asked(client)
    assert "waits for its turn" in body(client)
    assert client.get(f"/documents/{document.pk}/file").status_code == 404
    work()
    assert "ready" in body(client)
    answer = client.get(f"/documents/{document.pk}/file")
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_list_looks_for_news_only_while_something_is_being_made(world: World) -> None:
    client = world.client("inspector")
    asked(client)
    assert "hx-trigger" in body(client)
    polled = client.get("/documents/", headers={"HX-Request": "true"}).content.decode()
    assert polled.lstrip().startswith('<div id="documents"')
    assert "hx-trigger" in polled
    work()
    assert "hx-trigger" not in body(client)


def test_asking_twice_makes_one_document(world: World) -> None:
    client = world.client("inspector")
    asked(client)
    asked(client)
    assert Document.objects.count() == Job.objects.count() == 1
    asked(client, "/download/audit.csv")
    assert Document.objects.count() == 2


def test_whoever_waits_for_many_is_asked_to_wait(world: World) -> None:
    client = world.client("inspector")
    for number in range(MOST_WAITING):
        asked(client, f"/download/today.csv?number={number}")
    assert "You wait for several documents already" in client.get(LONG, follow=True).content.decode()
    assert Document.objects.count() == MOST_WAITING


def test_more_documents_take_no_more_queries(world: World) -> None:
    client = world.client("inspector")
    made(client)
    few = queries_of(client, "/documents/")
    for number in range(MOST_WAITING):
        made(client, f"/download/today.csv?number={number}")
    assert queries_of(client, "/documents/") <= few <= 20


def test_a_stranger_sees_nothing_and_gets_no_bytes(world: World) -> None:
    document = made(world.client("inspector"))
    for who in ("stranger", "admin", "access"):
        client = world.client(who)
        assert "No documents yet" in body(client)
        for address in (f"/documents/{document.pk}/file", f"/documents/{document.pk}/remove/"):
            assert client.get(address).status_code == 404
    assert StoredFile.objects.get().size > 0


def test_rights_count_at_the_moment_in_which_it_is_made(world: World) -> None:
    client = world.client("inspector")
    document = asked(client)
    Membership.objects.filter(user=world.people["inspector"]).delete()
    work()
    document.refresh_from_db()
    assert document.failure == "not-allowed"
    assert "You may not have this document any more" in body(client)
    assert not StoredFile.objects.exists()


def test_rights_count_at_the_moment_in_which_it_is_opened(world: World) -> None:
    client = world.client("inspector")
    document = made(client)
    Marking.objects.filter(pk=document.file.marking_id).update(label="TLP:AMBER")
    assert client.get(f"/documents/{document.pk}/file").status_code == 200
    Membership.objects.filter(user=world.people["inspector"]).delete()
    assert client.get(f"/documents/{document.pk}/file").status_code == 404


def test_what_fails_says_so_and_the_log_keeps_no_content(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from pulang.common.files import tasks

    def broken(viewer: object, document: object) -> None:
        raise ValueError("a name that must not be kept")

    monkeypatch.setattr(tasks, "_made", broken)
    client = world.client("inspector")
    document = made(client)
    assert document.failure == "broken"
    assert "Something went wrong on our side" in body(client)
    job = Job.objects.get()
    assert (job.failure, job.result.traceback) == ("ValueError", "")


def test_after_its_time_it_is_gone_with_its_bytes(world: World, django_capture_on_commit_callbacks: Any) -> None:
    client = world.client("inspector")
    document = made(client)
    place = path_of(document.file.place)
    assert place.exists()
    with clock.at(clock.now() + KEPT_FOR + timedelta(minutes=1)):
        assert "No documents yet" in body(world.client("inspector"))
        with django_capture_on_commit_callbacks(execute=True):
            remove_expired()
    assert not place.exists()
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert not Marking.objects.filter(pk=document.file.marking_id).exists()


def test_its_asker_removes_it_before_its_time(world: World, django_capture_on_commit_callbacks: Any) -> None:
    client = world.client("inspector")
    document = made(client)
    place = path_of(document.file.place)
    assert client.get(f"/documents/{document.pk}/remove/").status_code == 200
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/documents/{document.pk}/remove/")
    assert not place.exists()


def test_a_document_that_was_removed_meanwhile_is_made_in_vain(world: World) -> None:
    client = world.client("inspector")
    document = asked(client)
    client.post(f"/documents/{document.pk}/remove/")
    work()
    assert Job.objects.get().state == "done"
    assert not StoredFile.objects.exists()


def test_bytes_that_are_lost_are_told_to_its_asker(world: World) -> None:
    client = world.client("inspector")
    document = made(client)
    path_of(document.file.place).unlink()
    answer = client.get(f"/documents/{document.pk}/file", follow=True)
    assert "not on the disk any more" in answer.content.decode()


def test_every_step_stands_in_the_audit(world: World) -> None:
    client = world.client("inspector")
    document = made(client)
    client.get(f"/documents/{document.pk}/file")
    client.post(f"/documents/{document.pk}/remove/")
    verbs = list(Event.objects.order_by("position").values_list("verb", flat=True))
    wanted = ["document.asked", "document.taken", "file.kept", "document.made", "file.opened", "document.removed"]
    assert [verb for verb in verbs if verb in wanted] == wanted


def test_the_asker_is_told_in_the_band_and_among_notices(world: World) -> None:
    client = world.client("inspector")
    assert "1 new" not in body(client)
    made(client)
    assert "1 new" in body(client)
    assert "A document that you asked for is ready." in body(client, "/notices/")
    notice = Notice.objects.get()
    assert client.post(f"/notices/{notice.pk}/")["Location"] == "/documents/"
    assert "1 new" not in body(client)
