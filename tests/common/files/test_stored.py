"""Files beside plans and requests: who reads the one reads the other, within limits, removed with their bytes."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.populate import FAMILY, plan_text
from tests.worlds import World

from pulang.common.files.actions import sweep
from pulang.common.files.models import StoredFile
from pulang.common.files.queries.stored import folder, path_of, unheld
from pulang.common.files.rules import LARGEST_ATTACHED, MOST_AT_ONE_PLACE
from pulang.common.followup.actions import record_plan
from pulang.common.followup.models import ActionPlan
from pulang.foundation.events.models import Event
from pulang.foundation.recovery import rotation
from pulang.foundation.ui import attaching
from pulang.kernel import clock
from pulang.web.demo.building import provisions

PDF = b"%PDF-1.7 a photograph of the yard"
AUTHOR, READER, OUTSIDER = {
    "forum": ("host", "policy", "outside-host"),
    "service": ("officer", "governor", "other-officer"),
}[settings.PULANG_PLANE]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.PULANG_FOLDER = tmp_path


@pytest.fixture
def plan(world: World) -> ActionPlan:
    return record_plan(
        by=world.viewer(AUTHOR), host=world.places["mto"], text=plan_text(), provisions=provisions(FAMILY)
    )


def hand_over(
    client: Client, plan: ActionPlan, content: bytes = PDF, name: str = "yard.pdf", title: str = "The yard"
) -> Any:
    data = {"title": title, "file": SimpleUploadedFile(name, content)}
    return client.post(f"/plans/{plan.pk}/files/", data)


def kept(world: World, plan: ActionPlan) -> StoredFile:
    assert hand_over(world.client(AUTHOR), plan).status_code == 302
    return StoredFile.objects.latest("made_at")


def test_a_file_is_added_listed_opened_and_removed(
    world: World, plan: ActionPlan, django_capture_on_commit_callbacks: Any
) -> None:
    client = world.client(AUTHOR)
    assert "None yet." in client.get(f"/plans/{plan.pk}/").content.decode()
    file = kept(world, plan)
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "The yard" in page
    assert "yard.pdf" in page
    answer = client.get(f"/plans/{plan.pk}/files/{file.pk}/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="yard.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    place = path_of(file.place)
    assert PDF not in place.read_bytes()
    assert client.get(f"/plans/{plan.pk}/files/{file.pk}/remove/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/plans/{plan.pk}/files/{file.pk}/remove/")
    assert not place.exists()
    assert not StoredFile.objects.exists()
    verbs = Event.objects.order_by("position").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("file.")] == ["file.kept", "file.opened", "file.removed"]


def test_its_readers_are_those_of_the_plan(world: World, plan: ActionPlan) -> None:
    file = kept(world, plan)
    address = f"/plans/{plan.pk}/files/{file.pk}/"
    assert world.client(READER).get(address).content == PDF
    for who in (OUTSIDER, "stranger", "admin", "access"):
        client = world.client(who)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}remove/").status_code == 404
        assert hand_over(client, plan).status_code == 404
    assert StoredFile.objects.get().marking_id == plan.marking_id


def test_a_file_opens_beside_what_it_belongs_to_only(world: World, plan: ActionPlan) -> None:
    file = kept(world, plan)
    other = record_plan(
        by=world.viewer(AUTHOR), host=world.places["mto"], text=plan_text("B"), provisions=provisions(FAMILY)
    )
    assert world.client(AUTHOR).get(f"/plans/{other.pk}/files/{file.pk}/").status_code == 404


def test_only_whoever_added_it_removes_it(world: World, plan: ActionPlan) -> None:
    file = kept(world, plan)
    client = world.client(READER)
    assert "/remove/" not in client.get(f"/plans/{plan.pk}/").content.decode()
    assert client.post(f"/plans/{plan.pk}/files/{file.pk}/remove/").status_code == 404
    assert path_of(file.place).exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<!doctype html><script>x</script>", "report.pdf", "holds something else than its name says"),
        (b"MZ\x90", "tool.exe", "no file of these kinds"),
        (b"", "empty.pdf", "This file is empty"),
        (PDF + b"x" * LARGEST_ATTACHED, "large.pdf", "the most is 5.0"),
    ],
)
def test_what_is_not_taken_is_refused_in_words_and_what_was_typed_is_kept(
    world: World, plan: ActionPlan, content: bytes, name: str, words: str
) -> None:
    answer = hand_over(world.client(AUTHOR), plan, content, name, "What I typed")
    page = answer.content.decode()
    assert words in page
    assert 'value="What I typed"' in page
    assert not StoredFile.objects.exists()
    assert list(folder().iterdir()) == []


def test_the_form_and_the_rules_agree_on_the_largest_file() -> None:
    assert attaching.LARGEST == LARGEST_ATTACHED


def test_five_files_are_enough_at_one_place(world: World, plan: ActionPlan) -> None:
    client = world.client(AUTHOR)
    add = f'href="/plans/{plan.pk}/files/"'
    assert add in client.get(f"/plans/{plan.pk}/").content.decode()
    for _number in range(MOST_AT_ONE_PLACE):
        assert hand_over(client, plan).status_code == 302
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert "There are five files here already." in page
    assert add not in page
    refused = hand_over(client, plan, title="One more").content.decode()
    assert "There are five files here already." in refused
    assert 'value="One more"' in refused
    assert StoredFile.objects.count() == MOST_AT_ONE_PLACE


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
        return len(captured)


def test_more_files_take_no_more_queries(world: World, plan: ActionPlan) -> None:
    client = world.client(AUTHOR)
    hand_over(client, plan)
    few = queries_of(client, f"/plans/{plan.pk}/")
    for _number in range(3):
        hand_over(client, plan)
    assert queries_of(client, f"/plans/{plan.pk}/") <= few <= 30


def test_a_name_with_letters_of_any_script_comes_back(world: World, plan: ActionPlan) -> None:
    hand_over(world.client(AUTHOR), plan, name="سجن\u202e الساحة.pdf")
    file = StoredFile.objects.get()
    assert file.name == "سجن الساحة.pdf"
    answer = world.client(AUTHOR).get(f"/plans/{plan.pk}/files/{file.pk}/")
    assert "filename*=utf-8''" in answer["Content-Disposition"]


def old(path: Path) -> Path:
    """Bytes that were written two hours ago."""
    moment = time.time() - 7200
    os.utime(path, (moment, moment))
    return path


def test_the_sweep_takes_bytes_without_a_row_once_they_are_old(world: World, plan: ActionPlan) -> None:
    file = kept(world, plan)
    old(path_of(file.place))
    forgotten, fresh = folder() / "forgotten", folder() / "fresh"
    forgotten.write_bytes(b"x")
    fresh.write_bytes(b"x")
    old(forgotten)
    sweep()
    assert {path.name for path in folder().iterdir()} == {file.place.hex, "fresh"}


def test_the_sweep_takes_rows_to_which_nothing_points(
    world: World, plan: ActionPlan, django_capture_on_commit_callbacks: Any
) -> None:
    file, other = kept(world, plan), kept(world, plan)
    plan.files.filter(file=file).delete()
    assert list(unheld()) == [file]
    sweep()
    assert StoredFile.objects.count() == 2
    with clock.at(clock.now() + timedelta(hours=2)), django_capture_on_commit_callbacks(execute=True):
        sweep()
    assert StoredFile.objects.get() == other
    assert not path_of(file.place).exists()


def test_the_sweep_says_which_bytes_are_lost_and_takes_nothing(world: World, plan: ActionPlan) -> None:
    file = kept(world, plan)
    content = path_of(file.place).read_bytes()
    path_of(file.place).unlink()
    sweep()
    client = world.client(AUTHOR)
    assert "not on the disk any more" in client.get(f"/plans/{plan.pk}/").content.decode()
    answer = client.get(f"/plans/{plan.pk}/files/{file.pk}/", follow=True).content.decode()
    assert "This file is not on the disk any more." in answer
    path_of(file.place).write_bytes(content)
    sweep()
    assert StoredFile.objects.get().lost_at is None


def test_what_was_changed_on_the_disk_is_not_handed_out(world: World, plan: ActionPlan) -> None:
    file = kept(world, plan)
    sealed = path_of(file.place).read_bytes()
    path_of(file.place).write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert world.client(AUTHOR).get(f"/plans/{plan.pk}/files/{file.pk}/").status_code == 302


def test_the_keys_of_files_are_known_to_the_change_of_keys() -> None:
    assert "keys of files" in {holder.name for holder in rotation.holders()}


@pytest.mark.plane("forum")
def test_a_request_takes_files_while_it_is_with_the_requester(world: World) -> None:
    from pulang.forum.engagements import actions
    from pulang.forum.engagements.actions import RequestText

    drafter = world.viewer("corrections")
    text = RequestText(title="A request", problem="P", help_wanted="H", tried="", language="en")
    row = actions.draft(by=drafter, host=world.places["mto"], text=text, provisions=provisions(FAMILY))
    client = world.client("corrections")
    data = {"title": "The yard", "file": SimpleUploadedFile("yard.pdf", PDF)}
    assert client.post(f"/cve-p/{row.pk}/files/", data)["Location"] == f"/cve-p/{row.pk}/"
    file = StoredFile.objects.get()
    address = f"/cve-p/{row.pk}/files/{file.pk}/"
    assert client.get(address).content == PDF
    for who in ("outside-corrections", "desk", "stranger", "mentor"):
        assert world.client(who).get(address).status_code == 404

    actions.submit(by=drafter, request=row)
    assert "/files/" in client.get(f"/cve-p/{row.pk}/").content.decode()
    assert client.get(f"{address}remove/").status_code == 404
    assert client.get(f"/cve-p/{row.pk}/files/").status_code == 404
    actions.endorse(by=world.viewer("policy"), request=row)
    assert world.client("desk").get(address).content == PDF
    assert world.client("outside-corrections").get(address).status_code == 404
    actions.release(by=world.viewer("policy"), request=row, reason="It helps.")
    assert world.client("outside-corrections").get(address).content == PDF
