"""The staff roll of a demonstration: two personnel lists, with a few people who joined, left, moved and rose."""

from collections.abc import Iterator
from datetime import date, timedelta

from pulang.common.accounts.models import User
from pulang.common.facilities.actions import take_list
from pulang.kernel import clock
from pulang.web.demo import building
from pulang.web.demo.stories import Story
from pulang.web.demo.training import OFFICERS

HEAD = "number,name,facility,grade,sex,joined"
WOMEN = ("Asha", "Mariam", "Halima", "Lucy", "Amani", "Neema", "Zawadi", "Rehema", "Subira", "Grace")
MEN = ("Yusuf", "Peter", "Omari", "Rashid", "Simon", "Juma", "Baraka", "Daudi", "Salim", "Hamisi")
INITIALS = "BCDEFGHJ"
# How many serve at each facility besides those who were nominated for training.
SIZES = {
    "kilima-mto": 7, "kilima-ziwa": 6, "kilima-bandari": 11, "kilima-pwani-women": 8, "kilima-minazi": 5,
    "kilima-ngome": 14, "kilima-maji": 6, "kilima-nyota-women": 7,
}  # fmt: skip
FIRST_DAYS_AGO, SECOND_DAYS_AGO = 18, 5
FIRST_NUMBER = 3001


def personnel_lists(keeper: User) -> Story:
    """The first list makes the roll; the second says what changed within two weeks."""
    yield FIRST_DAYS_AGO
    rows = dict(_rows(clock.today()))
    _taken(keeper, rows)
    yield SECOND_DAYS_AGO
    _taken(keeper, _later(rows))


def _rows(today: date) -> Iterator[tuple[str, list[str]]]:
    """Rows by their service numbers."""
    for place, (name, number, _position) in enumerate(OFFICERS):
        is_woman = name.split()[0] in (*WOMEN, "عائشة")
        facility = ("kilima-mto", "kilima-ziwa")[place % 2]
        yield number, [number, name, facility, _grade(place), _sex(is_woman), _joined(today, place)]
    count = 0
    for facility, size in SIZES.items():
        for _one in range(size):
            is_woman = "women" in facility or count % 4 == 0
            given = (WOMEN if is_woman else MEN)[count % 10]
            number = str(FIRST_NUMBER + count)
            name = f"{given} {INITIALS[count // 10]}."
            yield number, [number, name, facility, _grade(count), _sex(is_woman), _joined(today, count)]
            count += 1


def _later(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """One trained officer moved to another prison, one rose, two joined, one left."""
    changed = {number: list(row) for number, row in rows.items()}
    changed["1187"][2] = "kilima-bandari"
    changed["1098"][3] = "senior"
    del changed[str(FIRST_NUMBER + 3)]
    for number, name, sex in (("3101", "Tatu K.", "woman"), ("3102", "Musa L.", "man")):
        changed[number] = [number, name, "kilima-ngome", "recruit", sex, ""]
    return changed


def _grade(place: int) -> str:
    return "senior" if place % 5 == 4 else "officer"


def _sex(is_woman: bool) -> str:
    return "woman" if is_woman else "man"


def _joined(today: date, place: int) -> str:
    """Most of them years ago, one in eight within the last year."""
    days = 90 + 20 * place % 200 if place % 8 == 7 else 800 + 130 * (place % 29)
    return (today - timedelta(days=days)).isoformat()


def _taken(keeper: User, rows: dict[str, list[str]]) -> None:
    report = take_list(
        by=building.viewer(keeper),
        text="\n".join([HEAD, *(",".join(row) for row in rows.values())]),
        listed_on=clock.today(),
        decisions={},
        write=True,
        good_rows_only=False,
    )
    assert report.written, [problem.message for problem in report.difference.left_out]
