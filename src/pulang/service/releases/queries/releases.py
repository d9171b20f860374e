"""Releases as a viewer may see them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.marking.queries import shown
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import allows, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.service.releases.models import Release
from pulang.service.releases.permissions import ReleasesPermission as P
from pulang.service.releases.rules import Facts, State, state

ORDERS: Sequence[Order] = (Order("proposed", _("Newest first"), ("-proposed_at", "-id")),)
_PEOPLE = ("proposed_by", "first_approved_by", "second_approved_by", "returned_by", "withdrawn_by")


def releases(viewer: Viewer) -> QuerySet[Release]:
    """Every release that the viewer may see, without its files."""
    rows = visible(viewer, P.VIEW, Release.objects.select_related("organisation", "marking"))
    return rows.defer("file", "withdrawal").order_by(*ORDERS[0].fields)


def release(viewer: Viewer, pk: UUID) -> Release:
    """One of them with its files and people through the gate, or ``Http404``."""
    rows = visible(viewer, P.VIEW, Release.objects.select_related("organisation__country", "marking"))
    people = [f"{name}__contact" for name in _PEOPLE]
    found = shown(viewer, rows.select_related("organisation__country", "marking", *people).filter(pk=pk))
    if not found:
        raise Http404
    return found[0]


def services(viewer: Viewer) -> QuerySet[Organisation]:
    """The services for which the viewer proposes counts."""
    rows = visible(viewer, P.PROPOSE, Organisation.objects.filter(kind="service", closed_on__isnull=True))
    return rows.filter(country__isnull=False).select_related("country").order_by("sort_key", "pk")


def state_of(row: Release) -> State:
    """How far a release has come."""
    approvals = sum(at is not None for at in (row.first_approved_at, row.second_approved_at))
    return state(Facts(approvals, row.returned_at is not None, row.withdrawn_at is not None))


def may_approve(viewer: Viewer, row: Release) -> bool:
    """Whether the viewer could be the next of the two who approve."""
    waits = state_of(row) in (State.PROPOSED, State.APPROVED_ONCE)
    did = viewer.user_id in (row.proposed_by_id, row.first_approved_by_id)
    return waits and not did and allows(viewer, P.APPROVE, row)
