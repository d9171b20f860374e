"""What releases put on Today: counts that wait for an approval, and for their proposer what waits for others."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.common.marking.queries import shown
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.parts import State as Tag
from pulang.foundation.ui.parts import Task
from pulang.foundation.ui.wording import full_day
from pulang.service.releases.models import Release
from pulang.service.releases.permissions import ReleasesPermission as P
from pulang.service.releases.queries.releases import releases, state_of
from pulang.service.releases.rules import STATE_WORDS

MOST = 20


def duties(viewer: Viewer) -> list[Duty]:
    """Releases that are not signed yet, for those who may approve them and for whoever proposed them."""
    if not (viewer.may(P.APPROVE) or viewer.may(P.PROPOSE)):
        return []
    rows = releases(viewer).filter(second_approved_at__isnull=True, returned_at__isnull=True)
    waiting = shown(viewer, rows[:MOST])
    return [_duty(viewer, row) for row in waiting if viewer.user_id != row.first_approved_by_id]


def _duty(viewer: Viewer, row: Release) -> Duty:
    mine = viewer.may(P.APPROVE) and row.proposed_by_id != viewer.user_id
    label, kind = STATE_WORDS[state_of(row)]
    title = _("Counts for the working group, {first} to {last}")
    task = Task(
        title=title.format(first=full_day(row.starts_on), last=full_day(row.ends_on)),
        url=reverse("releases:detail", args=[row.pk]),
        why=_("Two people who did not propose them look at the counts and approve them; then they are signed."),
        state=Tag(label, kind),
        marking=row.marking.label,
    )
    return Duty(task=task, mine=mine, since=row.proposed_at.date(), at_once=mine)
