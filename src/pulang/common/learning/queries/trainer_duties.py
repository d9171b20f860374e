"""What certifications put on Today: those that end soon, for their holders and for whoever certifies."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.trainers import ending
from pulang.common.learning.rules.trainers import LEVEL_WORDS, STANDING_WORDS, Standing
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.addresses import address_of
from pulang.foundation.ui.parts import State as Tag
from pulang.foundation.ui.parts import Task


def duties(viewer: Viewer) -> list[Duty]:
    """Certifications that end soon."""
    if not viewer.may(P.TRAINER_VIEW):
        return []
    label, kind = STANDING_WORDS[Standing.ENDING]
    return [
        Duty(
            task=Task(
                title=_("Certification of {name} ends").format(name=row.contact.name),
                url=address_of("training:trainer", row.contact_id),
                why=_("{level}, {course}: until {day}.").format(
                    level=LEVEL_WORDS[row.level], course=row.course.key, day=date_format(row.until)
                ),
                due=row.until,
                state=Tag(label, kind),
            ),
            mine=True,
            since=row.starts_on,
            due=row.until,
            at_once=True,
        )
        for row in ending(viewer)
    ]
