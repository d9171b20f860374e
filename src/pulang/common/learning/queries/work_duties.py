"""What observation at work puts on Today: people to look at until a day."""

from django.utils.translation import gettext as _

from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.work import to_observe
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.addresses import address_of
from pulang.foundation.ui.parts import State as Tag
from pulang.foundation.ui.parts import Task
from pulang.kernel import clock

MOST = 20


def duties(viewer: Viewer) -> list[Duty]:
    """Those whom the viewer is to observe at work."""
    if not viewer.may(P.WORK_OBSERVE):
        return []
    late, open_now = Tag(_("late"), "breach"), Tag(_("to observe"), "waiting")
    return [
        Duty(
            task=Task(
                title=_("Observe at work: {name}").format(name=row.enrolment.contact.name),
                url=address_of("training:work", row.pk),
                why=_("Drawn by lot after a training, so that it is known what comes of it."),
                due=row.due_on,
                state=late if row.due_on < clock.today() else open_now,
            ),
            mine=True,
            since=row.drawn_at.date(),
            due=row.due_on,
            at_once=True,
        )
        for row in to_observe(viewer)[:MOST]
    ]
