"""The steps from draft to release of an edition, each a page of its own, for whoever can take it now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions import editions as actions
from pulang.common.learning.actions.editions.making import may_begin
from pulang.common.learning.models import EditionVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.editions.state import SUBMITTED, WRITABLE, State
from pulang.foundation.policy.rules import allowed
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Step:
    """One decision: what it is called, what it means, what it does, in which states and by whom."""

    slug: str
    permissions: tuple[str, ...]
    states: frozenset[State]
    heading: Promise
    meaning: Promise
    done: Promise
    run: Callable[..., object]
    asks_reason: bool = False
    danger: bool = False


BEGIN = "begin"
STEPS = {
    step.slug: step
    for step in (
        Step(
            "submit",
            (P.EDITION_WRITE,),
            frozenset({State.DRAFTING, State.RETURNED}),
            _("Send it for approval"),
            _("It is checked as a pack. Then the host approves it, and after that the curriculum lead."),
            _("The version is sent for approval."),
            actions.submit_edition,
        ),
        Step(
            "approve-host",
            (P.EDITION_APPROVE_HOST,),
            frozenset({State.FOR_THE_HOST}),
            _("Approve it for the host"),
            _("You have read every change, and the host stands behind them. Whoever wrote in it cannot approve it."),
            _("You approved the version for the host."),
            actions.approve_for_host,
        ),
        Step(
            "approve-lead",
            (P.EDITION_APPROVE_LEAD,),
            frozenset({State.FOR_THE_LEAD}),
            _("Approve it for the curriculum"),
            _("You have read every change, and the course still teaches what it is to teach. "
              "Whoever wrote in it, or approved it for the host, cannot approve it here."),
            _("You approved the version for the curriculum."),
            actions.approve_for_curriculum,
        ),
        Step(
            "release",
            (P.EDITION_RELEASE,),
            frozenset({State.APPROVED}),
            _("Release it"),
            _("Members read it from now on, and it never changes again. A correction is a new version."),
            _("The version is released."),
            actions.release_edition,
        ),
        Step(
            "return",
            (P.EDITION_APPROVE_HOST, P.EDITION_APPROVE_LEAD, P.COURSE_SIGN),
            SUBMITTED,
            _("Return it"),
            _("Say what must change. Its writers correct it and send it again."),
            _("The version is back with its writers."),
            actions.return_edition,
            asks_reason=True,
        ),
        Step(
            BEGIN,
            (P.EDITION_WRITE,),
            frozenset({State.RELEASED}),
            _("Begin the next version"),
            _("It begins with all changes of this version. This one stays as it is."),
            _("The next version is a draft now."),
            actions.begin_version,
        ),
        Step(
            "discard",
            (P.EDITION_WRITE,),
            WRITABLE,
            _("Take the draft away"),
            _("The draft and its changes are gone. Released versions stay."),
            _("The draft was taken away."),
            actions.discard_edition,
            danger=True,
        ),
    )
}  # fmt: skip


def steps_for(viewer: Viewer, row: EditionVersion, state: State) -> list[Step]:
    """The steps that this viewer can take with the version now."""
    open_now = [step for step in STEPS.values() if state in step.states and step.slug != BEGIN]
    asked = {permission for step in open_now for permission in step.permissions if viewer.may(permission)}
    held = allowed(viewer, asked, row)
    found = [step for step in open_now if held.intersection(step.permissions)]
    return [*found, STEPS[BEGIN]] if may_begin(viewer, row) else found
