"""Bringing rows and bytes together again where a crash or a removal left one without the other."""

import time
from uuid import UUID

from pulang.common.files.actions.stored import remove_file
from pulang.common.files.models import StoredFile
from pulang.common.files.queries.stored import folder, unheld
from pulang.common.files.rules import ORPHANED_AFTER
from pulang.foundation.policy.viewer import command_viewer
from pulang.kernel import clock


def sweep() -> None:
    """Remove files to which nothing points and bytes without a row; mark rows whose bytes are lost.

    What is younger than an hour may belong to something that is being written, and stays. Rows are read before the
    disk, since bytes are written before their row.
    """
    before = clock.now() - ORPHANED_AFTER
    for file in unheld().filter(made_at__lt=before):
        remove_file(by=command_viewer("run-due"), file=file)
    known = {place.hex: pk for pk, place in StoredFile.objects.values_list("pk", "place")}
    there = {path.name: path for path in folder().iterdir()}
    _mark_lost([pk for name, pk in known.items() if name not in there])
    oldest = time.time() - ORPHANED_AFTER.total_seconds()
    for name in there.keys() - known.keys():
        if there[name].stat().st_mtime < oldest:
            there[name].unlink(missing_ok=True)


def _mark_lost(missing: list[UUID]) -> None:
    """Say since when bytes are missing; bytes that came back, from a backup, are no longer lost."""
    StoredFile.objects.filter(pk__in=missing, lost_at__isnull=True).update(lost_at=clock.now())
    StoredFile.objects.filter(lost_at__isnull=False).exclude(pk__in=missing).update(lost_at=None)
