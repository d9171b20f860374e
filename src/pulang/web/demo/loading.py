"""Loading a demonstration into an installation that was made as one, and only there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from pulang.web.cli.main import setup
from pulang.web.cli.terminal import progress, say


class NotADemonstration(Exception):
    """Demonstration data was asked for where it has no place; the message says what to do."""


def load(plane: str, *, reset: bool) -> None:
    """Prepare the plane and fill it, unless it is filled. ``reset`` removes the embedded database first."""
    setup(plane)
    from django.conf import settings

    if not settings.PULANG_DEMONSTRATION:
        raise NotADemonstration(
            "Demonstration data is refused here: this is not set up as a demonstration. "
            "Set PULANG_DEMONSTRATION=true with a PULANG_DATA of its own."
        )
    if reset:
        _remove()
    from pulang.foundation.installation.made import WrongInstallation
    from pulang.web.prepare import prepare

    try:
        prepare()
    except WrongInstallation as error:
        raise NotADemonstration(str(error)) from None
    _fill(plane)


def _fill(plane: str) -> None:
    from pulang.common.accounts.models import User

    if User.objects.exists():
        return
    from django.db import transaction

    world = import_module(f"pulang.web.demo.{plane}").build
    with progress(f"Making the {plane}'s demonstration world", total=None) as advance, transaction.atomic():
        world(advance)
    say(f"The {plane}'s demonstration world is ready.")


def _remove() -> None:
    from django.conf import settings
    from django.db import connection

    from pulang.foundation.installation.made import is_demonstration

    if connection.vendor != "sqlite":
        raise NotADemonstration(
            "Make an empty PostgreSQL database for a new demonstration; --reset removes files only."
        )
    path = Path(settings.DATABASES["default"]["NAME"])
    if (
        path.exists()
        and "installation_installation" in connection.introspection.table_names()
        and not is_demonstration()
    ):
        raise NotADemonstration("This database was not made as a demonstration; it is left alone.")
    connection.close()
    for file in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        file.unlink(missing_ok=True)


@contextmanager
def days_ago(days: int, hour: int = 9) -> Iterator[None]:
    """The clock stands so many days before today, in the morning."""
    from pulang.kernel import clock

    moment = (clock.now() - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    with clock.at(moment):
        yield
