"""Counts are proposed, approved by two others, signed, and taken back; every step checks again what may not leave."""

import hashlib
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.bridge.queries import KIND, WITHDRAWAL, Counts, Fault, Withdrawal, counts_of, faults, signed
from pulang.common.marking.actions import mark
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.ids import uuid7
from pulang.kernel.tlp import Label
from pulang.service.releases.models import Release
from pulang.service.releases.permissions import ReleasesPermission as P
from pulang.service.releases.queries import counted, state_of
from pulang.service.releases.rules import Quarter, State

TWO_OTHERS = _("Two people who did not propose these counts approve them. You cannot be one of the two.")
OVER = _("These counts wait for no approval any more.")
NOTHING = _("There is nothing to release: no course was delivered by this service.")


class MayNotLeave(Refused):
    """Something in the counts stops them; ``found`` says what."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__(_("These counts may not leave: {found}").format(found="; ".join(map(str, found))))
        self.found = found


@action
def propose(*, by: Viewer, service: Organisation, quarter: Quarter, label: Label | None) -> Release:
    """Propose the counts of a quarter under a label. ``MayNotLeave`` where they carry none; ``Http404`` for others."""
    demand(by, P.PROPOSE, service, seen_by=P.PROPOSE)
    assert by.user_id is not None, "people propose counts, commands do not"
    pk = uuid7()
    counts = counted(by, pk, service, quarter, label)
    if not counts.courses:
        raise Refused(NOTHING)
    _demand_clean(counts)
    assert counts.label is not None, "unmarked counts were refused"
    row = Release.objects.create(
        id=pk,
        organisation=service,
        starts_on=quarter.starts_on,
        ends_on=quarter.ends_on,
        counts=counts.content(),
        marking=mark(counts.label, [service.pk] if counts.label is Label.AMBER else []),
        proposed_at=clock.now(),
        proposed_by_id=by.user_id,
    )
    after = {"starts_on": quarter.starts_on, "ends_on": quarter.ends_on, "label": counts.label.value}
    _record("release.proposed", by, row, P.PROPOSE, after=after)
    return row


@action
def approve(*, by: Viewer, release: Release) -> None:
    """Approve as the first or the second of two; the second approval signs the file.

    ``Refused`` for whoever proposed or approved before, ``MayNotLeave`` for a fault, ``Http404`` for others.
    """
    demand(by, P.APPROVE, release, seen_by=P.VIEW)
    row = Release.objects.select_for_update().get(pk=release.pk)
    if state_of(row) not in (State.PROPOSED, State.APPROVED_ONCE):
        raise Refused(OVER)
    if by.user_id is None or by.user_id in (row.proposed_by_id, row.first_approved_by_id):
        raise Refused(TWO_OTHERS)
    counts = counts_of(row.counts)
    _demand_clean(counts)
    if row.first_approved_at is None:
        row.first_approved_at, row.first_approved_by_id = clock.now(), by.user_id
        row.save(update_fields=["first_approved_at", "first_approved_by"])
        _record("release.approved", by, row, P.APPROVE)
        return
    row.second_approved_at, row.second_approved_by_id = clock.now(), by.user_id
    row.file = signed(KIND, counts.content())
    row.digest = hashlib.sha256(row.file).hexdigest()
    row.save(update_fields=["second_approved_at", "second_approved_by", "file", "digest"])
    _record("release.signed", by, row, P.APPROVE, after={"digest": row.digest})


@action
def return_release(*, by: Viewer, release: Release, reason: str) -> None:
    """Send proposed counts back with the reason; they are over then. ``Refused`` once they are signed."""
    demand(by, P.APPROVE, release, seen_by=P.VIEW)
    row = Release.objects.select_for_update().get(pk=release.pk)
    if state_of(row) not in (State.PROPOSED, State.APPROVED_ONCE):
        raise Refused(OVER)
    row.returned_at, row.returned_by_id, row.returned_why = clock.now(), by.user_id, reason
    row.save(update_fields=["returned_at", "returned_by", "returned_why"])
    _record("release.returned", by, row, P.APPROVE, reason=reason)


@action
def withdraw_release(*, by: Viewer, release: Release, reason: str) -> None:
    """Take signed counts back: a signed withdrawal is made for the forum, without the reason. One person may."""
    demand(by, P.WITHDRAW, release, seen_by=P.VIEW)
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if state_of(row) is not State.SIGNED:
        raise Refused(_("Only what was signed can be withdrawn, and only once."))
    country = str(row.counts["country"])
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = clock.now(), by.user_id, reason
    row.withdrawal = signed(WITHDRAWAL, Withdrawal(row.pk, country, clock.today()).content())
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "withdrawal"])
    _record("release.withdrawn", by, row, P.WITHDRAW, reason=reason)


@action
def take_file(*, by: Viewer, release: Release, withdrawal: bool) -> None:
    """The signed file is taken along: that stands in the audit."""
    demand(by, P.VIEW, release, seen_by=P.VIEW)
    _record("release.taken", by, release, P.VIEW, after={"withdrawal": withdrawal, "digest": release.digest})


def _demand_clean(counts: Counts) -> None:
    if found := faults(counts):
        raise MayNotLeave(found)


def _record(verb: str, by: Viewer, row: Release, permission: P, **more: object) -> None:
    record(verb, by=by, about=row, organisation_id=row.organisation_id, permission=permission, **more)  # type: ignore[arg-type]
