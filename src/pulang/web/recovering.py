"""Restoring together with the plane's own files of keys."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings

from pulang.foundation.diskfiles import whole_file
from pulang.foundation.recovery import escrow
from pulang.foundation.recovery.problems import RecoveryError
from pulang.foundation.recovery.whole import Outcome, Sources, bring_back, demand_empty
from pulang.web import secrets

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def restore(sources: Sources, progress: Progress, *, had_keys: bool) -> Outcome:
    """Bring data and keys back. Keys that stood in the folder are kept where they open all that is needed.

    Raises ``RecoveryError``; then the folder's own keys are as before.
    """
    demand_empty()
    found = escrow.secrets_in(sources.export, sources.export_key)
    if found.plane != settings.PULANG_PLANE:
        raise RecoveryError(f"This is an export of keys of the {found.plane} plane.")
    if had_keys:
        _demand_sufficient(found.ring)
        return bring_back(sources, progress)
    with _keys_of(found):
        return bring_back(sources, progress)


def _demand_sufficient(wanted: bytes) -> None:
    """Keys that stand in the folder may be newer than the export, and may not be others."""
    path = settings.PULANG_FOLDER / secrets.FILE
    ours, theirs = secrets.read(path).ring.keys, secrets.parse(wanted).ring.keys
    if any(ours.get(name) != key for name, key in theirs.items()):
        raise RecoveryError(f"{path} holds other keys than the export. Move it to a safe place, then restore again.")


@contextmanager
def _keys_of(found: escrow.Secrets) -> Iterator[None]:
    """Put the exported files of keys in place; when the restore fails, the folder has none, as before."""
    wanted = {secrets.FILE: found.ring, escrow.SIGNING: found.signing}
    paths = {settings.PULANG_FOLDER / name: content for name, content in wanted.items() if content}
    try:
        for path, content in paths.items():
            with whole_file(path) as file:
                file.write(content)
        yield
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
