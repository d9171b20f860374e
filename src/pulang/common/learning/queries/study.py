"""Self-study: what somebody has done of what is taught, and the folders that were made for a delivery."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import (
    Attempt,
    Attendance,
    Delivery,
    Enrolment,
    StudyAnswer,
    StudyFolder,
    StudyKey,
    Was,
)
from pulang.common.learning.queries.results import demand_own_place
from pulang.common.learning.queries.taught import taught, taught_whole
from pulang.common.learning.rules.studying import Done, Where, Work, works_of
from pulang.foundation.pages import Order
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

Answered = dict[UUID, dict[str, dict[Where, tuple[str, ...]]]]


def works(row: Delivery) -> dict[str, Work]:
    """What each session asks of somebody who studies it alone."""
    course = taught(row)
    return works_of(course, taught_whole(row) if row.cut else course)


def work_of(row: Delivery, module: str, session: str) -> Work:
    """What one session asks, or ``Http404``."""
    found = works(row).get(f"{module}/{session}")
    if found is None:
        raise Http404
    return found


def own_study(viewer: Viewer, row: Delivery) -> Enrolment:
    """The viewer's own place at a self-study delivery, or ``Http404``."""
    if not row.self_study:
        raise Http404
    return demand_own_place(viewer, row)


def takes_results(row: Delivery) -> bool:
    """Whether results are taken in: it has begun, and is neither closed nor cancelled."""
    return row.closed_at is None and row.cancelled_at is None and clock.today() >= row.starts_on


def is_open(row: Delivery) -> bool:
    """Whether people study now, which they do until the last day."""
    return takes_results(row) and clock.today() <= row.ends_on


def done(place: Enrolment) -> dict[str, Done]:
    """What somebody did, by the address of the session. Three queries."""
    return done_of([place]).get(place.pk, {})


def done_of(places: Sequence[Enrolment]) -> dict[UUID, dict[str, Done]]:
    """The same of several people, by nomination. Three queries."""
    answers, tests, finished = answers_of(places), _tests(places), finished_of(places)
    return {
        place.pk: {
            address: Done(
                answers.get(place.pk, {}).get(address, {}),
                tests.get(place.pk, {}).get(address, frozenset()),
                address in finished.get(place.pk, ()),
            )
            for address in {
                *answers.get(place.pk, {}), *tests.get(place.pk, {}), *finished.get(place.pk, ())
            }
        }
        for place in places
    }  # fmt: skip


def answers_of(places: Iterable[Enrolment]) -> Answered:
    """What people answered in practice, by nomination, session, activity and item."""
    found: Answered = {}
    rows = StudyAnswer.objects.filter(enrolment__in=[place.pk for place in places])
    for pk, module, session, activity, item, answer in rows.values_list(
        "enrolment", "module", "session", "activity", "item", "answer"
    ):
        found.setdefault(pk, {}).setdefault(f"{module}/{session}", {})[activity, item] = tuple(answer)
    return found


def reasons_of(place: Enrolment, work: Work, activity: str) -> dict[str, str]:
    """Why somebody chose what they chose in a scenario, by step."""
    rows = StudyAnswer.objects.filter(
        enrolment=place, module=work.module, session=work.session.key, activity=activity
    ).exclude(reason="")
    return dict(rows.values_list("item", "reason"))


def _tests(places: Iterable[Enrolment]) -> Mapping[UUID, Mapping[str, frozenset[str]]]:
    found: dict[UUID, dict[str, frozenset[str]]] = {}
    rows = Attempt.objects.filter(enrolment__in=[place.pk for place in places])
    for pk, module, session, activity in rows.values_list("enrolment", "module", "session", "activity"):
        here = found.setdefault(pk, {})
        address = f"{module}/{session}"
        here[address] = here.get(address, frozenset()) | {f"{module}.{session}.{activity}"}
    return found


def finished_of(places: Iterable[Enrolment]) -> dict[UUID, set[str]]:
    """The addresses of the sessions that people finished."""
    found: dict[UUID, set[str]] = {}
    rows = Attendance.objects.filter(enrolment__in=[place.pk for place in places], was=Was.PRESENT)
    for pk, module, session in rows.values_list("enrolment", "session__module", "session__key"):
        found.setdefault(pk, set()).add(f"{module}/{session}")
    return found


def begun_of(places: Iterable[Enrolment]) -> set[UUID]:
    """Who of them has answered or finished something. One query."""
    keys = [place.pk for place in places]
    sources = (StudyAnswer.objects, Attempt.objects, Attendance.objects)
    found, *others = (
        source.filter(enrolment__in=keys).order_by().values_list("enrolment", flat=True) for source in sources
    )
    return set(found.union(*others))


FOLDER_ORDERS: Sequence[Order] = (Order("latest", _("Latest first"), ("-made_at", "-id")),)


@dataclass(frozen=True)
class Keys:
    """What is told of the keys of a folder: how many there are and are somebody's; the person, where it is for one."""

    count: int
    used: int
    person: str


def folders(row: Delivery) -> QuerySet[StudyFolder]:
    """The folders of a delivery that the viewer was let to hold, the latest first."""
    return StudyFolder.objects.filter(delivery=row).order_by(*FOLDER_ORDERS[0].fields)


def folder_of(row: Delivery, pk: UUID) -> StudyFolder:
    """One of them, or ``Http404``."""
    found = folders(row).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.delivery = row
    return found


def keys_of(rows: Sequence[StudyFolder]) -> dict[UUID, Keys]:
    """The keys of these folders. Two queries."""
    here = StudyKey.objects.filter(folder__in=[row.pk for row in rows])
    counts = here.order_by().values_list("folder").annotate(count=Count("pk"), used=Count("enrolment"))
    own = here.filter(folder__is_for_class=False, number=1).values_list("folder", "enrolment__contact__name")
    names = dict(own)
    return {pk: Keys(count, used, names.get(pk) or "") for pk, count, used in counts}


def person_of(folder: StudyFolder) -> str:
    """The name of the one person for whom a folder was made; empty for a class."""
    return keys_of([folder])[folder.pk].person
