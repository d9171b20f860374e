"""Importing facilities from the command line: checked first, written on demand, exit codes right."""

from collections.abc import Callable

from click.testing import Result
from tests.worlds import World

from pulang.common.facilities.models import Facility

Run = Callable[..., Result]
Written = Callable[[str], str]
TABLE = "key,for whom,date,capacity,population\nmto,men,2026-09-01,600,718\nziwa,men,2026-09-01,450,498\n"


def test_facilities_are_only_checked_until_writing_is_asked_for(world: World, run: Run, written: Written) -> None:
    file = written(TABLE)
    done = run("facilities", "import", file)
    assert (done.exit_code, "It would be: 2 made" in done.output) == (0, True)
    assert not Facility.objects.exists()
    assert run("facilities", "import", file, "--write").exit_code == 0
    assert Facility.objects.count() == 2


def test_bad_rows_stop_everything_unless_the_good_ones_are_wanted(world: World, run: Run, written: Written) -> None:
    file = written(TABLE.replace("718", "many"))
    done = run("facilities", "import", file, "--write")
    assert (done.exit_code, Facility.objects.count()) == (1, 0)
    assert f"{file}, row 2, column population: “many” is not a whole number." in done.output
    assert run("facilities", "import", file, "--write", "--good-rows").exit_code == 0
    assert [row.population for row in Facility.objects.all()] == [498]
