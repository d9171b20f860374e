"""The library is corrected in the interface, keeps what it said before, and leaves as the file that it came from."""

from importlib.resources import files

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client
from tests.worlds import World

from pulang.common.frameworks.actions import correct_frameworks, import_frameworks
from pulang.common.frameworks.models import Document, Provision, ProvisionText
from pulang.common.frameworks.queries import as_file, contents, search, versions
from pulang.common.frameworks.rules import check
from pulang.foundation.policy.viewer import command_viewer

KEEPER = {"forum": "curriculum", "service": "training"}[settings.PULANG_PLANE]
FAMILY = "rome-memorandum/family"
PAGE = f"/practices/{FAMILY}/_correct/"
OWN_FILE = files("pulang.common.frameworks").joinpath("data/frameworks.yaml")


def typed(client: Client, page: str = PAGE, **changes: str) -> dict[str, object]:
    """The form as it stands, with some fields typed anew."""
    form = client.get(page).context["form"]
    values = {name: form.initial.get(name) for name in form.fields}
    return (
        {name: "" if value is None else value for name, value in values.items()}
        | {"reason": "A reader wrote."}
        | changes
    )


def test_the_library_leaves_as_the_very_file_it_came_from(world: World) -> None:
    answer = world.client("stranger").get("/practices/frameworks.yaml")
    assert answer.status_code == 404
    answer = world.client(KEEPER).get("/practices/frameworks.yaml")
    assert answer.content.decode() == OWN_FILE.read_text("utf-8")
    assert "frameworks.yaml" in answer["Content-Disposition"]


def test_a_corrected_library_leaves_as_a_file_that_another_installation_can_import(world: World) -> None:
    keeper = world.client(KEEPER)
    awkward = 'A "quoted" title: with # and \\ and مرحبا'
    assert keeper.post(PAGE, typed(keeper, **{"en-title": awkward})).status_code == 302
    text = as_file(world.viewer(KEEPER))
    assert check(text).problems == ()
    report = import_frameworks(by=command_viewer("frameworks import", "frameworks.import"), text=text)
    assert (report.created, report.changed) == ((), ())
    assert ProvisionText.objects.get(provision__key=FAMILY, language="en").title == awkward


def test_a_correction_keeps_the_earlier_wording_with_name_and_reason(world: World) -> None:
    keeper = world.client(KEEPER)
    before = ProvisionText.objects.get(provision__key=FAMILY, language="en").summary
    keeper.post(PAGE, typed(keeper, **{"en-summary": "Families first."}))
    provision = Provision.objects.get(key=FAMILY)
    latest = versions(world.viewer(KEEPER), provision)[0]
    assert latest.reason == "A reader wrote."
    assert latest.author == world.people[KEEPER].contact.name  # type: ignore[union-attr]
    assert [(each.what, each.before, each.after) for each in latest.differences] == [
        ("summary", before, "Families first.")
    ]
    page = keeper.get(f"/practices/{FAMILY}/").content.decode()
    assert "A reader wrote." in page


def test_translations_are_out_of_date_until_they_are_corrected_too(world: World) -> None:
    keeper = world.client(KEEPER)
    keeper.post(PAGE, typed(keeper, **{"en-summary": "Families first."}))
    keeper.post(PAGE, typed(keeper, **{"fr-summary": "Les familles d'abord.", "fr-status": "reviewed"}))
    texts = {text.language: text for text in ProvisionText.objects.filter(provision__key=FAMILY)}
    assert texts["fr"].source_hash == texts["en"].source_hash
    assert texts["ar"].source_hash != texts["en"].source_hash
    assert texts["fr"].status == "reviewed"


def test_a_correction_is_found_by_the_search(world: World) -> None:
    keeper = world.client(KEEPER)
    keeper.post(PAGE, typed(keeper, **{"ar-title": "الزنجبيل", "ar-status": "reviewed"}))
    found = search(world.viewer(KEEPER), "الزنجبيل", language="ar")
    assert [line.provision.provision.key for line in found if line.provision] == [FAMILY]


def test_a_number_that_another_good_practice_has_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    keeper = world.client(KEEPER)
    other = Provision.objects.filter(document__key="rome-memorandum", number__isnull=False).exclude(key=FAMILY)[0]
    answer = keeper.post(PAGE, typed(keeper, number=str(other.number), **{"en-title": "Typed with care"}))
    page = answer.content.decode()
    assert f"is already that of “{other.slug}”" in page
    assert "Typed with care" in page
    assert Provision.objects.get(key=FAMILY).version == 1


def test_a_text_that_is_there_cannot_be_blanked(world: World) -> None:
    keeper = world.client(KEEPER)
    answer = keeper.post(PAGE, typed(keeper, **{"en-title": ""}))
    assert "“Title (English)” is empty" in answer.content.decode()


def test_two_people_at_the_same_good_practice_compare(world: World) -> None:
    keeper = world.client(KEEPER)
    mine = typed(keeper, **{"en-title": "Mine"})
    keeper.post(PAGE, typed(keeper, **{"en-title": "Theirs"}))
    page = keeper.post(PAGE, mine).content.decode()
    assert "Somebody else changed this" in page
    assert "Theirs" in page
    assert "Mine" in page


def test_a_document_and_its_sections_are_corrected(world: World) -> None:
    keeper, page = world.client(KEEPER), "/practices/rome-memorandum/_correct/"
    assert keeper.post(page, typed(keeper, page, **{"en-section-A": "Aims", "year": "2013"})).status_code == 302
    document = Document.objects.get(key="rome-memorandum")
    assert document.year == 2013
    assert document.sections.get(code="A").texts.get(language="en").title == "Aims"
    assert contents()["rome-memorandum"]["sections"]["A"]["en"]["fields"] == {"title": "Aims"}


def test_only_keepers_correct(world: World) -> None:
    keepers = {who for who in world.people if world.client(who).get(PAGE).status_code == 200}
    assert keepers == {"forum": {"curriculum", "desk"}, "service": {"training"}}[settings.PULANG_PLANE]
    with pytest.raises(Http404):
        correct_frameworks(by=world.viewer("access"), changed=contents(), reason="No.")
