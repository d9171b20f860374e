"""What a program is told of its person: who that is, Today, notices, documents, the directory and the audit."""

from django.conf import settings
from tests.web.populate import OWN_READER
from tests.web.programs import program
from tests.worlds import World

from pulang.common.accounts.models import Contact
from pulang.common.notices.models import Notice
from pulang.foundation.events.models import Event

KEEPER = {"forum": "policy", "service": "training"}[settings.PULANG_PLANE]


def test_who_am_i_and_what_may_i(full_world: World) -> None:
    told = program(full_world, "deputy").get("me").json()
    assert [role["deputy_of"] for role in told["roles"]] == [
        {"forum": "Policy", "service": "Governor"}[settings.PULANG_PLANE]
    ]
    assert "frameworks.read" in told["permissions"]
    assert "audit.read" not in told["permissions"]
    assert program(full_world, "stranger").get("me").json()["permissions"] == []


def test_today_is_the_same_as_on_the_page(full_world: World) -> None:
    who = {"forum": "policy", "service": "officer"}[settings.PULANG_PLANE]
    told = program(full_world, who).get("today").json()["items"]
    page = full_world.client(who).get("/").context["day"]
    assert [task["title"] for task in told] == [str(task.title) for task in (*page.now, *page.week, *page.waiting)]


def test_a_notice_is_marked_as_read_by_its_recipient_alone(full_world: World) -> None:
    asking = program(full_world, OWN_READER)
    notice = asking.get("notices").json()["items"][0]
    assert program(full_world, "admin").post(f"notices/{notice['id']}/read").status_code == 404
    assert asking.post(f"notices/{notice['id']}/read").status_code == 200
    assert Notice.objects.get(pk=notice["id"]).read_at is not None


def test_a_document_is_removed_by_its_asker_alone(full_world: World) -> None:
    asking = program(full_world, OWN_READER)
    document = asking.get("documents").json()["items"][0]
    assert document["state"] == "ready"
    where = f"documents/{document['id']}"
    assert program(full_world, "admin").send("DELETE", where).status_code == 404
    assert asking.send("DELETE", where).status_code == 200
    assert asking.get(where).status_code == 404


def test_a_contact_is_added_and_corrected_one_version_at_a_time(world: World) -> None:
    keeper = program(world, KEEPER)
    made = keeper.post("organisations/mto/contacts", {"name": "Asha", "email": "asha@example.org"})
    assert made.status_code == 201
    assert keeper.get(made["Location"]).json()["email"] == "asha@example.org"
    assert keeper.put(made["Location"], {"name": "Asha of the store"}, made["ETag"]).status_code == 200
    assert keeper.put(made["Location"], {"name": "Another"}, made["ETag"]).status_code == 412
    assert Contact.objects.get(pk=made.json()["id"]).name == "Asha of the store"


def test_what_the_form_finds_wrong_has_the_forms_words(world: World) -> None:
    keeper = program(world, KEEPER)
    body = {"name": "Asha", "service_number": "77"}
    assert keeper.post("organisations/mto/contacts", body).status_code == 201
    told = keeper.post("organisations/mto/contacts", body).json()
    assert told["errors"][0]["pointer"] == "/service_number"
    assert "Another contact" in told["errors"][0]["detail"]


def test_the_directory_finds_a_name_in_any_spelling(world: World) -> None:
    found = program(world, KEEPER).get("directory/search?q=MTO").json()["items"]
    assert ("organisation", "mto") in {(one["kind"], one["id"]) for one in found}


def test_the_inspector_reads_who_did_what_and_no_content(full_world: World) -> None:
    inspector = program(full_world, "inspector")
    page = inspector.get("audit/events?verb=plan.recorded").json()
    assert page["count"] == Event.objects.filter(verb="plan.recorded").count() > 0
    assert page["items"][0]["verb"]["words"] == "An action plan was recorded."
    assert "A plan" not in str(page)
    assert inspector.get("audit/events?verb=no.such").status_code == 422
    assert program(full_world, "admin").get("audit/events").status_code == 404


def test_the_library_is_read_and_searched(full_world: World) -> None:
    reader = program(full_world, KEEPER)
    assert reader.get("frameworks/provisions/rome-memorandum/family").json()["document"]["id"] == "rome-memorandum"
    assert "rome-memorandum/family" in {one["key"] for one in reader.get("frameworks/search?q=family").json()["items"]}
    thread = reader.get("frameworks/provisions/rome-memorandum/family/thread").json()
    assert thread["label"] == "TLP:AMBER+STRICT" or thread["items"]
    assert program(full_world, "admin").get("frameworks/provisions/rome-memorandum/family/thread").json()["items"] == []
