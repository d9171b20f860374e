"""Gathering what the apps of this plane have for a viewer, and sorting it by when it needs them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.parts import Task
from pulang.kernel import clock

Source = Callable[[Viewer], list[Duty]]
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Day:
    """The three lists of Today."""

    now: list[Task]
    week: list[Task]
    waiting: list[Task]

    @property
    def is_empty(self) -> bool:
        return not (self.now or self.week or self.waiting)


def gather(viewer: Viewer) -> Day:
    """What needs the viewer now, what is due this week, and what they wait for."""
    today = clock.today()
    duties = [duty for source in sources(settings.PULANG_PLANE) for duty in source(viewer)]
    mine = sorted((duty for duty in duties if duty.mine), key=lambda duty: duty.due or date.max)
    later = [duty for duty in mine if duty.due and duty.due > today and not duty.at_once]
    return Day(
        now=[duty.task for duty in mine if duty not in later],
        week=[duty.task for duty in later if duty.due and duty.due <= today + WEEK],
        waiting=[duty.task for duty in sorted(duties, key=lambda duty: duty.since) if not duty.mine],
    )


def sources(plane: str) -> list[Source]:
    """What each plane's apps contribute, most pressing kind first."""
    from pulang.common.accounts.queries.duties import duties as accounts
    from pulang.common.followup.queries.duties import duties as plans
    from pulang.common.learning.queries.delivery_duties import duties as training
    from pulang.common.learning.queries.duties import duties as courses
    from pulang.common.learning.queries.edition_duties import duties as editions
    from pulang.common.learning.queries.trainer_duties import duties as trainers
    from pulang.common.learning.queries.work_duties import duties as work

    if plane == "service":
        from pulang.service.releases.queries.duties import duties as releases

        return [plans, releases, training, work, trainers, courses, editions, accounts]
    from pulang.forum.engagements.queries.duties import duties as requests

    return [requests, plans, training, work, trainers, courses, editions, accounts]
