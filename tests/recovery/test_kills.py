"""The server tree is killed while people write; what was acknowledged is there once, and nothing is torn."""

import os

from tests.recovery import kills
from tests.recovery.installations import Installation

KILLS = int(os.environ.get("PULANG_KILLS", "5"))
SEED = int(os.environ.get("PULANG_SEED", "20261125"))


def test_what_was_acknowledged_survives_every_kill_once_and_whole(installation: Installation) -> None:
    """Five kills on each plane and engine; PULANG_KILLS and PULANG_SEED ask for more and for others."""
    report = kills.run(installation, kills=KILLS, seed=SEED)
    assert report.broken == []
    assert report.promised > KILLS
    assert report.kills == KILLS


def test_the_count_sees_what_is_missing_doubled_and_torn(installation: Installation) -> None:
    """The harness itself can fail: promises that nobody kept are found broken."""
    table = kills.KINDS[installation.plane][0][2]
    worker = kills.Worker("nobody", kills.plan, installation.home, table, "title")
    worker.promises = [kills.Promise("kill 0 never", kept=True), kills.Promise("kill 0 open")]
    assert kills._miscounted(installation, worker) == ["kill 0 never: acknowledged True, found 0 of 1"]
