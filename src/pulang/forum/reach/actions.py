"""Counts of a country's service are taken in, and taken back."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.bridge.queries import OFFICES, NotTaken
from pulang.common.learning.models import Course, Edition
from pulang.common.marking.actions import mark
from pulang.forum.reach.models import ReachedCourse, ReceivedRelease
from pulang.forum.reach.permissions import ReachPermission as P
from pulang.forum.reach.queries import Received, Withdrawn, read_file
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand, demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label

TAKEN_BACK = _("The service took these counts back with a signed file.")


@action
def take_in(*, by: Viewer, raw: bytes) -> ReceivedRelease:
    """Take a file in, once: counts are shown from now on, a withdrawal ends that. Raises ``NotTaken``.

    The same file a second time changes nothing. ``Http404`` for whoever takes nothing in.
    """
    demand_anywhere(by, P.TAKE)
    found = read_file(by, raw)
    if isinstance(found, Withdrawn):
        row = _locked(found.release)
        if row.withdrawn_at is not None:
            unchanged()
            return row
        return _withdraw(by, row, str(TAKEN_BACK), P.TAKE)
    if found.known is not None:
        unchanged()
        return found.known
    return _taken(by, found, raw)


@action
def withdraw(*, by: Viewer, release: ReceivedRelease, reason: str) -> None:
    """The owner takes counts back, with a reason. ``Refused`` the second time; ``Http404`` for others."""
    demand(by, P.WITHDRAW, release, seen_by=P.VIEW)
    row = _locked(release)
    if row.withdrawn_at is not None:
        raise Refused(_("These counts were withdrawn before."))
    _withdraw(by, row, reason, P.WITHDRAW)


def _locked(release: ReceivedRelease) -> ReceivedRelease:
    return ReceivedRelease.objects.select_for_update().get(pk=release.pk)


def _taken(by: Viewer, found: Received, raw: bytes) -> ReceivedRelease:
    assert by.user_id is not None, "people take files in, commands do not"
    assert found.counts.label is not None, "unmarked counts were refused"
    label, places = found.counts.label, [found.country.pk]
    marking = mark(label, places, offices=OFFICES) if label is Label.AMBER else mark(label)
    row = ReceivedRelease.objects.create(
        id=found.counts.release,
        country=found.country,
        service=found.counts.service,
        service_name=found.counts.service_name,
        starts_on=found.counts.starts_on,
        ends_on=found.counts.ends_on,
        signed_at=found.signed_at,
        counts=found.counts.content(),
        file=raw,
        digest=found.digest,
        installation=found.installation,
        marking=marking,
        taken_at=clock.now(),
        taken_by_id=by.user_id,
    )
    keys = [course.course for course in found.counts.courses]
    known = _courses(keys)
    ReachedCourse.objects.bulk_create(ReachedCourse(release=row, key=key, course_id=known.get(key)) for key in keys)
    after = {"digest": found.digest, "label": label.value, "from": found.installation.name}
    if found.replaces is not None:
        after["replaces"] = str(found.replaces.pk)
    record("reach.taken", by=by, about=row, organisation_id=row.country_id, permission=P.TAKE, after=after)
    return row


def _courses(keys: list[str]) -> dict[str, UUID]:
    """The courses that the forum knows by these keys: a country's edition counts for its master."""
    editions = Edition.objects.filter(key__in=keys).values_list("key", "course")
    return dict(editions) | dict(Course.objects.filter(key__in=keys).values_list("key", "pk"))


def _withdraw(by: Viewer, row: ReceivedRelease, reason: str, permission: P) -> ReceivedRelease:
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = clock.now(), by.user_id, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    record("reach.withdrawn", by=by, about=row, organisation_id=row.country_id, permission=permission, reason=reason)
    return row


__all__ = ["NotTaken", "take_in", "withdraw"]
