"""What a file would change in the register: facilities to make, figures to write, and what speaks against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pulang.common.facilities.rules.problems import Fault
from pulang.common.facilities.rules.rows import Parsed, Row, Strength
from pulang.foundation.tables.faults import Problem, problem
from pulang.kernel.folding import sort_key


@dataclass(frozen=True)
class Count:
    """Figures of one day. ``staff`` is by the grade's key."""

    capacity: int
    population: int
    staff: Mapping[str, Strength] = field(default_factory=dict)


@dataclass(frozen=True)
class KnownFacility:
    """A facility that the importer keeps. ``for_whom`` is empty where only the directory has it so far."""

    name: str
    under: str
    for_whom: str
    is_open: bool = True
    counts: Mapping[date, Count] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the register holds of what a file names, as far as the importer keeps it.

    ``places`` are the keys under which facilities may be made; ``taken`` keys of the file that are something else.
    """

    facilities: Mapping[str, KnownFacility] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One good row: what it says, and the whole count that it leads to.

    ``is_new`` makes the facility, ``has_figures`` writes the count; a change of whom it is for writes no count.
    """

    row: Row
    count: Count
    is_new: bool
    has_figures: bool
    is_changed: bool


@dataclass(frozen=True)
class Plan:
    """The steps that a file would take, in its order, and every problem."""

    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]

    @property
    def created(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.row.key for step in self.steps if step.is_new))

    @property
    def changed(self) -> tuple[str, ...]:
        keys, made = dict.fromkeys(step.row.key for step in self.steps if step.is_changed), set(self.created)
        return tuple(key for key in keys if key not in made)

    @property
    def unchanged(self) -> tuple[str, ...]:
        keys, moved = dict.fromkeys(step.row.key for step in self.steps), {*self.created, *self.changed}
        return tuple(key for key in keys if key not in moved)


def compare(parsed: Parsed, known: Known) -> Plan:
    """Follow the rows one after the other, so that a facility's second day finds what its first one made."""
    register = dict(known.facilities)
    steps, problems = [], list(parsed.problems)
    for row in parsed.rows:
        found = list(_against(row, register.get(row.key), known))
        problems += found
        if not found:
            step = _step(row, register.get(row.key))
            steps.append(step)
            register[row.key] = _after(step, register.get(row.key))
    return Plan(tuple(steps), tuple(sorted(problems, key=lambda one: one.row)))


def _against(row: Row, facility: KnownFacility | None, known: Known) -> Iterator[Problem]:
    if facility is None:
        yield from _against_new(row, known)
        return
    told = {"key": row.key}
    if not facility.is_open:
        yield problem(row.number, "key", Fault.FACILITY_CLOSED, **told)
    if row.name and sort_key(row.name) != sort_key(facility.name):
        yield problem(row.number, "name", Fault.NAME_DIFFERS, known=facility.name, **told)
    if row.under and row.under != facility.under:
        yield problem(row.number, "under", Fault.PLACE_DIFFERS, known=facility.under, value=row.under, **told)
    if not (facility.for_whom or row.for_whom):
        yield problem(row.number, "for whom", Fault.NEEDED_FOR_NEW, **told)


def _against_new(row: Row, known: Known) -> Iterator[Problem]:
    if row.key in known.taken:
        yield problem(row.number, "key", Fault.KEY_TAKEN, value=row.key)
        return
    given = {"name": row.name, "under": row.under, "for whom": row.for_whom}
    for column, text in given.items():
        if not text:
            yield problem(row.number, column, Fault.NEEDED_FOR_NEW, key=row.key)
    if row.under and row.under not in known.places:
        yield problem(row.number, "under", Fault.PLACE_UNKNOWN, value=row.under)


def _step(row: Row, facility: KnownFacility | None) -> Step:
    """What a row does not say of a day (a grade, posts) stays as the register has it."""
    before = facility.counts.get(row.counted_on) if facility else None
    staff = dict(before.staff) if before else {}
    for grade, said in row.staff.items():
        kept = staff[grade].posts if grade in staff and said.posts is None else said.posts
        staff[grade] = replace(said, posts=kept)
    count = Count(row.capacity, row.population, staff)
    is_new = facility is None or not facility.for_whom
    has_figures = count != before
    other_use = bool(facility and row.for_whom and row.for_whom != facility.for_whom)
    return Step(row, count, is_new, has_figures, is_changed=is_new or has_figures or other_use)


def _after(step: Step, facility: KnownFacility | None) -> KnownFacility:
    row = step.row
    facility = facility or KnownFacility(row.name, row.under, row.for_whom)
    counts = {**facility.counts, row.counted_on: step.count}
    return replace(facility, for_whom=row.for_whom or facility.for_whom, counts=counts)
