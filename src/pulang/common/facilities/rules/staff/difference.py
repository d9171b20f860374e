"""How a personnel list differs from the roll: who joined, left, moved, and whom somebody has to recognise.

The service number decides who is who. Without one, a person of the same name at the same facility is only shown, and
a reader says whether they are one. Nobody is proposed as left whom any row, also a wrong one, may mean.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.facilities.rules.problems import Fault
from pulang.common.facilities.rules.staff.lines import StaffLine, StaffParsed
from pulang.foundation.tables.faults import Problem, problem
from pulang.kernel.folding import fold, sort_key

SOMEBODY_NEW = "new"


class Kind(StrEnum):
    """What the list says that the roll does not."""

    JOINED = "joined"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    GRADED = "graded"
    RENAMED = "renamed"
    COMPLETED = "completed"
    LEFT = "left"


KINDS: dict[Kind, Promise] = {
    Kind.JOINED: _("Joined"),
    Kind.RETURNED: _("Came back"),
    Kind.TRANSFERRED: _("Transferred"),
    Kind.GRADED: _("Other grade"),
    Kind.RENAMED: _("Other name"),
    Kind.COMPLETED: _("Particulars completed"),
    Kind.LEFT: _("Left"),
}
MOVES = frozenset({Kind.JOINED, Kind.RETURNED, Kind.TRANSFERRED, Kind.GRADED})


@dataclass(frozen=True)
class Person:
    """Somebody whom the service knows: on its roll (``since`` when in the present post), or in the directory only."""

    id: UUID
    number: str
    name: str
    facility: str
    grade: str = ""
    sex: str = ""
    joined_on: date | None = None
    since: date = date.min
    has_left: bool = False
    on_roll: bool = True


@dataclass(frozen=True)
class KnownRoll:
    """The part of the roll that a list speaks of. ``places`` gives the key of a facility by its folded key and name.

    ``begun`` are facilities that have a roll already: somebody who is new there has joined since.
    """

    people: tuple[Person, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """What happens to one person: the row that says it (none: missing from the list), and of what kinds it is."""

    kinds: tuple[Kind, ...]
    person: Person | None
    row: StaffLine | None
    facility: str
    joined_on: date | None = None


@dataclass(frozen=True)
class Doubt:
    """A row that may be one of these people; ``decided`` is an id, "new", or empty."""

    row: StaffLine
    people: tuple[Person, ...]
    decided: str = ""


@dataclass(frozen=True)
class Difference:
    """Everything that taking a list would do, and what speaks against it. ``unsure``: nobody leaves there now."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[Problem, ...] = ()
    covered: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()

    @property
    def open_doubts(self) -> int:
        return sum(not each.decided for each in self.doubts)

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """What stays out when the good rows are taken: wrong rows, and rows about which nobody decided."""
        doubted = [problem(each.row.line, "name", Fault.WHO_IS_MEANT) for each in self.doubts if not each.decided]
        return tuple(sorted((*self.problems, *doubted), key=lambda each: each.row))

    @property
    def is_whole(self) -> bool:
        """Whether every row can be used."""
        return not self.problems and not self.open_doubts

    def counts(self) -> dict[Kind, int]:
        """How many changes of each kind; a person who moved and rose counts in both."""
        found = Counter(kind for change in self.changes for kind in change.kinds)
        return {kind: found[kind] for kind in Kind if found[kind]}


def differ(
    parsed: StaffParsed, known: KnownRoll, listed_on: date, decisions: Mapping[int, str] | None = None
) -> Difference:
    """Compare a list with the roll; ``decisions`` are about rows in doubt, by line."""
    return _Comparison(parsed, known, listed_on, decisions or {}).made()


