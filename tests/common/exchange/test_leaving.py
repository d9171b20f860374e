"""An organisation takes all that is its own along, and has it erased; nothing of others goes with it."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.test import Client
from tests.web.populate import OWN_READER, populate
from tests.worlds import World

from pulang.common.accounts.models import Contact, Membership, User
from pulang.common.exchange.actions import ask_erasure, carry_out_erasure, take_copy, withdraw_erasure
from pulang.common.exchange.models import Erasure
from pulang.common.files.models import StoredFile
from pulang.common.files.queries.stored import path_of
from pulang.common.followup.models import ActionPlan
from pulang.common.marking.models import Marking
from pulang.foundation.events import erasing
from pulang.foundation.events.append import opened, verify
from pulang.foundation.events.models import Event, SubjectKey
from pulang.foundation.holdings import holdings
from pulang.foundation.policy.rules import Refused
from pulang.foundation.search.models import SearchRow
from pulang.foundation.stewardship import Scope
from pulang.kernel import clock
from pulang.kernel.tlp import Label

HOME = {"forum": "kilima", "service": "mto"}[settings.PULANG_PLANE]
OTHER = {"forum": "wadi", "service": "ziwa"}[settings.PULANG_PLANE]


def copy_of(world: World, who: str = OWN_READER) -> zipfile.ZipFile:
    target = io.BytesIO()
    take_copy(by=world.viewer(who), organisation=world.places[HOME], target=target)
    return zipfile.ZipFile(target)


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"tables/{name}.csv").decode("utf-8-sig"))))


def erased(world: World) -> Erasure:
    """The erasure asked for, and carried out when the time has come."""
    row = ask_erasure(by=world.viewer(OWN_READER), organisation=world.places[HOME], reason="We leave.")
    later = clock.now() + timedelta(days=8)
    with clock.at(later):
        carry_out_erasure(by=world.viewer("admin"), erasure=row)
    row.refresh_from_db()
    return row


def test_the_copy_holds_every_row_and_file_and_says_what_they_are(full_world: World) -> None:
    archive = copy_of(full_world)
    package = json.loads(archive.read("datapackage.json"))
    for resource in package["resources"]:
        rows = table(archive, resource["name"])
        assert len(rows) == resource["rows"]
        if rows:
            assert list(rows[0]) == [field["name"] for field in resource["schema"]["fields"]]
    names = {contact["name"] for contact in table(archive, "accounts-contact")}
    assert names == set(_contacts(full_world).values_list("name", flat=True))
    [file] = [name for name in archive.namelist() if name.startswith("files/") and name.endswith("yard.txt")][:1]
    assert archive.read(file) == b"What the yard looks like."


def test_sealed_texts_come_out_readable_and_secrets_not_at_all(full_world: World) -> None:
    contact = _contacts(full_world).order_by("pk")[0]
    contact.phone = "=2+5"
    contact.save()
    archive = copy_of(full_world)
    assert {row["phone"] for row in table(archive, "accounts-contact")} >= {"'=2+5"}
    assert "password" not in table(archive, "accounts-user")[0]
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"argon2" not in whole


def test_nothing_of_others_is_in_the_copy(full_world: World) -> None:
    archive = copy_of(full_world)
    hosts = {row["host_id"] for row in table(archive, "followup-actionplan")}
    assert hosts
    assert str(full_world.places[OTHER].pk) not in hosts


def test_what_a_label_keeps_from_the_owner_stays_out(full_world: World) -> None:
    plan = ActionPlan.objects.filter(host=full_world.places["mto"]).order_by("made_at")[0]
    plan.marking.people.clear()
    Marking.objects.filter(pk=plan.marking_id).update(label=Label.RED.value)
    kept = {row["id"] for row in table(copy_of(full_world), "followup-actionplan")}
    assert str(plan.pk) not in kept
    assert kept


@pytest.mark.parametrize("who", ["stranger", "access", "admin", "inspector"])
def test_nobody_else_takes_a_copy_or_asks_for_an_erasure(full_world: World, who: str) -> None:
    client = full_world.client(who)
    for address in (f"/own-data/{HOME}/", f"/own-data/{HOME}/erase/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/own-data/{HOME}/copy.zip").status_code == 404
    with pytest.raises(Http404):
        take_copy(by=full_world.viewer(who), organisation=full_world.places[HOME], target=io.BytesIO())


def test_an_erasure_leaves_no_text_no_search_row_no_file_and_no_key(full_world: World) -> None:
    plans = ActionPlan.objects.filter(host=full_world.places["mto"])
    subjects, files = [plan.pk for plan in plans], list(StoredFile.objects.filter(name="yard.txt"))
    mine = [file for file in files if file.owner.contact and file.owner.contact.organisation_id in _places(full_world)]
    names = list(_contacts(full_world).values_list("name", flat=True))

    row = erased(full_world)

    assert row.rows is not None
    assert row.rows > len(subjects)
    assert not ActionPlan.objects.filter(pk__in=subjects).exists()
    assert not SubjectKey.objects.filter(subject_id__in=subjects).exists()
    assert not SearchRow.objects.filter(kind="contact", title__in=names).exists()
    assert mine
    assert not StoredFile.objects.filter(pk__in=[file.pk for file in mine]).exists()
    for holding in holdings():
        if holding.erase is not None and holding.model.__name__ not in {"Organisation", "Contact", "User"}:
            assert not holding.rows(frozenset(_places(full_world))).exists(), holding.table
    assert set(_contacts(full_world).values_list("name", flat=True)) == {"–"}
    assert not User.objects.filter(contact__organisation__in=_places(full_world), is_active=True).exists()


def test_the_chain_holds_after_an_erasure_and_the_values_are_gone(full_world: World) -> None:
    plan = ActionPlan.objects.filter(host=full_world.places["mto"]).order_by("made_at")[0]
    event = Event.objects.filter(object_id=plan.pk, values_sealed__isnull=False).order_by("position")[0]
    assert opened(event)
    erased(full_world)
    assert verify() == Event.objects.count()
    assert opened(event) is None


def test_others_keep_all_that_is_theirs(full_world: World) -> None:
    def theirs() -> dict[str, int]:
        gone = frozenset(_places(full_world))
        return {
            holding.table: holding.model._default_manager.exclude(pk__in=holding.rows(gone).values("pk")).count()
            for holding in holdings()
        }

    before = theirs()
    erased(full_world)
    after = theirs()
    joint = {"exchange-erasure", "accounts-deputy", "accounts-membership"}
    assert {name: count for name, count in after.items() if name not in joint} == {
        name: count for name, count in before.items() if name not in joint
    }
    assert Membership.objects.filter(user=full_world.people["admin"]).exists()


def test_the_bytes_of_the_files_leave_the_disk(world: World, django_capture_on_commit_callbacks: object) -> None:
    populate(world)
    plan = ActionPlan.objects.filter(host=world.places["mto"], files__isnull=False).order_by("made_at")[0]
    place = path_of(plan.files.get().file.place)
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erased(world)
    assert not place.exists()


def test_two_people_and_seven_days_stand_between_asking_and_erasing(full_world: World) -> None:
    row = ask_erasure(by=full_world.viewer(OWN_READER), organisation=full_world.places[HOME], reason="We leave.")
    with pytest.raises(Refused, match="time to stop it"):
        carry_out_erasure(by=full_world.viewer("admin"), erasure=row)
    with pytest.raises(Refused, match="already"):
        ask_erasure(by=full_world.viewer(OWN_READER), organisation=full_world.places[HOME], reason="Again.")
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Http404):
        carry_out_erasure(by=full_world.viewer(OWN_READER), erasure=row)
    withdraw_erasure(by=full_world.viewer(OWN_READER), erasure=row)
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Refused, match="not open"):
        carry_out_erasure(by=full_world.viewer("admin"), erasure=row)


def test_asking_and_erasing_on_the_pages(full_world: World) -> None:
    owner, admin = full_world.client(OWN_READER), full_world.client("admin")
    page = owner.get("/own-data/", follow=True).content.decode()
    assert "Take a full copy" in page
    zipped = owner.post(f"/own-data/{HOME}/copy.zip")
    assert zipfile.ZipFile(io.BytesIO(b"".join(zipped.streaming_content))).testzip() is None  # type: ignore[attr-defined]
    name = full_world.places[HOME].name
    wrong = owner.post(f"/own-data/{HOME}/erase/", {"reason": "We leave.", "name": "Another"}).content.decode()
    assert "not the name" in wrong
    assert "We leave." in wrong
    assert owner.post(f"/own-data/{HOME}/erase/", {"reason": "We leave.", "name": name}).status_code == 302
    row = Erasure.objects.get(organisation=full_world.places[HOME])
    address = f"/own-data/erasures/{row.pk}/"
    assert "Erase everything now" not in admin.get(address).content.decode()
    with clock.at(clock.now() + timedelta(days=8)):
        client: Client = full_world.client("admin")
        assert "Erase everything now" in client.get(address).content.decode()
        assert client.post(address).status_code == 302
    row.refresh_from_db()
    assert row.done_by == full_world.people["admin"]


def test_a_restore_of_an_older_state_erases_it_again_but_not_what_came_later(full_world: World) -> None:
    plans = ActionPlan.objects.filter(host=full_world.places["mto"])
    with transaction.atomic():
        erased(full_world)
        ledger = list(erasing.lines())
        transaction.set_rollback(True)
    assert plans.exists()
    erasing.apply(ledger)
    assert not plans.exists()
    contact = _contacts(full_world).order_by("pk")[0]
    Contact.objects.filter(pk=contact.pk).update(name="Back again")
    erasing.apply(ledger)
    contact.refresh_from_db()
    assert contact.name == "Back again"


def test_every_model_of_an_organisation_or_country_is_a_holding(full_world: World) -> None:
    """A new table that belongs to somebody fails here until it is registered."""
    told = {holding.model for holding in holdings()}
    owned = {
        model
        for model in apps.get_models()
        if (stewardship := getattr(model, "stewardship", None)) is not None
        and stewardship.scope in (Scope.ORGANISATION, Scope.COUNTRY, Scope.PERSON)
    }
    assert {model._meta.label for model in owned - told} == set(ELSEWHERE)


ELSEWHERE = {
    # part of what points at it
    "accounts.OrganisationLink", "marking.Marking", "marking.AudienceOrganisation", "marking.AudiencePerson",
    "marking.AudienceOffice", "files.StoredFile", "search.SearchRow", "events.SubjectKey", "jobs.Job",
    # the installation's own record of what was decided about an organisation
    "accounts.Suspension", "exchange.Erasure", "api.KeptAnswer",
}  # fmt: skip
if settings.PULANG_PLANE == "forum":
    ELSEWHERE.add("bodies.Seat")


def _places(world: World) -> set[object]:
    return set(world.places[HOME].links_down.values_list("descendant_id", flat=True))


def _contacts(world: World) -> QuerySet[Contact]:
    return Contact.objects.filter(organisation__in=_places(world))
