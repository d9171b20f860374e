"""Released counts as a viewer may see them: of each service and period the latest, and the ones before it."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from pulang.common.accounts.models import Organisation
from pulang.common.marking.queries import shown
from pulang.forum.reach.models import ReceivedRelease
from pulang.forum.reach.permissions import ReachPermission as P
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer

MOST = 200


def received(viewer: Viewer) -> QuerySet[ReceivedRelease]:
    """Every release that the viewer may see, without its file, the latest period first."""
    rows = visible(viewer, P.VIEW, ReceivedRelease.objects.select_related("country", "marking", "installation"))
    return rows.defer("file").order_by("-starts_on", "-signed_at", "-id")


def current(viewer: Viewer, **which: object) -> Sequence[ReceivedRelease]:
    """Those that stand: not withdrawn, and no later one of the same service and period stands. Through the gate."""
    standing = Q(withdrawn_at__isnull=True)
    later = ReceivedRelease.objects.filter(
        standing,
        country=OuterRef("country"),
        service=OuterRef("service"),
        starts_on=OuterRef("starts_on"),
        signed_at__gt=OuterRef("signed_at"),
    )
    return shown(viewer, received(viewer).filter(standing, ~Exists(later), **which)[:MOST])


def history(viewer: Viewer, country: Organisation) -> Sequence[ReceivedRelease]:
    """All of a country's releases, through the gate: replaced ones too, and its own people see withdrawn ones."""
    return shown(viewer, received(viewer).filter(country=country)[:MOST])


def withdrawable(viewer: Viewer, rows: Sequence[ReceivedRelease]) -> set[UUID]:
    """Those of the releases that the viewer may take back. One query."""
    known = ReceivedRelease.objects.filter(pk__in=[row.pk for row in rows], withdrawn_at__isnull=True)
    return set(visible(viewer, P.WITHDRAW, known).values_list("pk", flat=True))


def countries(viewer: Viewer) -> list[Organisation]:
    """Countries of which the viewer may see something, by name."""
    rows = visible(viewer, P.VIEW, ReceivedRelease.objects.order_by())
    return list(Organisation.objects.filter(pk__in=rows.values("country")).order_by("sort_key", "pk"))


def country_named(viewer: Viewer, key: str) -> Organisation:
    """A country by its key; ``Http404`` for what is no country."""
    found = Organisation.objects.filter(kind="country", key=key).first() if viewer.may(P.VIEW) else None
    if found is None:
        raise Http404
    return found


def receivable(viewer: Viewer) -> list[Organisation]:
    """The countries for which the viewer takes counts in."""
    return list(visible(viewer, P.TAKE, Organisation.objects.filter(kind="country")).order_by("sort_key", "pk"))


def release(viewer: Viewer, pk: UUID) -> ReceivedRelease:
    """One release through the gate, or ``Http404``."""
    found = shown(viewer, received(viewer).filter(pk=pk))
    if not found:
        raise Http404
    return found[0]
