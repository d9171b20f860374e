"""The difference between a personnel list and the roll, as rules: taken, the roll is the list, and nobody is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from pulang.common.facilities.rules import Difference, Kind, KnownRoll, Person, differ, parse_staff
from pulang.common.facilities.rules.problems import Fault
from pulang.kernel.ids import uuid4

DAY = date(2026, 11, 1)
PLACES = {"mto": "mto", "mto prison": "mto", "ziwa": "ziwa", "bandari": "bandari"}
GRADES = {"officer": "officer", "senior": "senior"}
HEAD = "number,name,facility,grade,sex,joined"


def text_of(*rows: str) -> str:
    return "\n".join([HEAD, *rows])


def compared(
    people: tuple[Person, ...], *rows: str, day: date = DAY, decisions: Mapping[int, str] | None = None
) -> Difference:
    parsed = parse_staff(text_of(*rows), listed_on=day, known_grades=GRADES)
    assert parsed.is_table
    return differ(parsed, known(people), day, decisions)


def known(people: tuple[Person, ...]) -> KnownRoll:
    return KnownRoll(people=people, places=PLACES, begun=frozenset(one.facility for one in people if one.on_roll))


def taken(people: tuple[Person, ...], difference: Difference, day: date) -> tuple[Person, ...]:
    """The roll after a difference, written a second time: one person after the other."""
    found: dict[UUID, Person] = {one.id: one for one in people}
    for change in difference.changes:
        if change.row is None:
            assert change.person is not None
            found[change.person.id] = replace(change.person, has_left=True, since=day)
            continue
        row, before = change.row, change.person
        new = Person(
            id=before.id if before else uuid4(),
            number=row.number or (before.number if before else ""),
            name=row.name,
            facility=change.facility,
            grade=row.grade,
            sex=row.sex or (before.sex if before else ""),
            joined_on=change.joined_on,
            since=day,
        )
        found[new.id] = new
    return tuple(found.values())


def serving(people: tuple[Person, ...]) -> set[tuple[str, str, str, str]]:
    return {(one.number, one.name, one.facility, one.grade) for one in people if one.on_roll and not one.has_left}


PEOPLE = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.sampled_from(["Asha M.", "Yusuf O.", "Peter N.", "عائشة م.", "Lucy W."]),
        st.sampled_from(["mto", "ziwa", "bandari"]),
        st.sampled_from(["officer", "senior"]),
        st.sampled_from(["woman", "man", ""]),
    ),
    unique_by=lambda one: one[0],
    max_size=12,
)


def rows_of(people: list[tuple[int, str, str, str, str]]) -> list[str]:
    return [f"{number},{name},{place},{grade},{sex}," for number, name, place, grade, sex in people]


@given(before=PEOPLE, after=PEOPLE.filter(bool))
def test_a_list_that_is_taken_is_the_roll_and_taken_again_changes_nothing(
    before: list[tuple[int, str, str, str, str]], after: list[tuple[int, str, str, str, str]]
) -> None:
    first: tuple[Person, ...] = ()
    if before:
        first = taken((), compared((), *rows_of(before), day=DAY - timedelta(days=30)), DAY - timedelta(days=30))
    difference = compared(first, *rows_of(after))
    assert difference.is_whole
    second = taken(first, difference, DAY)
    covered = {place for _number, _name, place, _grade, _sex in after}
    said = {(str(number), name, place, grade) for number, name, place, grade, _sex in after}
    assert {one for one in serving(second) if one[2] in covered} == said
    elsewhere = {one for one in serving(first) if one[2] not in covered}
    assert {one for one in serving(second) if one[2] not in covered} <= elsewhere
    assert {one.id for one in first} <= {one.id for one in second}, "nobody is lost"
    again = compared(second, *rows_of(after))
    assert (again.changes, again.unchanged, again.is_whole) == ((), len(after), True)
    counted = [one for one in second if one.has_left and one.since == DAY]
    assert difference.counts().get(Kind.LEFT, 0) == len(counted)


@given(people=PEOPLE.filter(bool), spoilt=st.data())
def test_nobody_leaves_whom_a_wrong_row_may_mean(
    people: list[tuple[int, str, str, str, str]], spoilt: st.DataObject
) -> None:
    first = taken((), compared((), *rows_of(people)), DAY)
    place = spoilt.draw(st.integers(0, len(people) - 1))
    number, name, at, _grade, _sex = people[place]
    wrong = spoilt.draw(
        st.sampled_from([f"{number},{name},nowhere,officer,,", f"{number},,{at},officer,,", f",{name},{at},,,"])
    )
    rows = rows_of(people)
    rows[place] = wrong
    difference = compared(first, *rows)
    assert difference.problems
    left = {change.person.number for change in difference.changes if change.person and Kind.LEFT in change.kinds}
    assert str(number) not in left


ASHA = Person(uuid4(), "1204", "Asha M.", "mto", "officer", "woman", date(2019, 4, 1), DAY - timedelta(days=60))
OMARI = Person(uuid4(), "", "Omari J.", "mto", "officer", "", None, DAY - timedelta(days=60))


def kinds(difference: Difference) -> list[tuple[str, ...]]:
    return [change.kinds for change in difference.changes]


def test_each_kind_of_change_is_seen() -> None:
    moved = compared((ASHA,), "1204,Asha Mrisho,ziwa,senior,,2018-04-01")
    assert kinds(moved) == [(Kind.TRANSFERRED, Kind.GRADED, Kind.RENAMED, Kind.COMPLETED)]
    gone = replace(ASHA, has_left=True)
    assert kinds(compared((gone,), "1204,Asha M.,mto,officer,,")) == [(Kind.RETURNED,)]
    assert kinds(compared((ASHA,), "9,Lucy W.,mto,officer,,")) == [(Kind.JOINED,), (Kind.LEFT,)]
    assert kinds(compared((ASHA,), "9,Lucy W.,ziwa,officer,,")) == [(Kind.JOINED,)], "the list says nothing of mto"
    assert compared((ASHA,), "١٢٠٤,Asha M.,Mto Prison,officer,,").unchanged == 1, "digits of any script"


def test_somebody_new_has_joined_that_day_only_where_there_was_a_roll() -> None:
    (first,) = compared((), "9,Lucy W.,mto,officer,,").changes
    (later,) = compared((ASHA,), "9,Lucy W.,mto,officer,,", "1204,Asha M.,mto,officer,,").changes
    assert (first.joined_on, later.joined_on) == (None, DAY)


def test_a_likely_person_is_shown_and_never_taken_for_one_by_itself() -> None:
    row = ",omari  J,mto,officer,,"
    open_ = compared((OMARI,), row)
    assert (open_.open_doubts, open_.changes, open_.is_whole) == (1, (), False)
    assert [one.fault for one in open_.left_out] == [Fault.WHO_IS_MEANT]
    same = compared((OMARI,), row, decisions={2: str(OMARI.id)})
    assert (kinds(same), same.is_whole) == ([(Kind.RENAMED,)], True)
    other = compared((OMARI,), row, decisions={2: "new"})
    assert kinds(other) == [(Kind.JOINED,), (Kind.LEFT,)]
    assert compared((OMARI,), row, decisions={2: str(ASHA.id)}).open_doubts == 1, "only who was shown"
    numbered = compared((OMARI,), "77,Omari J.,mto,officer,,", decisions={2: str(OMARI.id)})
    assert kinds(numbered) == [(Kind.COMPLETED,)]


def test_a_number_decides_even_against_the_name_and_a_likely_person_is_not_asked_about() -> None:
    difference = compared((ASHA,), "1204,Quite Another,mto,officer,,", "88,Asha M.,mto,officer,,")
    assert kinds(difference) == [(Kind.RENAMED,), (Kind.JOINED,)]
    assert not difference.doubts


def test_wrong_rows_are_told_by_line_and_column() -> None:
    difference = compared(
        (replace(ASHA, since=DAY + timedelta(days=1)),),
        "1,,mto,officer,,",
        "2,Lucy W.,nowhere,officer,,",
        "3,Simon T.,mto,offcer,,",
        "4,Peter N.,mto,officer,perhaps,2027-01-01",
        "5,Rashid K.,mto,officer,,",
        "5,Rashid K.,ziwa,officer,,",
        "1204,Asha M.,ziwa,officer,,",
        ",Halima A.,mto,officer,,",
        ",Halima A.,mto,senior,,",
    )
    assert [(one.row, one.column, one.fault) for one in difference.problems] == [
        (2, "name", Fault.MISSING),
        (3, "facility", Fault.FACILITY_UNKNOWN),
        (4, "grade", Fault.NEAR_GRADE),
        (5, "sex", Fault.UNKNOWN_WORD),
        (5, "joined", Fault.JOINED_AHEAD),
        (7, "number", Fault.NUMBER_TWICE),
        (8, "facility", Fault.ROLL_IS_LATER),
        (10, "name", Fault.NAME_TWICE),
    ]
    assert all(one.message for one in difference.problems)
    assert parse_staff("number,nom\n1,2", listed_on=DAY).is_table is False


def test_somebody_of_the_directory_comes_onto_the_roll_by_number() -> None:
    nominee = Person(uuid4(), "1204", "Asha M.", "ziwa", on_roll=False)
    (change,) = compared((nominee,), "1204,Asha M.,mto,officer,,").changes
    assert (change.kinds, change.person) == ((Kind.JOINED,), nominee)
    rivals = compared((nominee, replace(nominee, id=uuid4())), "1204,Asha M.,mto,officer,,")
    assert [one.fault for one in rivals.problems] == [Fault.SEVERAL_HOLDERS]
