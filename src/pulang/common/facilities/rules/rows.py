"""What each row of a file says, checked by itself: numbers, dates, words and keys."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pulang.common.facilities.rules.cells import CellReader
from pulang.common.facilities.rules.columns import SEXES, Columns, Grade, read_headings
from pulang.common.facilities.rules.problems import Fault
from pulang.common.facilities.rules.words import ForWhom
from pulang.foundation.tables.faults import Problem, Unreadable, problem
from pulang.foundation.tables.reading import Line, decoded, lines
from pulang.kernel.folding import fold

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 80
MOST = 1_000_000
RESERVED = frozenset({"import", "staff"})
GROUPED = re.compile(r"\d{1,3}([.,'’٬ ]\d{3})+")


@dataclass(frozen=True)
class Strength:
    """Staff of one grade in post, and its established posts where they are known."""

    women: int
    men: int
    posts: int | None = None


@dataclass(frozen=True)
class Row:
    """One correct row. ``name``, ``under`` and ``for_whom`` may be empty; ``staff`` is by the grade's key."""

    number: int
    key: str
    counted_on: date
    capacity: int
    population: int
    name: str
    under: str
    for_whom: str
    staff: Mapping[str, Strength]


@dataclass(frozen=True)
class Parsed:
    """What a file says. Without ``is_table`` nothing of it can be used: its headings or the file itself are wrong."""

    rows: tuple[Row, ...] = ()
    grades: tuple[Grade, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_table: bool = True


def parse(data: str | bytes, *, today: date, known_grades: Sequence[str] = ()) -> Parsed:
    """Read a whole file; every mistake is answered, none raises."""
    try:
        found = lines(decoded(data) if isinstance(data, bytes) else data)
    except Unreadable as refusal:
        return Parsed(problems=(refusal.problem,), is_table=False)
    head, *body = found
    columns, problems = read_headings(head.cells, head.number, known_grades)
    if problems:
        return Parsed(problems=tuple(problems), is_table=False)
    rows = [_Reader(line, columns, today) for line in body]
    problems = [*_doubled(rows), *(found for row in rows for found in row.problems)]
    wrong = {found.row for found in problems}
    return Parsed(
        rows=tuple(row.row for row in rows if row.row.number not in wrong),
        grades=tuple(columns.grades.values()),
        problems=tuple(sorted(problems, key=lambda found: found.row)),
    )


def _doubled(rows: Sequence["_Reader"]) -> Iterator[Problem]:
    seen: dict[tuple[str, date], int] = {}
    for reader in rows:
        row = reader.row
        if not row.key or row.counted_on == date.min:
            continue
        first = seen.setdefault((row.key, row.counted_on), row.number)
        if first != row.number:
            yield problem(row.number, "key", Fault.DOUBLE_ROW, first=first)


class _Reader(CellReader):
    """One row of figures being read."""

    def __init__(self, line: Line, columns: Columns, today: date) -> None:
        super().__init__(line, columns.places, columns.width, today)
        self.columns = columns
        self.row = self.read()

    def read(self) -> Row:
        return Row(
            number=self.line.number,
            key=self.key("key", required=True),
            counted_on=self.day("date"),
            capacity=self.number("capacity", self.cell("capacity")) or 0,
            population=self.number("population", self.cell("population")) or 0,
            name=self.name("name"),
            under=self.key("under", required=False),
            for_whom=self.word("for whom"),
            staff=dict(self.staff()),
        )

    def key(self, column: str, *, required: bool) -> str:
        text = self.cell(column)
        if not text:
            if required:
                self.wrong(column, Fault.MISSING)
            return ""
        if len(text) > LONGEST_KEY or not KEY.fullmatch(text) or text in RESERVED:
            self.wrong(column, Fault.KEY_MALFORMED, value=text[:LONGEST_KEY])
            return ""
        return text

    def word(self, column: str) -> str:
        text = fold(self.cell(column))
        if text and text not in set(ForWhom):
            self.wrong(column, Fault.UNKNOWN_WORD, value=text[:LONGEST_KEY], allowed=", ".join(ForWhom))
        return text

    def number(self, column: str, text: str, *, required: bool = True) -> int | None:
        """A whole number in the digits of any script; ``None`` for an empty cell and for a mistake."""
        plain = fold(text)
        if not plain:
            if required:
                self.wrong(column, Fault.MISSING)
            return None
        shown = text[:LONGEST_KEY]
        if GROUPED.fullmatch(plain):
            self.wrong(column, Fault.THOUSANDS, value=shown, plain=re.sub(r"\D", "", plain))
        elif not (plain.isascii() and plain.isdecimal()):
            self.wrong(column, Fault.NOT_A_NUMBER, value=shown)
        elif len(plain) > len(str(MOST)) or int(plain) > MOST:
            self.wrong(column, Fault.LARGE_NUMBER, value=shown, most=MOST)
        else:
            return int(plain)
        return None

    def staff(self) -> Iterator[tuple[str, Strength]]:
        for grade in self.columns.grades:
            texts = {part: self.at(self.columns.staff.get((grade, part))) for part in (*SEXES, "posts")}
            found = {part: self.number(f"{grade} {part}", text, required=False) for part, text in texts.items()}
            given = [sex for sex in SEXES if texts[sex]]
            if len(given) == 1:
                self.wrong(f"{grade} {'men' if given == ['women'] else 'women'}", Fault.SEX_MISSING)
            elif texts["posts"] and not given:
                self.wrong(f"{grade} women", Fault.SEX_MISSING)
            elif given:
                yield grade, Strength(found["women"] or 0, found["men"] or 0, found["posts"])
