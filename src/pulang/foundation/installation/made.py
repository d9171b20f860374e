"""Reading and writing what this installation was made as."""

from django.conf import settings

from pulang.foundation.installation.models import Installation
from pulang.kernel import clock


class WrongInstallation(Exception):
    """The database belongs to another plane, or was not made as what the settings say; the message tells which."""


def make() -> Installation:
    """Write the row on first use; afterwards check that settings and database agree, or raise ``WrongInstallation``."""
    row, _ = Installation.objects.get_or_create(
        pk=1,
        defaults={
            "plane": settings.PULANG_PLANE,
            "demonstration": settings.PULANG_DEMONSTRATION,
            "made_at": clock.now(),
        },
    )
    if row.plane != settings.PULANG_PLANE:
        raise WrongInstallation(
            f"This database belongs to the {row.plane} plane; the settings say {settings.PULANG_PLANE}."
        )
    if row.demonstration != settings.PULANG_DEMONSTRATION:
        was = "a demonstration" if row.demonstration else "a real installation"
        raise WrongInstallation(
            f"This installation was made as {was}. PULANG_DEMONSTRATION must say the same; "
            "to change it, make a new installation with another PULANG_DATA or database."
        )
    return row


def is_demonstration() -> bool:
    """Whether the database itself says that it was made as a demonstration."""
    return Installation.objects.filter(pk=1, demonstration=True).exists()
