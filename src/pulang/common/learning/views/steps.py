"""The steps from draft to release, each a page of its own, for whoever can take it now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning import actions, queries
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.releasing import State
from pulang.foundation.policy.rules import allows
from pulang.foundation.policy.viewer import Viewer

DRAFT = frozenset(State) - {State.RELEASED}


@dataclass(frozen=True)
class Step:
    """One decision: what it is called, what it means, what it does, in which states and by whom."""

    slug: str
    permission: str
    states: frozenset[State]
    heading: Promise
    meaning: Promise
    done: Promise
    run: Callable[..., object]
    asks_reason: bool = False
    danger: bool = False


STEPS = {
    step.slug: step
    for step in (
        Step(
            "sign",
            P.COURSE_SIGN,
            frozenset({State.TO_SIGN}),
            _("Sign it for human rights"),
            _("You have read this version in every language that you speak, and what it teaches is fair."),
            _("You signed the version."),
            actions.sign_version,
        ),
        Step(
            "return",
            P.COURSE_SIGN,
            frozenset({State.FLAGGED, State.TO_SIGN, State.SIGNED}),
            _("Return it"),
            _("Say what must change. Whoever keeps the courses corrects the pack and brings it in again."),
            _("The version is back with whoever keeps the courses."),
            actions.return_version,
            asks_reason=True,
        ),
        Step(
            "release",
            P.COURSE_RELEASE,
            frozenset({State.SIGNED}),
            _("Release it"),
            _("Members read it from now on, and it never changes again. A correction is a new version."),
            _("The version is released."),
            actions.release_version,
        ),
        Step(
            "discard",
            P.COURSE_IMPORT,
            DRAFT,
            _("Take the draft away"),
            _("The draft and what was said of its sentences are gone. The pack can be brought in again."),
            _("The draft was taken away."),
            actions.discard_draft,
            danger=True,
        ),
    )
}


def steps_for(viewer: Viewer, row: CourseVersion) -> list[Step]:
    """The steps that this viewer can take with the version now."""
    state = queries.state_of(row).state
    open_now = [step for step in STEPS.values() if state in step.states]
    return [step for step in open_now if viewer.may(step.permission) and allows(viewer, step.permission, row)]
