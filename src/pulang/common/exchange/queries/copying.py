"""The full copy: a zip of tables and files, described so that any program can read it (Frictionless Data Package 1)."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import IO, Any

from django.conf import settings
from django.db.models import F, Field, Model
from django.utils.translation import gettext as _

from pulang.common.accounts.models import Organisation
from pulang.common.exchange.permissions import ExchangePermission as P
from pulang.common.exchange.queries.owned import places_of
from pulang.common.files.queries.stored import Missing, content
from pulang.common.marking.queries import Carried, let_out, markings_of, standing
from pulang.foundation.documents.cells import inert
from pulang.foundation.events.models import Event
from pulang.foundation.holdings import Holding, Places, holdings
from pulang.foundation.policy.exits import COPY as FULL_COPY
from pulang.foundation.policy.rules import demand
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.sealed.values import Sealed
from pulang.kernel import clock
from pulang.kernel.tlp import Label, Marking

__all__ = ["FULL_COPY", "write_copy"]
CHUNK = 500
TYPES = {
    "UUIDField": "string", "DateTimeField": "datetime", "DateField": "date", "BooleanField": "boolean",
    "PositiveSmallIntegerField": "integer", "PositiveIntegerField": "integer", "PositiveBigIntegerField": "integer",
    "BigIntegerField": "integer", "BigAutoField": "integer", "JSONField": "object",
}  # fmt: skip


def write_copy(viewer: Viewer, organisation: Organisation, target: IO[bytes]) -> int:
    """Write the copy of what belongs to an organisation and all below it; how many rows it holds.

    What a label keeps from the viewer stays out. ``Http404`` for whoever does not answer for the organisation.
    """
    demand(viewer, P.HOLDINGS_VIEW, organisation, seen_by=P.HOLDINGS_VIEW)
    places, resources, total = places_of(organisation), [], 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for holding in (each for each in holdings() if each.is_copied):
            rows = _table(archive, viewer, organisation, holding, places)
            total += rows
            resources.append(_described(holding, rows))
        rows = _events(archive, viewer, organisation, places)
        resources.append(_described_events(rows))
        archive.writestr("datapackage.json", json.dumps(_package(organisation, resources), indent=1))
        archive.writestr("README.txt", _readme(organisation))
    return total + rows


def _table(
    archive: zipfile.ZipFile, viewer: Viewer, organisation: Organisation, holding: Holding, places: Places
) -> int:
    """One table as CSV, and the files that its rows point at; how many rows."""
    fields, count = _columns(holding), 0
    with archive.open(f"tables/{holding.table}.csv", "w", force_zip64=True) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow([field.attname for field in fields])
        kept = []
        for row in _passed(viewer, organisation, holding, places):
            writer.writerow([_plain(row, field) for field in fields])
            count += 1
            if holding.file is not None:
                kept.append(holding.file(row))
        text.flush()
        text.detach()
    for file in kept:
        _file(archive, file)
    return count


def _passed(viewer: Viewer, organisation: Organisation, holding: Holding, places: Places) -> Iterator[Model]:
    """The rows that the gate lets out, some hundred at a time."""
    rows = holding.copied(places).order_by("pk")
    if holding.marking:
        rows = rows.annotate(_marking_id=F(f"{holding.marking}_id"))
    own = _own(viewer, organisation)
    for some in _chunks(rows.iterator(chunk_size=CHUNK)):
        if holding.marking:
            leads = [SimpleNamespace(pk=row.pk, marking_id=row._marking_id) for row in some]
            known = markings_of(leads)
            carried = [Carried(row, (known[row.pk],)) for row in some]
        else:
            carried = [Carried(row, (own,)) for row in some]
        yield from let_out(viewer, FULL_COPY, carried).things


def _own(viewer: Viewer, organisation: Organisation) -> Marking:
    """What is an organisation's by what it is: for itself, and for where whoever answers for it stands."""
    return standing(Label.AMBER_STRICT, organisation.pk, *[grant.organisation_id for grant in viewer.grants])


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


def _columns(holding: Holding) -> Sequence[Any]:
    return [field for field in holding.model._meta.concrete_fields if field.name not in holding.secret]


def _plain(row: Model, field: Field[Any, Any]) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    value = getattr(row, field.attname)
    if value is None:
        return ""
    if isinstance(value, Sealed):
        return inert(value.open(row))
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return inert(value) if isinstance(value, str) else str(value)


def _file(archive: zipfile.ZipFile, file: Any) -> None:
    try:
        archive.writestr(f"files/{file.pk}/{file.name}", content(file))
    except Missing:
        archive.writestr(f"files/{file.pk}/{file.name}.lost.txt", _("This file was not on the disk any more."))


def _events(archive: zipfile.ZipFile, viewer: Viewer, organisation: Organisation, places: Places) -> int:
    """What happened, without content: the chain is the installation's, the knowledge is the owner's too."""
    names = ("position", "at", "actor_id", "principal_id", "verb", "object_kind", "object_id", "organisation_id")
    rows = Event.objects.filter(organisation_id__in=places).order_by("position").values_list(*names)
    count = 0
    with archive.open("tables/events.csv", "w", force_zip64=True) as raw:
        text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        writer = csv.writer(text)
        writer.writerow(names)
        for some in _chunks(rows.iterator(chunk_size=CHUNK)):
            own = _own(viewer, organisation)
            for row in let_out(viewer, FULL_COPY, [Carried(row, (own,)) for row in some]).things:
                writer.writerow(["" if value is None else str(value) for value in row])
                count += 1
        text.flush()
        text.detach()
    return count


def _package(organisation: Organisation, resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": f"pulang-{organisation.key}",
        "title": organisation.name,
        "created": clock.now().isoformat(),
        "plane": settings.PULANG_PLANE,
        "resources": resources,
    }


def _described(holding: Holding, rows: int) -> dict[str, Any]:
    fields = [
        {"name": field.attname, "type": TYPES.get(field.get_internal_type(), "string")} for field in _columns(holding)
    ]
    key = holding.model._meta.pk
    leads = [
        {
            "fields": field.attname,
            "reference": {
                "resource": field.related_model._meta.label_lower.replace(".", "-"),
                "fields": field.target_field.attname,
            },
        }
        for field in _columns(holding)
        if field.is_relation and _is_model(field.related_model)
    ]
    return _resource(
        holding.table, str(holding.words), rows, {"fields": fields, "primaryKey": key.attname, "foreignKeys": leads}
    )


def _is_model(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Model)


def _described_events(rows: int) -> dict[str, Any]:
    names = ("position", "at", "actor_id", "principal_id", "verb", "object_kind", "object_id", "organisation_id")
    fields = [{"name": name, "type": "integer" if name == "position" else "string"} for name in names]
    return _resource("events", _("What happened, without any content"), rows, {"fields": fields})


def _resource(name: str, title: str, rows: int, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "path": f"tables/{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8-sig",
        "rows": rows,
        "schema": schema,
    }


def _readme(organisation: Organisation) -> str:
    return _(
        "Full copy of what {name} and the organisations below it have in Pulang.\n\n"
        "tables/   one table each, as text separated by commas (CSV, UTF-8). datapackage.json says what each table and "
        "each column is, how many rows there are, and which column leads to which table (Frictionless Data Package).\n"
        "files/    the attached files, each in a folder named by its id.\n\n"
        "Passwords, codes and keys are not in it. A text that begins like a formula has an apostrophe before it. "
        "Keep this copy as carefully as the labels in it demand.\n"
    ).format(name=organisation.name)
