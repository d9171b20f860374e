"""What each row of a personnel list says, checked by itself: who, where, in which grade, since when."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pulang.common.facilities.rules.cells import CellReader
from pulang.common.facilities.rules.columns import LONGEST_GRADE, Grade, near_grade
from pulang.common.facilities.rules.problems import Fault
from pulang.common.facilities.rules.staff.columns import OPTIONAL, REQUIRED
from pulang.foundation.tables.faults import Problem, Unreadable, problem
from pulang.foundation.tables.headings import heading
from pulang.foundation.tables.reading import Line, decoded, lines
from pulang.kernel.folding import fold, sort_key

LONGEST_NUMBER = 40
WOMAN, MAN = "woman", "man"
SEX_WORDS = {
    "woman": WOMAN, "women": WOMAN, "female": WOMAN, "f": WOMAN, "w": WOMAN, "femme": WOMAN, "perempuan": WOMAN,
    "man": MAN, "men": MAN, "male": MAN, "m": MAN, "homme": MAN, "laki-laki": MAN,
    fold("امرأة"): WOMAN, fold("أنثى"): WOMAN, fold("رجل"): MAN, fold("ذكر"): MAN,
}  # fmt: skip


@dataclass(frozen=True)
class StaffLine:
    """One row: ``line`` as a spreadsheet counts it, ``facility`` and ``grade`` folded, ``number`` as it is written."""

    line: int
    number: str
    name: str
    facility: str
    grade: str
    sex: str
    joined_on: date | None

    @property
    def number_key(self) -> str:
        """The service number as it is compared."""
        return fold(self.number)

    @property
    def name_key(self) -> str:
        """The name as it is compared."""
        return sort_key(self.name)


@dataclass(frozen=True)
class StaffParsed:
    """What a list says. ``rows`` holds the wrong ones too (``wrong`` has their lines): whoever they name is there."""

    rows: tuple[StaffLine, ...] = ()
    grades: Mapping[str, Grade] | None = None
    problems: tuple[Problem, ...] = ()
    is_table: bool = True

    @property
    def wrong(self) -> frozenset[int]:
        return frozenset(one.row for one in self.problems)


def parse_staff(data: str | bytes, *, listed_on: date, known_grades: Mapping[str, str] | None = None) -> StaffParsed:
    """Read a whole list; every mistake is answered, none raises. ``known_grades`` gives keys by folded names."""
    try:
        head, *body = lines(decoded(data) if isinstance(data, bytes) else data)
    except Unreadable as refusal:
        return StaffParsed(problems=(refusal.problem,), is_table=False)
    places, problems = _headings(head)
    if problems:
        return StaffParsed(problems=tuple(problems), is_table=False)
    grades: dict[str, Grade] = {}
    readers = [_Reader(line, places, len(head.cells), listed_on, dict(known_grades or {}), grades) for line in body]
    rows = [reader.row for reader in readers]
    found = [*_doubled(rows), *(each for reader in readers for each in reader.problems)]
    return StaffParsed(tuple(rows), grades, tuple(sorted(found, key=lambda each: each.row)))


def _headings(head: Line) -> tuple[dict[str, int], list[Problem]]:
    places, problems = dict[str, int](), list[Problem]()
    for place, cell in enumerate(head.cells):
        name = heading(cell)
        if name and name not in REQUIRED + OPTIONAL:
            problems.append(problem(head.number, cell, Fault.UNKNOWN_COLUMN))
        elif name in places:
            problems.append(problem(head.number, cell, Fault.DOUBLE_COLUMN))
        elif name:
            places[name] = place
    problems += [problem(head.number, name, Fault.MISSING_COLUMN) for name in REQUIRED if name not in places]
    return places, problems


def _doubled(rows: Sequence[StaffLine]) -> Iterator[Problem]:
    """A number twice, or a name twice at one facility where neither row has a number."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = (row.number_key,) if row.number else (row.facility, row.name_key)
        if not all(key):
            continue
        first = seen.setdefault(key, row.line)
        if first != row.line and row.number:
            yield problem(row.line, "number", Fault.NUMBER_TWICE, first=first)
        elif first != row.line:
            yield problem(row.line, "name", Fault.NAME_TWICE, first=first)


class _Reader(CellReader):
    """One row of a personnel list being read."""

    def __init__(
        self,
        line: Line,
        places: dict[str, int],
        width: int,
        listed_on: date,
        known: dict[str, str],
        grades: dict[str, Grade],
    ) -> None:
        super().__init__(line, places, width, listed_on)
        self.known, self.grades = known, grades
        self.row = StaffLine(
            line=line.number,
            number=self.number(),
            name=self.needed("name"),
            facility=fold(self.needed("facility")),
            grade=self.grade(),
            sex=self.sex(),
            joined_on=self.day("joined", ahead=Fault.JOINED_AHEAD) if self.cell("joined") else None,
        )

    def needed(self, column: str) -> str:
        text = self.name(column)
        if not sort_key(text):
            self.wrong(column, Fault.MISSING)
        return text

    def number(self) -> str:
        text = "".join(self.cell("number").split())
        if len(text) > LONGEST_NUMBER:
            self.wrong("number", Fault.TOO_LONG, length=len(text), most=LONGEST_NUMBER)
        return text[:LONGEST_NUMBER]

    def sex(self) -> str:
        text = fold(self.cell("sex"))
        if text and text not in SEX_WORDS:
            self.wrong("sex", Fault.UNKNOWN_WORD, value=text[:LONGEST_NUMBER], allowed=f"{WOMAN}, {MAN}")
        return SEX_WORDS.get(text, "")

    def grade(self) -> str:
        """The key of the grade: a known one, or a new one under its own folded name."""
        text = " ".join(self.cell("grade").split())
        key = heading(re.sub(r"[/]", " ", text))
        if not key:
            self.wrong("grade", Fault.MISSING)
        elif len(key) > LONGEST_GRADE:
            self.wrong("grade", Fault.TOO_LONG, length=len(key), most=LONGEST_GRADE)
        elif key not in self.known and (near := near_grade(key, list(self.known))):
            self.wrong("grade", Fault.NEAR_GRADE, value=text, near=near)
        key = self.known.get(key, key)[:LONGEST_GRADE]
        self.grades.setdefault(key, Grade(key, text))
        return key
