"""What is there after the kills, held against what was acknowledged."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.recovery.installations import Installation
from tests.recovery.writing import End, Kind, content

OPEN_FILES = """
import hashlib
from pulang.common.files.models import StoredFile
from pulang.common.files.queries.stored import Missing, content
for file in StoredFile.objects.filter(title__startswith="kill "):
    try:
        print(file.title, hashlib.sha256(content(file)).hexdigest(), sep="\\t")
    except Missing:
        print(file.title, "missing", sep="\\t")
"""
TORN = {
    "a plan without its event": "SELECT id FROM followup_actionplan WHERE title LIKE 'kill %' AND id NOT IN "
    "(SELECT object_id FROM events_event WHERE object_id IS NOT NULL)",
    "an event of a plan that is not there": "SELECT object_id FROM events_event WHERE "
    "object_kind = 'followup.actionplan' AND object_id NOT IN (SELECT id FROM followup_actionplan)",
    "a plan without its good practice": "SELECT id FROM followup_actionplan WHERE title LIKE '%kill %' "
    "AND id NOT IN (SELECT plan_id FROM followup_planprovision)",
    "a file that belongs to nothing": "SELECT id FROM files_storedfile WHERE title LIKE 'kill %' "
    "AND id NOT IN (SELECT file_id FROM followup_planfile)",
    "a file without its event": "SELECT id FROM files_storedfile WHERE title LIKE 'kill %' AND id NOT IN "
    "(SELECT object_id FROM events_event WHERE object_id IS NOT NULL)",
}
TORN_SERVICE = {
    "a facility without its figures": "SELECT organisation_id FROM facilities_facility JOIN accounts_organisation o "
    "ON o.id = organisation_id WHERE o.name LIKE 'kill %' AND organisation_id NOT IN "
    "(SELECT facility_id FROM facilities_facilitycount)",
    "an organisation without its facility": "SELECT id FROM accounts_organisation WHERE name LIKE 'kill %' "
    "AND id NOT IN (SELECT organisation_id FROM facilities_facility)",
}
TORN_FORUM = {
    "a request without its event": "SELECT id FROM engagements_engagementrequest WHERE title LIKE 'kill %' "
    "AND id NOT IN (SELECT object_id FROM events_event WHERE object_id IS NOT NULL)",
}


@dataclass
class Promise:
    """One write: its mark, and how it ended for whoever wrote."""

    mark: str
    end: End = End.UNKNOWN


def broken(installation: Installation, kind: Kind, promises: list[Promise]) -> list[str]:
    """What was acknowledged is there once, what was not at most once; an import has all of its rows or none."""
    sql = f"SELECT {kind.column} FROM {kind.table} WHERE {kind.column} LIKE 'kill %'"  # noqa: S608 - constants
    marks = (row[0] for row in installation.rows(sql))
    found = Counter(mark.rpartition(" ")[0] if kind.rows > 1 else mark for mark in marks)
    allowed = {End.KEPT: {kind.rows}, End.REMOVED: {0}, End.UNKNOWN: {0, kind.rows}}
    wrong = [
        f"{promise.mark}: {promise.end.value}, and {found[promise.mark]} rows of {kind.rows} are there"
        for promise in promises
        if found[promise.mark] not in allowed[promise.end]
    ]
    asked = {promise.mark for promise in promises}
    return [*wrong, *(f"{mark}: never asked for" for mark in found if mark not in asked)]


def torn(installation: Installation) -> Iterator[str]:
    """Rows have their events and what belongs to them, events their rows, files their bytes, and the chain holds."""
    more = TORN_SERVICE if installation.plane == "service" else TORN_FORUM
    for what, sql in {**TORN, **more}.items():
        yield from (f"{what}: {row[0]}" for row in installation.rows(sql))
    for line in installation.python(OPEN_FILES).splitlines():
        mark, _, digest = line.partition("\t")
        if digest != hashlib.sha256(content(mark)).hexdigest():
            yield f"{mark}: the file's content is not what was sent ({digest})"
    verified = installation.call("audit", "verify")
    if verified.returncode:
        yield verified.stderr.strip()
    if not installation.database_url:
        yield from (row[0] for row in installation.rows("PRAGMA integrity_check") if row[0] != "ok")
