"""Everything that must be in place before a plane can serve: database, cache table, translations, style sheets."""

import hashlib
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from pulang.foundation.installation.made import make
from pulang.foundation.installation.models import Installation
from pulang.web import catalogues
from pulang.web.cli.terminal import progress

KEPT_FOR_DAYS = 30


def prepare() -> Installation:
    """Bring the installation up to date; a second run changes nothing. Raises ``WrongInstallation``."""
    with progress(f"Preparing the {settings.PULANG_PLANE} plane", total=4) as advance:
        catalogues.compile_all()
        advance(1)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        advance(1)
        installation = make()
        advance(1)
        collect_static()
        advance(1)
    return installation


def collect_static() -> None:
    """Compress style sheets and scripts into the folder they are served from, when they changed.

    Those of the version before stay for a while: it may still be serving.
    """
    root = Path(str(settings.STATIC_ROOT))
    stamp, wanted = root / ".sources", _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    _remove_old(root)
    stamp.write_text(wanted, encoding="utf-8")


def _remove_old(root: Path) -> None:
    """Take away what this version does not name and no other has named for a month."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    named = {*staticfiles_storage.hashed_files, *staticfiles_storage.hashed_files.values(), "staticfiles.json"}  # type: ignore[attr-defined]
    before = time.time() - KEPT_FOR_DAYS * 86400
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if (
            path.is_file()
            and name.removesuffix(".gz").removesuffix(".br") not in named
            and path.stat().st_mtime < before
        ):
            path.unlink()


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            digest.update(path.encode())
            digest.update(Path(storage.path(path)).read_bytes())
    return digest.hexdigest()
