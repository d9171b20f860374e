"""Opening a signed file: is it whole, is it of the kind that is wanted, and is its key trusted here?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.bridge.models import TrustedInstallation
from pulang.foundation.signing import private_key
from pulang.kernel import clock, signedfiles
from pulang.kernel.signedfiles import BadFile, SignedFile

REASONS: dict[str, Promise] = {
    "none": _("This is no file that Pulang has signed. Choose the file as it was downloaded there."),
    "large": _("The file is larger than 24 MB."),
    "changed": _("The signature does not fit: the file was changed, or it was damaged on the way. Ask for it again."),
}
UNKNOWN = _(
    "Another installation signed this file, and nobody here has trusted its key. Ask your system administrator to "
    "compare the fingerprint and to add it."
)
REVOKED = _("The key that signed this file is not trusted here any more. Ask your system administrator why.")
OTHER_KIND = _("This is a signed file of another kind. It is not taken here.")


class NotTaken(Exception):
    """A file is not taken; ``reason`` is a sentence for the screen."""

    def __init__(self, reason: Promise | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Opened:
    """A file whose signature fits and whose key is trusted."""

    file: SignedFile
    installation: TrustedInstallation


def opened(raw: bytes, *kinds: str) -> Opened:
    """The file, if it is one of these kinds. Raises ``NotTaken``. One query."""
    try:
        file = signedfiles.read(raw)
    except BadFile as bad:
        raise NotTaken(REASONS[bad.why]) from None
    known = TrustedInstallation.objects.select_related("country").filter(key=file.key).first()
    if known is None:
        raise NotTaken(UNKNOWN)
    if known.revoked_at is not None:
        raise NotTaken(REVOKED)
    if file.kind not in kinds:
        raise NotTaken(OTHER_KIND)
    return Opened(file, known)


def signed(kind: str, content: Mapping[str, Any]) -> bytes:
    """A file that this installation signs now."""
    return signedfiles.write(kind, content, private_key(), created=f"{clock.now():%Y-%m-%dT%H:%M:%SZ}")
