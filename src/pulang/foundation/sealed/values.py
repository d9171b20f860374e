"""The value of a sealed field: opened on purpose, with the row it belongs to, never by accident."""

from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext

from pulang.kernel.crypto import Keyring

_SETTING = "PULANG_KEYRING"


class Sealed:
    """Text under seal. Its plain text shows in no template, log, representation or `values()`.

    One that was just assigned and not saved yet still holds its text; `envelope` is None until then.
    """

    __slots__ = ("_home", "_pending", "envelope")

    def __init__(self, home: str, envelope: bytes | None = None, pending: str | None = None) -> None:
        self._home = home
        self.envelope = envelope
        self._pending = pending

    def open(self, row: Model) -> str:
        """Return the text that was sealed in `row`.

        Raises WrongContext for another row's value, UnknownKey where the key is gone (kernel.crypto).
        """
        return self.open_at(row.pk)

    def open_at(self, pk: UUID | str | int) -> str:
        """Return the text sealed in the row with this key, for what `values()` gave. Raises as `open`."""
        if self._pending is not None:
            return self._pending
        return keyring().open(self.envelope or b"", self._context(pk)).decode()

    def sealed_for(self, pk: UUID | str | int | None) -> "Sealed":
        """Return this value with its text sealed for the row with this key; a sealed one as it is."""
        if self._pending is None:
            return self
        if pk is None:
            raise ValueError(f"{self._home} cannot be sealed before its row has a primary key")
        return Sealed(self._home, keyring().seal(self._pending.encode(), self._context(pk)))

    def _context(self, pk: UUID | str | int) -> bytes:
        return f"{self._home}\x00{pk}".encode()

    def __str__(self) -> str:
        return gettext("under seal")

    def __repr__(self) -> str:
        return f"<Sealed {self._home}>"


def keyring() -> Keyring:
    """Return the installation's keyring, `settings.PULANG_KEYRING`."""
    ring: Keyring = getattr(settings, _SETTING)
    return ring
