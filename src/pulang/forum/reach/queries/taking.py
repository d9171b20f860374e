"""What a file says before it is taken: is it of the viewer's own country, whole, and fit to be shown?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from pulang.common.accounts.models import Organisation
from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.queries import (
    KIND,
    WITHDRAWAL,
    Counts,
    NotTaken,
    Opened,
    Withdrawal,
    counts_of,
    faults,
    opened,
    withdrawal_of,
)
from pulang.forum.reach.models import ReceivedRelease
from pulang.forum.reach.queries.received import receivable
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.signedfiles import BadFile


@dataclass(frozen=True)
class Received:
    """Counts that may be taken. ``known``: this release is here already; ``replaces``: one of its period is."""

    counts: Counts
    country: Organisation
    installation: TrustedInstallation
    digest: str
    signed_at: datetime
    known: ReceivedRelease | None
    replaces: ReceivedRelease | None


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawal of a release that is here."""

    withdrawal: Withdrawal
    release: ReceivedRelease


def read_file(viewer: Viewer, raw: bytes) -> Received | Withdrawn:
    """What a signed file is, for whoever takes files in for its country. Raises ``NotTaken`` with a sentence."""
    found = opened(raw, KIND, WITHDRAWAL)
    country = _country(viewer, found)
    try:
        if found.file.kind == WITHDRAWAL:
            return _withdrawn(withdrawal_of(found.file.content), country)
        return _received(found, counts_of(found.file.content), country)
    except BadFile:
        raise NotTaken(_("The signature is right, but this version of Pulang does not understand the file.")) from None


def _country(viewer: Viewer, found: Opened) -> Organisation:
    known = found.installation.country
    if known is None:
        raise NotTaken(
            _("Counts come from a country’s service; the working group’s own installation signed this file.")
        )
    country = next((row for row in receivable(viewer) if row.pk == known.pk), None)
    if country is None:
        raise NotTaken(_("The service of another country signed this file. Its own focal point takes it in."))
    if found.file.content.get("country") != country.key:
        raise NotTaken(_("The file speaks of another country than the one whose service signed it."))
    return country


def _received(found: Opened, counts: Counts, country: Organisation) -> Received:
    if wrong := faults(counts):
        words = _("These counts may not be shown: {found}")
        raise NotTaken(words.format(found="; ".join(map(str, wrong))))
    rows = ReceivedRelease.objects.filter(country=country)
    known = ReceivedRelease.objects.filter(pk=counts.release).first()
    if known is not None and known.digest != found.file.digest:
        raise NotTaken(_("Another file of the same release was taken before. Ask the service for a new release."))
    if known is not None and known.withdrawn_at is not None:
        raise NotTaken(_("This release was withdrawn. Ask the service for a new one."))
    signed_at = _moment(found.file.created)
    before = rows.filter(service=counts.service, starts_on=counts.starts_on, withdrawn_at__isnull=True)
    replaces = before.filter(signed_at__lt=signed_at).exclude(pk=counts.release).order_by("-signed_at").first()
    return Received(counts, country, found.installation, found.file.digest, signed_at, known, replaces)


def _moment(created: str) -> datetime:
    try:
        return datetime.strptime(created, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise BadFile("none", "created is not as it should be.") from None


def _withdrawn(withdrawal: Withdrawal, country: Organisation) -> Withdrawn:
    row = ReceivedRelease.objects.filter(country=country, pk=withdrawal.release).first()
    if row is None:
        raise NotTaken(_("The release that this file takes back was never taken in here. There is nothing to do."))
    return Withdrawn(withdrawal, row)