class _Comparison:
    """One comparison as it goes on: rows with a number first, so that the others may mean only who is left over."""

    def __init__(self, parsed: StaffParsed, known: KnownRoll, listed_on: date, decisions: Mapping[int, str]) -> None:
        self.parsed, self.known, self.listed_on, self.decisions = parsed, known, listed_on, decisions
        self.problems = list(parsed.problems)
        self.changes: list[Change] = []
        self.doubts: list[Doubt] = []
        self.meant: dict[UUID, int] = {}
        self.unchanged = 0
        self.by_number: dict[str, list[Person]] = {}
        self.by_name: dict[tuple[str, str], list[Person]] = {}
        for person in known.people:
            if person.number:
                self.by_number.setdefault(fold(person.number), []).append(person)
            self.by_name.setdefault((person.facility, sort_key(person.name)), []).append(person)

    def made(self) -> Difference:
        rows = [row for row in self.parsed.rows if row.line not in self.parsed.wrong]
        rows = [row for row in rows if self._has_place(row)]
        numbered = [row for row in rows if row.number_key in self.by_number]
        for row in numbered:
            self._numbered(row)
        for row in rows:
            if row.number_key not in self.by_number:
                self._unnumbered(row)
        covered = frozenset(filter(None, map(self._place, self.parsed.rows)))
        unsure = frozenset(self._unsure(covered))
        self.changes += self._leavers(covered - unsure)
        return Difference(
            changes=tuple(self.changes),
            unchanged=self.unchanged,
            doubts=tuple(self.doubts),
            problems=tuple(sorted(self.problems, key=lambda each: each.row)),
            covered=covered,
            unsure=unsure,
        )

    def _place(self, row: StaffLine) -> str:
        return self.known.places.get(row.facility, "")

    def _has_place(self, row: StaffLine) -> bool:
        place = self._place(row)
        if row.facility in self.known.elsewhere:
            self._wrong(row, "facility", Fault.OTHER_SERVICE)
        elif not place:
            self._wrong(row, "facility", Fault.FACILITY_UNKNOWN, value=row.facility)
        elif place in self.known.closed:
            self._wrong(row, "facility", Fault.FACILITY_CLOSED, key=place)
        return bool(place) and place not in self.known.closed and row.facility not in self.known.elsewhere

    def _wrong(self, row: StaffLine, column: str, fault: Fault, **told: object) -> None:
        self.problems.append(problem(row.line, column, fault, **told))

    def _numbered(self, row: StaffLine) -> None:
        """The holder of the number; where the directory has several, the one on the roll, if nobody else is there."""
        people = self.by_number[row.number_key]
        holders = [person for person in people if person.on_roll] or people
        in_the_way = [one for one in people if one not in holders and one.facility == self._place(row)]
        if len(holders) > 1 or in_the_way:
            self._wrong(row, "number", Fault.SEVERAL_HOLDERS)
            return
        self._is(row, holders[0])

    def _unnumbered(self, row: StaffLine) -> None:
        """Somebody new, or one of those who have the name there and are not meant by another row."""
        alike = self.by_name.get((self._place(row), row.name_key), [])
        people = [one for one in alike if one.id not in self.meant and not (row.number and one.number)]
        if not people:
            self._change(row, None)
            return
        decided = self.decisions.get(row.line, "")
        if decided not in {SOMEBODY_NEW, *(str(one.id) for one in people)}:
            decided = ""
        self.doubts.append(Doubt(row, tuple(people), decided))
        if decided == SOMEBODY_NEW:
            self._change(row, None)
        elif decided:
            self._is(row, next(one for one in people if str(one.id) == decided))

    def _is(self, row: StaffLine, person: Person) -> None:
        first = self.meant.setdefault(person.id, row.line)
        if first != row.line:
            self._wrong(row, "name", Fault.NAME_TWICE, first=first)
        else:
            self._change(row, person)

    def _change(self, row: StaffLine, person: Person | None) -> None:
        kinds = tuple(self._kinds(row, person))
        if not kinds:
            self.unchanged += 1
        elif person and person.on_roll and person.since > self.listed_on and MOVES & set(kinds):
            self._wrong(row, "facility", Fault.ROLL_IS_LATER, day=person.since.isoformat())
        else:
            self.changes.append(Change(kinds, person, row, self._place(row), self._joined_on(row, person)))

    def _kinds(self, row: StaffLine, person: Person | None) -> Iterator[Kind]:
        if person is None or not person.on_roll:
            yield Kind.JOINED
            return
        if person.has_left:
            yield Kind.RETURNED
        elif self._place(row) != person.facility:
            yield Kind.TRANSFERRED
        if row.grade != person.grade:
            yield Kind.GRADED
        if row.name != person.name:
            yield Kind.RENAMED
        if _says_more(row, person):
            yield Kind.COMPLETED

    def _joined_on(self, row: StaffLine, person: Person | None) -> date | None:
        """As the list says; else the day of the list for somebody who is new where there was a roll already."""
        if row.joined_on is not None:
            return row.joined_on
        if person is not None and person.on_roll:
            return person.joined_on
        return self.listed_on if self._place(row) in self.known.begun else None

    def _unsure(self, covered: frozenset[str]) -> Iterable[str]:
        """Facilities where a wrong row without a number may mean anybody; all of them, where it says no facility."""
        wrong = {each.row for each in self.problems}
        for row in self.parsed.rows:
            if row.line in wrong and not row.number:
                place = self._place(row)
                yield from (place,) if place else covered

    def _leavers(self, covered: frozenset[str]) -> Iterator[Change]:
        numbers = {row.number_key for row in self.parsed.rows if row.number}
        doubted = {person.id for doubt in self.doubts if not doubt.decided for person in doubt.people}
        for person in self.known.people:
            is_there = person.on_roll and not person.has_left and person.facility in covered
            is_named = person.id in self.meant or person.id in doubted or fold(person.number) in numbers
            if is_there and not is_named and person.since <= self.listed_on:
                yield Change((Kind.LEFT,), person, None, person.facility)


def _says_more(row: StaffLine, person: Person) -> bool:
    """Whether the row has particulars that the roll lacks or has otherwise; an empty cell says nothing."""
    new_number = bool(row.number) and row.number_key != fold(person.number)
    new_sex = bool(row.sex) and row.sex != person.sex
    return new_number or new_sex or (row.joined_on is not None and row.joined_on != person.joined_on)
