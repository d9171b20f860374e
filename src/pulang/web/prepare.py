"""Everything that must be in place before a plane can serve: database, cache table, translations, style sheets."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from pulang.foundation.installation.made import make
from pulang.foundation.installation.models import Installation
from pulang.web import catalogues
from pulang.web.cli.terminal import progress


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
    """Compress style sheets and scripts into the folder they are served from, when they changed."""
    root = Path(str(settings.STATIC_ROOT))
    stamp, wanted = root / ".sources", _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(wanted, encoding="utf-8")


def _fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            digest.update(path.encode())
            digest.update(Path(storage.path(path)).read_bytes())
    return digest.hexdigest()
