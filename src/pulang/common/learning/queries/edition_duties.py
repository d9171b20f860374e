"""What editions put on Today: drafts that wait for their writers, for a reader, for either approval, or for release."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.common.learning.models import EditionVersion, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.state import STATE_WORDS, Actor, EditionState, State
from pulang.common.learning.rules.speaking import Said
from pulang.common.marking.queries import shown
from pulang.foundation.policy.rules import allowed
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
    states, titles = editions.edition_states(drafts), editions.titles_of(drafts, get_language() or "en")
    found = (_duty(viewer, row, states[row.pk], titles[row.pk]) for row in drafts)
    return [duty for duty in found if duty is not None]


def _duty(viewer: Viewer, row: EditionVersion, state: EditionState, title: Said) -> Duty | None:
    wrote = _wrote(viewer, row)
    held = allowed(viewer, [one for one in ACTS.values() if viewer.may(one)], row)
    mine = ACTS[state.actor] in held and (state.actor is Actor.KEEPER or wrote is (state.actor is Actor.WRITER))
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


def _wrote(viewer: Viewer, row: EditionVersion) -> bool:
    """Whether the viewer began the version or wrote in it; such a person approves nothing in it."""
    if viewer.user_id is None:
        return False
    mine = row.operations.filter(author=viewer.user_id, standing__in=(Standing.ACTIVE, Standing.OPEN))
    return row.made_by_id == viewer.user_id or mine.exists()
