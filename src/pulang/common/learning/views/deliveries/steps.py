"""The steps of a delivery from planned to closed, each a page of its own, for whoever can take it now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning import actions
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.delivering import Facts, State
from pulang.kernel import clock

OPEN = frozenset(State) - {State.CLOSED, State.CANCELLED}


@dataclass(frozen=True)
class Step:
    """One decision: what it is called, what it means, what it does, and in which states."""

    slug: str
    states: frozenset[State]
    heading: Promise
    meaning: Promise
    done: Promise
    run: Callable[..., object]
    permission: str = P.DELIVERY_PLAN
    asks_reason: bool = False
    danger: bool = False


STEPS = {
    step.slug: step
    for step in (
        Step(
            "open",
            frozenset({State.PLANNED}),
            _("Open nominations"),
            _("Organisations of the country can nominate their people from now on. You decide who gets a place."),
            _("Nominations are open."),
            actions.open_nominations,
        ),
        Step(
            "close",
            frozenset({State.RUNNING, State.TO_CLOSE}),
            _("Close the delivery"),
            _("Who was there is final from now on. A mistake that is found later is corrected with a reason."),
            _("The delivery is closed."),
            actions.close_delivery,
        ),
        Step(
            "cancel",
            OPEN,
            _("Cancel the delivery"),
            _("It is not held. Everybody who sees it reads why. This cannot be taken back."),
            _("The delivery is cancelled."),
            actions.cancel_delivery,
            asks_reason=True,
            danger=True,
        ),
    )
}


def steps_for(held: frozenset[str], facts: Facts, state: State) -> list[Step]:
    """The steps that somebody who holds these permissions can take now."""
    found = [step for step in STEPS.values() if step.permission in held and state in step.states]
    closable = facts.settled == facts.sessions and clock.today() >= facts.ends_on
    return [step for step in found if (step.slug != "close" or closable) and (step.slug != "open" or not facts.opened)]
