"""What a signed counts file says, and what in it may not leave: unmarked counts, small cells, what a total gives away.

The same check is made where the counts are proposed, where they are approved, before they are signed, and where the
file is taken (RQ-04). A count that is left out is None.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.bridge.rules import shapes
from pulang.kernel.disclosure import Row, has_small, is_small
from pulang.kernel.signedfiles import BadFile
from pulang.kernel.tlp import Label

KIND, WITHDRAWAL = "pulang-counts-1", "pulang-withdrawal-1"
# Who may have what crosses: anybody, the members, or the own country with the offices that run the working group.
RELEASABLE = (Label.CLEAR, Label.GREEN, Label.AMBER)
OFFICES = ("co-chair", "secretariat")
UNMARKED = _("The counts carry no label. Nothing unmarked leaves.")
KEPT_IN = _("The label of these counts keeps them inside. Only CLEAR, GREEN and AMBER leave.")


@dataclass(frozen=True)
class Cell:
    """Officers in post and trained of one group; of those who are not shown nothing is in it."""

    name: str
    in_post: int
    trained: int

    @property
    def row(self) -> Row:
        return self.in_post, self.trained, self.in_post - self.trained

    def content(self) -> dict[str, Any]:
        return {"name": self.name, "in_post": self.in_post, "trained": self.trained}


@dataclass(frozen=True)
class CourseCounts:
    """One course: certified in the period, closed deliveries, trainers by level, and coverage on the day of counting.

    ``total`` is of all facilities, ``regions`` only of those that are shown; ``left_out`` facilities are not.
    """

    course: str
    title: str
    people: int | None
    deliveries: int
    trainers: Mapping[str, int | None]
    total: Cell | None
    regions: tuple[Cell, ...]
    left_out: int

    def content(self) -> dict[str, Any]:
        return {
            "course": self.course,
            "title": self.title,
            "people": self.people,
            "deliveries": self.deliveries,
            "trainers": dict(self.trainers),
            "total": self.total.content() if self.total else {},
            "regions": [cell.content() for cell in self.regions],
            "left_out": self.left_out,
        }


@dataclass(frozen=True)
class Counts:
    """The counts of one service (its key and name) for one period; ``label`` is None while nobody has marked them."""

    release: UUID
    country: str
    service: str
    service_name: str
    starts_on: date
    ends_on: date
    counted_on: date
    label: Label | None
    courses: tuple[CourseCounts, ...]

    def content(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "release": str(self.release),
            "country": self.country,
            "service": self.service,
            "service_name": self.service_name,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "counted_on": self.counted_on.isoformat(),
            "label": self.label.value if self.label else "",
            "offices": list(OFFICES) if self.label is Label.AMBER else [],
            "courses": [course.content() for course in self.courses],
        }


@dataclass(frozen=True)
class Fault:
    """Something that may not leave: of which course, and which number."""

    course: str
    what: Promise | str

    def __str__(self) -> str:
        return f"{self.course}: {self.what}" if self.course else str(self.what)


def left_out_if_small(count: int) -> int | None:
    """The count, or None where it speaks of fewer than five people."""
    return None if is_small(count) else count


def faults(counts: Counts) -> list[Fault]:
    """Everything for which these counts may not leave; nothing where they may."""
    marking = [] if counts.label in RELEASABLE else [Fault("", KEPT_IN if counts.label else UNMARKED)]
    return marking + [Fault(course.title, what) for course in counts.courses for what in _of_course(course)]


def _of_course(course: CourseCounts) -> Iterator[str]:
    small = _("{what}: a number of fewer than five people")
    if course.people is not None and is_small(course.people):
        yield str(small).format(what=_("People trained"))
    for level, count in course.trainers.items():
        if count is not None and is_small(count):
            yield str(small).format(what=f"{_('Certified trainers')} ({level})")
    for cell in (*course.regions, *([course.total] if course.total else [])):
        if has_small(cell.row) or min(cell.row) < 0:
            yield str(small).format(what=cell.name or _("All"))
    if course.total and _reckoned(course, course.total):
        yield str(_("What is left out can be reckoned from the total"))


def _reckoned(course: CourseCounts, total: Cell) -> bool:
    """Whether total less regions tells of one facility, of few people, or of something that cannot be."""
    shown = map(sum, zip((0, 0, 0), *(cell.row for cell in course.regions), strict=True))
    rest = tuple(whole - part for whole, part in zip(total.row, shown, strict=True))
    if not course.left_out:
        return any(rest)
    return min(rest) < 0 or course.left_out == 1 or has_small(rest)


def counts_of(content: Mapping[str, Any]) -> Counts:
    """Counts as values. Raises ``BadFile`` where something is missing or is not what it should be."""
    found = shapes.text(content, "label")
    known = next((label for label in Label if label.value == found), None)
    return Counts(
        release=shapes.uuid(content, "release"),
        country=shapes.text(content, "country"),
        service=shapes.text(content, "service"),
        service_name=shapes.text(content, "service_name"),
        starts_on=shapes.day(content, "starts_on"),
        ends_on=shapes.day(content, "ends_on"),
        counted_on=shapes.day(content, "counted_on"),
        label=known,
        courses=tuple(_course(one) for one in shapes.parts(content, "courses")),
    )


def _course(found: Mapping[str, Any]) -> CourseCounts:
    trainers = shapes.part(found, "trainers")
    total = shapes.part(found, "total")
    return CourseCounts(
        course=shapes.text(found, "course"),
        title=shapes.text(found, "title"),
        people=shapes.count(found, "people"),
        deliveries=shapes.whole(found, "deliveries"),
        trainers={level[:40]: shapes.count(trainers, level) for level in trainers},
        total=_cell(total) if total else None,
        regions=tuple(_cell(one) for one in shapes.parts(found, "regions")),
        left_out=shapes.whole(found, "left_out"),
    )


def _cell(found: Mapping[str, Any]) -> Cell:
    name = found.get("name")
    if not isinstance(name, str) or len(name) > shapes.MOST_CHARACTERS:
        raise BadFile("none", "name is not as it should be.")
    return Cell(name, shapes.whole(found, "in_post"), shapes.whole(found, "trained"))


@dataclass(frozen=True)
class Withdrawal:
    """The release that its country takes back, and when."""

    release: UUID
    country: str
    withdrawn_on: date

    def content(self) -> dict[str, Any]:
        return {
            "release": str(self.release),
            "country": self.country,
            "withdrawn_on": self.withdrawn_on.isoformat(),
        }


def withdrawal_of(content: Mapping[str, Any]) -> Withdrawal:
    """A withdrawal as values. Raises ``BadFile``."""
    return Withdrawal(
        shapes.uuid(content, "release"), shapes.text(content, "country"), shapes.day(content, "withdrawn_on")
    )
