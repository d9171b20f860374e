"""A table of what people answered on paper: who by service number or name, and a column for each question's number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.answering.paper import LEFT_OUT
from pulang.common.learning.rules.nominating import sounds_alike
from pulang.foundation.tables.faults import Faults, Problem, Unreadable, problem
from pulang.foundation.tables.headings import heading, known
from pulang.foundation.tables.reading import Line, lines
from pulang.kernel.folding import fold, sort_key

NUMBER, NAME = "number", "name"
COLUMNS: dict[str, Promise] = {NUMBER: _("Service number"), NAME: _("Name")}
NUMBERED = re.compile(r"\D*(\d{1,3})")


class Fault(Faults):
    """What can be wrong with a table of answers."""

    DOUBLE_COLUMN = "double-column"
    NOBODY = "nobody"
    NO_PERSON = "no-person"
    MISSING_COLUMN = "missing-column"
    OTHER_NAME = "other-name"
    SEVERAL = "several"
    TOO_MANY_CELLS = "too-many-cells"
    TWICE = "twice"
    UNKNOWN_COLUMN = "unknown-column"

    @property
    def sentence(self) -> Promise:
        return WORDS[self]


WORDS: dict[Fault, Promise] = {
    Fault.DOUBLE_COLUMN: _("This column stands in the file twice."),
    Fault.NOBODY: _("Nobody with this number or name has a place here whose answers are still to be typed."),
    Fault.NO_PERSON: _("This row names nobody. Write the service number or the name."),
    Fault.MISSING_COLUMN: _("The file has no such column. Add it, as the template shows."),
    Fault.OTHER_NAME: _("This service number belongs to {known}. Check number and name."),
    Fault.SEVERAL: _("Several people here have this name. Write the service number."),
    Fault.TOO_MANY_CELLS: _("This row has more cells than there are headings. Is there a separator in a text?"),
    Fault.TWICE: _("Row {first} is the same person."),
    Fault.UNKNOWN_COLUMN: _("No such column is known. Take it out, or name it as the template does."),
}


@dataclass(frozen=True)
class Participant:
    """Somebody with a place, as a row may name them."""

    key: UUID
    number: str
    name: str


@dataclass(frozen=True)
class Table:
    """What was read: by participant the cells of the questions in order, and what is wrong with the others."""

    answers: Mapping[UUID, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()


def read(text: str, questions: int, people: Sequence[Participant]) -> Table:
    """The rows of a table; wrong headings leave no row. A row without any answer is passed over."""
    try:
        head, *rows = lines(text)
    except Unreadable as refusal:
        return Table({}, (refusal.problem,))
    places, problems = _headings(head, questions)
    if problems:
        return Table({}, tuple(problems))
    found, seen = dict[UUID, tuple[str, ...]](), dict[UUID, int]()
    for row in rows:
        cells = {column: row.cells[at] for column, at in places.items() if at < len(row.cells)}
        given = tuple(cells.get(str(number), "") for number in range(1, questions + 1))
        if all(cell in LEFT_OUT for cell in given):
            continue
        who, wrong = _meant(row, cells, len(head.cells), people)
        if who is not None and who.key in seen:
            wrong = problem(row.number, _column(cells), Fault.TWICE, first=seen[who.key])
        if who is None or wrong is not None:
            problems += [wrong] if wrong else []
            continue
        seen[who.key] = row.number
        found[who.key] = given
    return Table(found, tuple(problems))


def _headings(head: Line, questions: int) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands: ``number``, ``name``, and the questions by their numbers."""
    named, places, problems = known(COLUMNS), dict[str, int](), list[Problem]()
    for place, cell in enumerate(head.cells):
        folded = heading(cell)
        asked = NUMBERED.fullmatch(folded)
        column = named.get(folded) or (str(int(asked[1])) if asked and 1 <= int(asked[1]) <= questions else "")
        if cell and not column:
            problems.append(problem(head.number, cell, Fault.UNKNOWN_COLUMN))
        elif column in places:
            problems.append(problem(head.number, cell, Fault.DOUBLE_COLUMN))
        elif column:
            places[column] = place
    missing = [str(number) for number in range(1, questions + 1) if str(number) not in places]
    if NUMBER not in places and NAME not in places:
        missing.insert(0, str(COLUMNS[NUMBER]))
    return places, [*problems, *(problem(head.number, name, Fault.MISSING_COLUMN) for name in missing)]


def _meant(
    row: Line, cells: Mapping[str, str], width: int, people: Sequence[Participant]
) -> tuple[Participant | None, Problem | None]:
    """Who a row speaks of: the holder of the number, else the only one of exactly that name."""
    number, name = fold(cells.get(NUMBER, "")), " ".join(cells.get(NAME, "").split())
    if any(row.cells[width:]):
        return None, problem(row.number, "", Fault.TOO_MANY_CELLS)
    if not number and not name:
        return None, problem(row.number, str(COLUMNS[NUMBER]), Fault.NO_PERSON)
    if number:
        holder = next((one for one in people if fold(one.number) == number), None)
        if holder is None:
            return None, problem(row.number, str(COLUMNS[NUMBER]), Fault.NOBODY)
        if name and not sounds_alike(name, holder.name):
            return None, problem(row.number, str(COLUMNS[NAME]), Fault.OTHER_NAME, known=holder.name)
        return holder, None
    same = [one for one in people if sort_key(one.name) == sort_key(name)]
    if len(same) == 1:
        return same[0], None
    return None, problem(row.number, str(COLUMNS[NAME]), Fault.SEVERAL if same else Fault.NOBODY)


def _column(cells: Mapping[str, str]) -> str:
    return str(COLUMNS[NUMBER if cells.get(NUMBER) else NAME])
