"""A table of facilities is read in the ways spreadsheets write it, and every mistake is answered by row and column."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulang.common.facilities import rules
from pulang.common.facilities.rules import Count, Fault, Known, KnownFacility, Strength, compare, parse
from pulang.foundation.tables.faults import LARGEST, MOST_ROWS, FileFault
from pulang.kernel.folding import fold

TODAY = date(2026, 11, 30)
HEAD = "key,name,under,for whom,date,capacity,population,officer women,officer men,officer posts"
MTO = "mto,Mto Prison,coast,men,2026-11-01,600,718,41,139,200"


def table(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows]) + "\n"


def faults(text: str | bytes, **known: object) -> list[tuple[int, str, Fault]]:
    parsed = parse(text, today=TODAY, **known)  # type: ignore[arg-type]
    return [(found.row, found.column, found.fault) for found in parsed.problems]


def test_a_row_is_read_with_its_staff() -> None:
    (row,) = parse(table(MTO), today=TODAY).rows
    assert (row.key, row.name, row.under, row.for_whom) == ("mto", "Mto Prison", "coast", "men")
    assert (row.counted_on, row.capacity, row.population) == (date(2026, 11, 1), 600, 718)
    assert row.staff == {"officer": Strength(41, 139, 200)}


@pytest.mark.parametrize(
    "data",
    [
        table(MTO).encode("utf-8-sig"),
        table(MTO).encode("utf-16"),
        table(MTO).replace(",", ";").encode(),
        table(MTO).replace(",", "\t").encode(),
        table(MTO).replace("\n", "\r\n"),
        "\n\n" + table(MTO),
        table(MTO, head=HEAD.upper().replace("FOR WHOM", "For_Whom")),
        table(MTO.replace("718", "٧١٨").replace("2026-11-01", "٢٠٢٦-١١-٠١")),
        table(MTO.replace("2026-11-01", "1.11.2026")),
        table(MTO.replace("2026-11-01", "2026/11/1")),
        table(MTO.replace("Mto Prison", '"Mto Prison"')),
        table(MTO + ",,,"),
    ],
)
def test_what_spreadsheets_write_reads_the_same(data: str | bytes) -> None:
    parsed = parse(data, today=TODAY)
    assert parsed.problems == ()
    assert [(row.population, row.counted_on) for row in parsed.rows] == [(718, date(2026, 11, 1))]


@pytest.mark.parametrize("text", ["22/11/2026", "11/22/2026", "22-11-2026", "22.11.2026", "2026.11.22"])
def test_a_date_that_can_be_read_in_one_way_only_is_read(text: str) -> None:
    (row,) = parse(table(MTO.replace("2026-11-01", text)), today=TODAY).rows
    assert row.counted_on == date(2026, 11, 22)


WRONG_CELLS = [
    ("718", "", "population", Fault.MISSING),
    ("718", "many", "population", Fault.NOT_A_NUMBER),
    ("718", "-3", "population", Fault.NOT_A_NUMBER),
    ("718", "7.5", "population", Fault.NOT_A_NUMBER),
    ("718", '"1,718"', "population", Fault.THOUSANDS),
    ("718", "1.718", "population", Fault.THOUSANDS),
    ("718", "1 718", "population", Fault.THOUSANDS),
    ("718", "١٬٧١٨", "population", Fault.THOUSANDS),
    ("718", "1000001", "population", Fault.LARGE_NUMBER),
    ("718", "9" * 400, "population", Fault.LARGE_NUMBER),
    ("mto", "", "key", Fault.MISSING),
    ("mto", "Mto", "key", Fault.KEY_MALFORMED),
    ("mto", "m" * 81, "key", Fault.KEY_MALFORMED),
    ("mto", "import", "key", Fault.KEY_MALFORMED),
    ("coast", "the coast", "under", Fault.KEY_MALFORMED),
    ("men", "boys", "for whom", Fault.UNKNOWN_WORD),
    ("Mto Prison", "x" * 201, "name", Fault.TOO_LONG),
    ("Mto Prison", "ﷺ" * 60, "name", Fault.TOO_LONG),
    ("2026-11-01", "", "date", Fault.MISSING),
    ("2026-11-01", "2026-11-31", "date", Fault.DATE_UNREAL),
    ("2026-11-01", "1870-11-01", "date", Fault.DATE_UNREAL),
    ("2026-11-01", "November", "date", Fault.DATE_UNREAL),
    ("2026-11-01", "01/11/2026", "date", Fault.DATE_AMBIGUOUS),
    ("2026-11-01", "22/11/26", "date", Fault.DATE_AMBIGUOUS),
    ("2026-11-01", "2026-12-01", "date", Fault.DATE_AHEAD),
    ("41,139", "41,", "officer men", Fault.SEX_MISSING),
    ("41,139", ",139", "officer women", Fault.SEX_MISSING),
    ("41,139", ",", "officer women", Fault.SEX_MISSING),
    ("200", "200,x", "", Fault.TOO_MANY_CELLS),
]


@pytest.mark.parametrize(("right", "wrong", "column", "fault"), WRONG_CELLS)
def test_a_wrong_cell_is_answered_by_its_row_and_column(right: str, wrong: str, column: str, fault: Fault) -> None:
    good = MTO.replace("mto,", "ziwa,").replace("Mto", "Ziwa")
    text = table(good, "", MTO.replace(right, wrong, 1))
    assert faults(text) == [(4, column, fault)]
    assert [row.key for row in parse(text, today=TODAY).rows] == ["ziwa"]


def test_all_mistakes_of_a_row_are_told_at_once() -> None:
    assert faults(table("Mto,,,,tomorrow,six,")) == [
        (2, "key", Fault.KEY_MALFORMED),
        (2, "date", Fault.DATE_UNREAL),
        (2, "capacity", Fault.NOT_A_NUMBER),
        (2, "population", Fault.MISSING),
    ]


def test_the_same_facility_and_day_stand_in_a_file_once() -> None:
    text = table(MTO, MTO.replace("2026-11-01", "2026-10-01"), MTO.replace("718", "700"))
    assert faults(text) == [(4, "key", Fault.DOUBLE_ROW)]
    assert [row.number for row in parse(text, today=TODAY).rows] == [2, 3]


WRONG_FILES = [
    (b"", FileFault.EMPTY),
    ("   \n\n", FileFault.EMPTY),
    (HEAD, FileFault.NO_ROWS),
    (b"PK\x03\x04rest of a spreadsheet", FileFault.BROKEN_WORKBOOK),
    (b"\xd0\xcf\x11\xe0 an old spreadsheet", FileFault.SPREADSHEET),
    (table(MTO).encode() + b"\xe9", FileFault.NOT_UTF8),
    (b"\xff\xfe\x00", FileFault.NOT_UTF8),
    ("key,date\x00", FileFault.NOT_TEXT),
    ("key,\ud800\n", FileFault.NOT_TEXT),
    (b"x" * (LARGEST + 1), FileFault.TOO_LARGE),
    (table(*["a"] * (MOST_ROWS + 1)), FileFault.TOO_MANY_ROWS),
    (table('"mto,open'), FileFault.BROKEN_QUOTES),
]


@pytest.mark.parametrize(("data", "fault"), WRONG_FILES)
def test_what_is_no_table_is_said_to_be_none(data: str | bytes, fault: Fault) -> None:
    parsed = parse(data, today=TODAY)
    assert [found.fault for found in parsed.problems] == [fault]
    assert not parsed.is_table
    assert parsed.rows == ()


@pytest.mark.parametrize(
    ("right", "wrong", "row", "column", "fault"),
    [
        ("capacity", "places", 1, "places", Fault.UNKNOWN_COLUMN),
        ("name", "date", 1, "date", Fault.DOUBLE_COLUMN),
        ("officer men,officer posts", "officer women,x posts", 1, "officer women", Fault.DOUBLE_COLUMN),
        (",officer men", ",officers men", 1, "officers men", Fault.NEAR_GRADE),
        ("population", "population,", 1, "", None),
    ],
)
def test_headings_that_are_not_known_stop_the_whole_file(
    right: str, wrong: str, row: int, column: str, fault: Fault | None
) -> None:
    found = faults(table(MTO, head=HEAD.replace(right, wrong, 1)))
    assert fault is None or (row, column, fault) in found


def test_a_missing_column_is_named() -> None:
    assert faults("key,date\nmto,2026-11-01\n") == [
        (1, "capacity", Fault.MISSING_COLUMN),
        (1, "population", Fault.MISSING_COLUMN),
    ]
    assert (1, "officer men", Fault.MISSING_COLUMN) in faults(table(MTO, head=HEAD.replace("officer men", "x men")))


def test_a_services_own_grades_are_taken_as_they_are_written() -> None:
    head = "key,date,capacity,population,Wing_Leader women,Wing_Leader men,قائد الجناح women,قائد الجناح men"
    parsed = parse(f"{head}\nmto,2026-11-01,1,1,2,3,0,4\n", today=TODAY)
    assert [(grade.key, grade.name) for grade in parsed.grades] == [
        ("wing leader", "Wing Leader"),
        (fold("قائد الجناح"), "قائد الجناح"),
    ]
    assert parsed.rows[0].staff[fold("قائد الجناح")] == Strength(0, 4, None)


def test_a_slip_in_a_grade_that_the_register_has_is_noticed() -> None:
    head = "key,date,capacity,population,wing leadre women,wing leadre men"
    found = faults(f"{head}\nmto,2026-11-01,1,1,2,3\n", known_grades=["wing leader"])
    assert (1, "wing leadre women", Fault.NEAR_GRADE) in found


def test_every_problem_can_be_kept_and_told_again() -> None:
    for problem in parse(table(MTO.replace("718", "1.718"), MTO), today=TODAY).problems:
        assert rules.Problem.from_data(problem.as_data(), Fault) == problem
    (problem, _double) = parse(table(MTO.replace("718", "1.718"), MTO), today=TODAY).problems
    assert problem.message == "“1.718” has a thousands separator. Write 1718."


@given(st.one_of(st.text(), st.binary(), st.text(alphabet='key,date\n";\t 0١9-./\r')))
def test_reading_answers_and_never_fails(data: str | bytes) -> None:
    parsed = parse(data, today=TODAY)
    assert parsed.rows or parsed.problems
    assert all(problem.message for problem in parsed.problems)


CELLS = st.one_of(st.text(max_size=12), st.sampled_from(["mto", "600", "2026-11-01", "men", "", "1,200", "٧١٨"]))


@given(st.lists(st.lists(CELLS, max_size=12), min_size=1, max_size=6))
def test_any_cells_under_right_headings_give_rows_or_problems(cells: list[list[str]]) -> None:
    import csv
    import io

    text = io.StringIO()
    csv.writer(text).writerows([HEAD.split(","), *cells])
    parsed = parse(text.getvalue(), today=TODAY)
    wrong = {problem.row for problem in parsed.problems}
    assert not wrong & {row.number for row in parsed.rows}
    assert all(problem.message for problem in parsed.problems)
    assert all(row.counted_on <= TODAY and row.key for row in parsed.rows)


KNOWN = KnownFacility(
    "Mto Prison", "coast", "men", counts={date(2026, 11, 1): Count(600, 718, {"officer": Strength(41, 139, 200)})}
)


def plan(*rows: str, facility: KnownFacility | None = KNOWN, taken: frozenset[str] = frozenset()) -> rules.Plan:
    facilities = {"mto": facility} if facility else {}
    return compare(parse(table(*rows), today=TODAY), Known(facilities, frozenset({"coast"}), taken))


def test_a_known_row_changes_nothing() -> None:
    found = plan(MTO, "mto,,,,2026-11-01,600,718".replace("11-01", "10-01"))
    assert (found.created, found.changed, found.unchanged) == ((), ("mto",), ())
    assert plan(MTO).unchanged == ("mto",)
    assert plan("mto,,,,2026-11-01,600,718").unchanged == ("mto",)


def test_what_a_row_does_not_say_of_a_day_stays() -> None:
    (step,) = plan("mto,,,,2026-11-01,600,718,40,140,").steps
    assert step.count.staff == {"officer": Strength(40, 140, 200)}
    assert step.has_figures


def test_another_use_is_a_change_without_new_figures() -> None:
    (step,) = plan(MTO.replace(",men,", ",mixed,")).steps
    assert (step.is_changed, step.has_figures, step.is_new) == (True, False, False)


def test_a_new_facility_may_have_several_days_and_names_itself_once() -> None:
    found = plan(MTO, "mto,,,,2026-10-01,600,700", facility=None)
    assert (found.created, found.problems) == (("mto",), ())
    assert [step.is_new for step in found.steps] == [True, False]


@pytest.mark.parametrize(
    ("row", "facility", "column", "fault"),
    [
        ("mto,,,,2026-11-01,1,1", None, "name", Fault.NEEDED_FOR_NEW),
        ("mto,Mto,,men,2026-11-01,1,1", None, "under", Fault.NEEDED_FOR_NEW),
        ("mto,Mto,lakes,men,2026-11-01,1,1", None, "under", Fault.PLACE_UNKNOWN),
        ("mto,Ziwa Prison,,,2026-11-01,1,1", KNOWN, "name", Fault.NAME_DIFFERS),
        ("mto,,lakes,,2026-11-01,1,1", KNOWN, "under", Fault.PLACE_DIFFERS),
        ("mto,,,,2026-11-01,1,1", KnownFacility("Mto Prison", "coast", ""), "for whom", Fault.NEEDED_FOR_NEW),
        ("mto,,,,2026-11-01,1,1", KnownFacility("Mto", "coast", "men", is_open=False), "key", Fault.FACILITY_CLOSED),
    ],
)
def test_what_speaks_against_a_row_is_told(row: str, facility: KnownFacility | None, column: str, fault: Fault) -> None:
    found = plan(row, facility=facility)
    assert (2, column, fault) in [(one.row, one.column, one.fault) for one in found.problems]
    assert found.steps == ()


def test_a_key_of_something_else_is_refused_in_one_word() -> None:
    (problem,) = plan(MTO, facility=None, taken=frozenset({"mto"})).problems
    assert problem.fault is Fault.KEY_TAKEN


def test_a_name_is_compared_as_people_read_it() -> None:
    assert plan(MTO.replace("Mto Prison", "MTO  prison")).unchanged == ("mto",)


@pytest.mark.parametrize(
    ("population", "capacity", "percent"), [(718, 600, 120), (1, 200, 1), (0, 5, 0), (5, 0, None), (125, 1000, 13)]
)
def test_occupancy_is_people_for_each_hundred_places(population: int, capacity: int, percent: int | None) -> None:
    assert rules.occupancy(population, capacity) == percent


def test_staff_for_each_hundred_people_has_one_decimal() -> None:
    assert rules.per_hundred(180, 718) == Decimal("25.1")
    assert rules.per_hundred(180, 0) is None


def test_the_total_has_posts_only_where_every_grade_has() -> None:
    staff = {"officer": Strength(41, 139, 200), "senior": Strength(2, 16, None)}
    found = rules.staff_table(staff, ["senior", "officer", "recruit"])
    assert [(row.grade, row.in_post, row.vacant) for row in found.rows] == [("senior", 18, None), ("officer", 180, 20)]
    assert (found.total.women, found.total.men, found.total.posts) == (43, 155, None)
    full = rules.staff_table({"officer": Strength(150, 139, 200)}, ["officer"])
    assert (full.total.posts, full.total.vacant) == (200, 0)
