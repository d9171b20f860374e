"""What came of a delivery, link by link: opinions, gain, what people do at work, what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from pulang.common.learning.models import Attendance, Decision, Delivery, Enrolment, Was, WorkObservation
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.results import gain, opinions
from pulang.common.learning.queries.taught import taught
from pulang.common.learning.rules.opinions import Ratings
from pulang.common.learning.rules.speaking import say_activity
from pulang.common.learning.rules.spread import Spread
from pulang.common.learning.rules.work import Item, Share, items_of, share
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer

BESIDE = ("enrolment__contact", "enrolment__organisation", "enrolment__delivery__organisation")


@dataclass(frozen=True)
class Words:
    """What an item says, and in which language."""

    text: str
    lang: str


@dataclass(frozen=True)
class AtFacilities:
    """Action plans of the participants' facilities since a delivery: how many, and of how many the result is known."""

    plans: int
    with_result: int


@dataclass(frozen=True)
class Chain:
    """The links of one delivery. ``gain`` is None where the course has no test both before and after."""

    thought: Ratings
    gain: Spread | None
    drawn: int
    seen: int
    not_possible: int
    work: Sequence[tuple[Words, Share]]
    at_facilities: AtFacilities


Source = Callable[[Viewer, frozenset[UUID], date], AtFacilities]
_sources: list[Source] = []


def register_facility_results(source: Source) -> None:
    """Whoever knows what changed at facilities after a day says so; called at start-up."""
    _sources.append(source)


def drawable(row: Delivery) -> QuerySet[Enrolment]:
    """Those who were there at least once and have not been drawn to be observed at work."""
    present = Attendance.objects.filter(enrolment=OuterRef("pk"), was=Was.PRESENT)
    rows = row.enrolments.filter(decision=Decision.ACCEPTED, work_observation__isnull=True)
    return rows.filter(Exists(present)).order_by("pk")


def items(row: Delivery, language: str = "") -> list[tuple[Item, Words]]:
    """What to look for at work after a delivery, each in the reader's language where it was translated."""
    course = taught(row)
    found, said = [], {}
    for item in items_of(course):
        if item.activity is None:
            found.append((item, Words(_("Does at work what the course teaches"), "")))
            continue
        place = item.slug.rpartition(".")[0]
        if place not in said:
            texts = say_activity(item.activity, language or row.language, course.source)["items"]
            said[place] = {each["key"]: each["text"] for each in texts}
        found.append((item, Words(**said[place][item.key])))
    return found


def observation(viewer: Viewer, key: UUID, permission: str = P.WORK_VIEW) -> WorkObservation:
    """One that the viewer may see, or ``Http404``."""
    return get(viewer, permission, WorkObservation.objects.select_related(*BESIDE), pk=key)


def to_observe(viewer: Viewer) -> QuerySet[WorkObservation]:
    """Those whom the viewer is to observe, the most urgent first."""
    rows = WorkObservation.objects.filter(recorded_at__isnull=True).select_related(*BESIDE)
    return visible(viewer, P.WORK_OBSERVE, rows).order_by("due_on", "pk")


def own_observation(viewer: Viewer, row: Delivery) -> WorkObservation | None:
    """What was seen of the viewer after a delivery."""
    mine = WorkObservation.objects.filter(enrolment__delivery=row, enrolment__contact__user=viewer.user_id)
    return visible(viewer, P.WORK_VIEW, mine).first() if viewer.user_id else None


def drawn(row: Delivery) -> list[WorkObservation]:
    """Everybody who was drawn after a delivery that the viewer was let to, by name."""
    rows = WorkObservation.objects.filter(enrolment__delivery=row).select_related(*BESIDE[:2])
    return list(rows.order_by("enrolment__contact__sort_key", "pk"))


def chain(viewer: Viewer, row: Delivery, language: str) -> Chain:
    """The links of a delivery that the viewer was let to."""
    rows = drawn(row)
    seen = [each.marks for each in rows if each.seen_on is not None]
    homes = frozenset(row.enrolments.filter(decision=Decision.ACCEPTED).values_list("organisation", flat=True))
    told = [source(viewer, homes, row.starts_on) for source in _sources]
    return Chain(
        thought=opinions(row),
        gain=gain(row),
        drawn=len(rows),
        seen=len(seen),
        not_possible=sum(1 for each in rows if each.not_seen_why),
        work=[(words, share(item.slug, seen)) for item, words in items(row, language)],
        at_facilities=AtFacilities(sum(each.plans for each in told), sum(each.with_result for each in told)),
    )
