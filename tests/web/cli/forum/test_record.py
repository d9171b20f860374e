"""The public record from the command line."""

from collections.abc import Callable

from click.testing import Result
from tests.worlds import World

from pulang.forum.engagements.models import RecordEntry

Run = Callable[..., Result]
Written = Callable[[str], str]


def test_the_projects_own_record_is_checked_imported_and_then_unchanged(world: World, run: Run) -> None:
    assert run("record", "check").exit_code == 0
    assert not RecordEntry.objects.exists()
    assert run("record", "import").exit_code == 0
    assert RecordEntry.objects.count() == 20
    assert "0 made, 0 changed, 20 as they were." in run("record", "import").stderr


def test_a_wrong_record_is_answered_by_line(world: World, run: Run, written: Written) -> None:
    file = written("entries:\n  - key: x\n")
    for command in ("check", "import"):
        done = run("record", command, file)
        assert done.exit_code == 1
        assert f"{file}:2: x: “kind” is missing." in done.output
    assert not RecordEntry.objects.exists()
