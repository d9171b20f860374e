"""What editions put on Today: drafts that wait for their writers, for a reader, for either approval, or for release."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.learning.models import EditionOperation, EditionVersion, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.state import STATE_WORDS, Actor, EditionState, State
from pulang.common.learning.rules.speaking import Said
from pulang.common.marking.queries import shown
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.parts import State as Tag
from pulang.foundation.ui.parts import Task

MOST = 20
ACTS = {
    Actor.WRITER: P.EDITION_WRITE,
    Actor.READER: P.COURSE_SIGN,
    Actor.HOST: P.EDITION_APPROVE_HOST,
    Actor.LEAD: P.EDITION_APPROVE_LEAD,
    Actor.KEEPER: P.EDITION_RELEASE,
}
PAGES = {State.CONFLICTS: "conflicts", State.FLAGGED: "flags"}


def duties(viewer: Viewer) -> list[Duty]:
    """Drafts, for whoever acts next with them, and for their writers while they wait for somebody else."""
    if not any(viewer.may(permission) for permission in ACTS.values()):
        return []
    drafts = shown(viewer, editions.edition_versions(viewer).filter(released_at__isnull=True)[:MOST])
    if not drafts:
        return []
    states, titles = editions.edition_states(drafts), editions.titles_of(drafts, get_language() or "en")
    wrote, held = _wrote(viewer, drafts), _held(viewer, drafts)
    found = (_duty(row, states[row.pk], titles[row.pk], row.pk in wrote, held) for row in drafts)
    return [duty for duty in found if duty is not None]


def _duty(
    row: EditionVersion, state: EditionState, title: Said, wrote: bool, held: Mapping[str, set[UUID]]
) -> Duty | None:
    may = row.pk in held[ACTS[state.actor]]
    mine = may and (state.actor is Actor.KEEPER or wrote is (state.actor is Actor.WRITER))
    if not mine and not wrote:
        return None
    label, kind = STATE_WORDS[state.state]
    where = {"edition": row.edition.key, "number": row.number}
    task = Task(
        title=_("Edition: {title} {version}").format(title=title.heading, version=row.number),
        url=reverse(f"learning:edition-{PAGES.get(state.state, 'changes') if mine else 'changes'}", kwargs=where),
        why=str(state.reason),
        state=Tag(label, kind),  # type: ignore[arg-type]
        marking=row.marking.label,
    )
    return Duty(task=task, mine=mine, since=row.made_at.date(), at_once=mine)


def _wrote(viewer: Viewer, drafts: Sequence[EditionVersion]) -> set[UUID]:
    """The drafts that the viewer began or wrote in; such a person approves nothing in them. One query."""
    if viewer.user_id is None:
        return set()
    rows = EditionOperation.objects.filter(version__in=[row.pk for row in drafts], author=viewer.user_id)
    written = rows.filter(standing__in=(Standing.ACTIVE, Standing.OPEN)).values_list("version", flat=True)
    return {row.pk for row in drafts if row.made_by_id == viewer.user_id} | set(written)


def _held(viewer: Viewer, drafts: Sequence[EditionVersion]) -> dict[str, set[UUID]]:
    """On which of the drafts the viewer holds each of the permissions. One query for each that is held at all."""
    rows = EditionVersion.objects.filter(pk__in=[row.pk for row in drafts])
    return {
        permission: set(visible(viewer, permission, rows).values_list("pk", flat=True))
        if viewer.may(permission)
        else set()
        for permission in ACTS.values()
    }
