"""The server tree is killed while people write; what was acknowledged is there once, and nothing is torn."""

import os

import pytest
from tests.recovery import counting, kills
from tests.recovery.counting import Promise
from tests.recovery.installations import Installation, server_under_test
from tests.recovery.writing import KINDS, End

KILLS = int(os.environ.get("PULANG_KILLS", "5"))
SEED = int(os.environ.get("PULANG_SEED", "20261125"))


@pytest.mark.parametrize("plane", sorted(KINDS))
def test_what_was_acknowledged_survives_every_kill_once_and_whole(plane: str) -> None:
    """Five kills of each plane on the engine under test; PULANG_KILLS and PULANG_SEED ask for more and for others."""
    report = kills.campaign(plane, server_under_test(), kills=KILLS, seed=SEED)
    assert report.broken == []
    assert report.kills == KILLS
    assert {name for name, number in report.kept.items() if number} == {kind.name for kind in KINDS[plane]}


def test_the_count_sees_what_is_missing_doubled_and_left(untouched: Installation) -> None:
    """The harness itself can fail: promises that nobody kept are found broken."""
    kind = kills.Kind("organisations", "nobody", KINDS["forum"][0].write, "accounts_organisation", "name")
    promises = [Promise("kill never", End.KEPT), Promise("kill gone", End.REMOVED), Promise("kill open")]
    assert counting.broken(untouched, kind, promises) == ["kill never: kept, and 0 rows of 1 are there"]


def test_the_count_sees_rows_that_were_not_asked_for_and_what_was_written_twice(installation: Installation) -> None:
    for key in ("one", "two"):
        made = installation.call("organisation", "add", f"kill-{key}", "--kind", "country", "--name", "kill twice")
        assert made.returncode == 0, made.stderr
    kind = kills.Kind("organisations", "nobody", KINDS["forum"][0].write, "accounts_organisation", "name")
    assert counting.broken(installation, kind, []) == ["kill twice: never asked for"]
    twice = "kill twice: {}, and 2 rows of 1 are there"
    assert counting.broken(installation, kind, [Promise("kill twice", End.KEPT)]) == [twice.format("kept")]
    assert counting.broken(installation, kind, [Promise("kill twice")]) == [twice.format("unknown")]


def test_the_count_sees_a_torn_file(installation: Installation) -> None:
    report = kills.a_round(installation, [])
    assert report.broken == []
    assert report.kept["files"]
    for sealed in (installation.plane_folder / "files").glob("[0-9a-f]*"):
        sealed.write_bytes(sealed.read_bytes()[:-1])
    found = list(counting.torn(installation))
    assert len(found) == report.kept["files"]
    assert all("the file's content is not what was sent" in line for line in found)
