"""What a page or document of coverage can be narrowed to."""

from dataclasses import dataclass
from uuid import UUID

from pulang.common.accounts.models import Organisation
from pulang.common.coverage.permissions import CoveragePermission as P
from pulang.common.facilities.models import Facility, Grade
from pulang.common.learning.queries.holding import course_choices
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer

MOST_FACILITIES = 60


@dataclass(frozen=True)
class Choices:
    """Courses (id, key, title), grades (key, name) and places (key, name) that the viewer may choose."""

    courses: list[tuple[UUID, str, str]]
    grades: list[tuple[str, str]]
    places: list[tuple[str, str]]

    def course(self, key: str) -> UUID:
        """The id of an offered course."""
        return next(pk for pk, known, _title in self.courses if known == key)


def choices(viewer: Viewer, language: str, under: str = "") -> Choices:
    """Everything that is offered; of many facilities only the one that is asked for. Four queries and the courses'."""
    facilities = visible(viewer, P.COVERAGE_VIEW, Facility.objects.order_by())
    above = Organisation.objects.filter(pk__in=facilities.values("organisation__parent"))
    places = list(above.order_by("sort_key", "id").values_list("key", "name"))
    own = list(facilities.order_by("sort_key", "pk").values_list("organisation__key", "organisation__name"))
    return Choices(
        courses=course_choices(viewer, language),
        grades=list(Grade.objects.order_by("position", "id").values_list("key", "name")),
        places=[*places, *(one for one in own if len(own) <= MOST_FACILITIES or one[0] == under)],
    )
