"""Taking over a newer master: every operation is kept, a conflict that a person decides, or taken up by the master.

Operations are compared one by one with what each touches in the old and the new master, by address: no text is
looked at twice, and nothing is ever merged word by word. In doubt it is a conflict.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.course import TITLE, Course
from pulang.common.learning.rules.editions.applying import apply
from pulang.common.learning.rules.editions.operations import Kind, Operation, What, address, says
from pulang.common.learning.rules.editions.parts import made
from pulang.common.learning.rules.editions.targets import Targets


class Reason(StrEnum):
    """Why a person must decide."""

    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    DEPENDS = "depends"
    CANNOT = "cannot"


REASON_WORDS: dict[str, Promise] = {
    Reason.CHANGED: _("The new master says something else here."),
    Reason.REMOVED: _("The new master does not have this any more."),
    Reason.MOVED: _("In the new master this stands at another place."),
    Reason.DEPENDS: _("It rests on another change that has to be decided."),
    Reason.CANNOT: _("It cannot be carried out on the new master as it is."),
}
# The master itself may have taken the operation up.
_COMPARED = frozenset({Reason.CHANGED, Reason.REMOVED})


@dataclass(frozen=True)
class Conflict:
    """An operation to be decided: why, and what the old master, the new master and the edition say."""

    operation: Operation
    reason: Reason
    old: str
    new: str
    edition: str


@dataclass(frozen=True)
class Rebased:
    """Every operation once: kept as it is, to be decided, or said by the new master itself, each in the old order."""

    kept: tuple[Operation, ...]
    conflicts: tuple[Conflict, ...]
    taken_up: tuple[Operation, ...]


def rebase(old: Course, new: Course, operations: Iterable[Operation]) -> Rebased:
    """Sort the operations that were written over ``old`` for the version ``new`` of the same master.

    What is kept can be carried out on ``new`` wherever it could be on ``old``.
    """
    every = tuple(operations)
    if old == new:
        return Rebased(every, (), ())
    before, after = Targets(old), Targets(new)
    faulty = {problem.operation for problem in apply(old, every).problems}
    refused: set[str] = set()
    while True:
        found = _sorted(before, after, every, refused)
        more = {problem.operation for problem in apply(new, found.kept).problems} - faulty
        if not more:
            return found
        refused |= more


def _sorted(before: Targets, after: Targets, operations: Iterable[Operation], refused: set[str]) -> Rebased:
    kept, conflicts, taken_up = [], [], []
    makers: dict[str, str] = {}
    standing: set[str] = set()
    for operation in operations:
        reason = _reason(before, after, operation, makers, standing)
        if reason is None and operation.id in refused:
            reason = Reason.CANNOT
        if reason is None:
            kept.append(operation)
            standing.add(operation.id)
        elif reason in _COMPARED and _is_said_by(after, operation):
            taken_up.append(operation)
        else:
            conflicts.append(conflict(before, after, operation, reason))
        for made_here in _makes(operation):
            makers[made_here] = operation.id
    return Rebased(tuple(kept), tuple(conflicts), tuple(taken_up))


def conflict(before: Targets, after: Targets, operation: Operation, reason: Reason) -> Conflict:
    """The three texts between which a person decides."""
    return Conflict(operation, reason, before.shown(operation), after.shown(operation), says(operation))


def _reason(
    before: Targets, after: Targets, operation: Operation, makers: dict[str, str], standing: set[str]
) -> Reason | None:
    """Why this operation is no longer what it was; ``None`` where nothing that it touches has changed."""
    owners = {makers[one] for one in _rests_on(operation) if one in makers}
    if not owners <= standing:
        return Reason.DEPENDS
    old, new = before.of(operation), after.of(operation)
    if old == new:
        return None
    if new is None:
        return Reason.MOVED if after.moved(operation) else Reason.REMOVED
    return Reason.CHANGED


def _makes(operation: Operation) -> Iterator[str]:
    """The addresses that are an edition's own from this operation on."""
    if operation.kind == Kind.INSERT:
        yield address(*made(operation))
    elif operation.kind == Kind.REPLACE and not operation.name:
        yield operation.place
    elif operation.kind == Kind.TRANSLATE:
        yield f"{operation.address}@{operation.language}"


def _rests_on(operation: Operation) -> Iterator[str]:
    """The addresses that must be there for an operation to make sense, as far as another one can have made them."""
    place, content = operation.place, operation.content
    parts = place.split("/")
    yield from ("/".join(parts[: number + 1]) for number in range(len(parts)))
    yield operation.address
    if operation.language:
        yield f"{address(place, TITLE)}@{operation.language}"
        yield f"{operation.address}@{operation.language}"
    if operation.kind == Kind.RE_ORDER:
        yield from (f"{place}/{key}" if place else key for key in content["order"])
    if operation.kind == Kind.INSERT and (after := content.get("after")):
        yield f"{place}/{after}" if content["what"] == What.SESSION else f"{place}#{after}"
    if operation.kind == Kind.INSERT and content["what"] == What.ACTIVITY:
        yield f"{place}#{content['block']}"


def _is_said_by(master: Targets, operation: Operation) -> bool:
    """Whether the master itself does word for word what the operation did."""
    kind, place, name = operation.kind, operation.place, operation.name
    if kind == Kind.OMIT:
        return master.of(operation) is None and not master.moved(operation)
    if kind == Kind.RE_ORDER:
        return master.children(place) == list(operation.content["order"])
    if kind == Kind.TERM:
        words = next((term.words for term in master.course.terms if term.key == name), {})
        return all(words.get(language) == own for language, own in operation.content["words"].items())
    if not name:
        return False
    found = master.text(place, name, operation.language or master.course.source)
    if found is None:
        return False
    if kind == Kind.LAW_NOTE:
        return says(operation) in found.body
    return found == operation.section(found)
