"""Importing: all or nothing, only what changed, the same ids everywhere, and never without history."""

from importlib.resources import files
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from pulang.common.frameworks.actions import ImportReport, check_frameworks, import_frameworks
from pulang.common.frameworks.models import (
    Document,
    FrameworkImport,
    Provision,
    ProvisionArea,
    ProvisionText,
    Relation,
)
from pulang.common.frameworks.queries import relations, versions
from pulang.foundation.events.append import opened
from pulang.foundation.events.models import Event
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.ids import keyed

SHIPPED = (files("pulang.common.frameworks") / "data" / "frameworks.yaml").read_text("utf-8")
FAMILY = "Involve and support families before and after release."
REWORDED = SHIPPED.replace(FAMILY, "Involve families early, and support them before and after release.")


@pytest.fixture
def family(library: ImportReport) -> Provision:
    return Provision.objects.get(key="rome-memorandum/family")


def test_the_shipped_file_comes_in_whole(library: ImportReport) -> None:
    assert (library.errors, library.changed, library.unchanged) == ((), (), ())
    assert (Document.objects.count(), Provision.objects.count(), len(library.created)) == (7, 34, 41)
    assert ProvisionText.objects.count() == 34 * 4
    assert Relation.objects.count() == 10


def test_ids_come_from_the_keys(family: Provision) -> None:
    assert family.pk == keyed("provision", "rome-memorandum/family")
    assert family.document_id == keyed("document", "rome-memorandum")
    assert family.pk == UUID("314aed18-882f-5ebc-8407-6c8fb133d6c9")


def test_the_library_stands_in_the_order_of_the_documents_and_their_numbers(library: ImportReport) -> None:
    rows = Provision.objects.order_by("position").values_list("document__position", "number")
    assert list(rows) == sorted(rows)


def test_importing_again_changes_nothing_and_says_nothing(library: ImportReport, keeper: Viewer) -> None:
    events = Event.objects.count()
    again = import_frameworks(by=keeper, text=SHIPPED)
    assert (again.created, again.changed, len(again.unchanged)) == ((), (), 41)
    assert (FrameworkImport.objects.count(), Event.objects.count()) == (1, events)


def test_importing_again_changes_only_what_changed_and_keeps_what_it_said(
    family: Provision, keeper: Viewer, reader: Viewer
) -> None:
    report = import_frameworks(by=keeper, text=REWORDED)
    assert (report.created, report.changed, len(report.unchanged)) == ((), ("rome-memorandum/family",), 40)
    latest, first = versions(reader, family)
    assert (latest.number, first.number, latest.author) == (2, 1, "frameworks import")
    assert first.content["texts"]["en"]["fields"]["summary"] == FAMILY
    (difference,) = latest.differences
    assert (difference.what, difference.language, difference.before) == ("summary", "en", FAMILY)
    assert first.differences == ()


def test_one_event_tells_of_an_import(library: ImportReport, keeper: Viewer) -> None:
    import_frameworks(by=keeper, text=REWORDED)
    first, second = Event.objects.filter(verb="frameworks.imported").order_by("position")
    assert (first.command, second.command) == ("frameworks import", "frameworks import")
    values = opened(second)
    assert values is not None
    assert values["after"] == {"created": [], "changed": ["rome-memorandum/family"]}


def test_a_wrong_file_imports_nothing_at_all(library: ImportReport, keeper: Viewer) -> None:
    wrong = REWORDED.replace("number: 25", "number: 24")
    report = import_frameworks(by=keeper, text=wrong)
    assert [(error.key, "already that of" in error.message) for error in report.errors] == [
        ("rome-memorandum/follow-up", True)
    ]
    assert FrameworkImport.objects.count() == 1
    assert ProvisionText.objects.get(provision__key="rome-memorandum/family", language="en").summary == FAMILY


def test_checking_writes_nothing(library: ImportReport) -> None:
    assert check_frameworks(text=REWORDED).problems == ()
    assert FrameworkImport.objects.count() == 1


def test_what_a_file_does_not_mention_stays(library: ImportReport, keeper: Viewer) -> None:
    only_aftercare = "documents:\n" + SHIPPED[SHIPPED.index("  - id: aftercare") : SHIPPED.index("relations:")]
    changed = only_aftercare.replace("year: 2014", "year: 2015")
    report = import_frameworks(by=keeper, text=changed)
    assert (report.created, report.changed) == ((), ("aftercare-guidance",))
    assert Provision.objects.count() == 34


def test_numbers_can_be_exchanged(library: ImportReport, keeper: Viewer) -> None:
    swapped = SHIPPED.replace("number: 24", "number: 0").replace("number: 25", "number: 24")
    report = import_frameworks(by=keeper, text=swapped.replace("number: 0", "number: 25"))
    assert report.changed == ("rome-memorandum/monitoring", "rome-memorandum/follow-up")
    assert Provision.objects.get(key="rome-memorandum/monitoring").number == 25


def test_relations_are_renewed_with_what_they_begin_at(library: ImportReport, keeper: Viewer, reader: Viewer) -> None:
    line = "  - {from: rome-addendum/incentives-in-law, to: rome-memorandum/incentives, kind: gives-legal-basis}\n"
    report = import_frameworks(by=keeper, text=SHIPPED.replace(line, ""))
    assert report.changed == ("rome-addendum/incentives-in-law",)
    incentives = Provision.objects.get(key="rome-memorandum/incentives")
    assert relations(reader, incentives, language="en") == []


def test_whoever_may_only_read_imports_nothing(db: None, reader: Viewer, stranger: Viewer) -> None:
    for viewer in (reader, stranger):
        with pytest.raises(Http404):
            import_frameworks(by=viewer, text=SHIPPED)
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda row: ProvisionArea.objects.create(provision=row, area="elsewhere"),
        lambda row: Provision.objects.filter(pk=row.pk).update(numbering="maybe"),
        lambda row: Provision.objects.filter(pk=row.pk).update(number=19),
        lambda row: row.texts.filter(language="fr").update(status="perfect"),
        lambda row: row.texts.filter(language="fr").update(language="en"),
        lambda row: Relation.objects.create(target=row, kind="elaborates"),
        lambda row: Relation.objects.create(source_provision=row, target=row, kind="elaborates"),
        lambda row: Relation.objects.create(
            source_provision=row, source_document=row.document, target=row, kind="elaborates"
        ),
        lambda row: FrameworkImport.objects.create(made_at=row.versions.get().imported.made_at),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(family: Provision, write: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(family)  # type: ignore[operator]
