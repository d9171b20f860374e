"""Coverage from the command line: what is kept is compared with what certificates and roll say, and put right."""

from collections.abc import Callable

from click.testing import Result
from tests.common.coverage.test_coverage import begun
from tests.worlds import World

from pulang.common.coverage.models import Standing

Run = Callable[..., Result]
FIXTURES = (begun,)


def test_what_differs_is_told_and_put_right(begun: World, run: Run) -> None:
    assert run("coverage", "verify").exit_code == 0
    Standing.objects.all().delete()
    done = run("coverage", "verify")
    assert (done.exit_code, "missing in coverage: 1" in done.output) == (1, True)
    assert "put right" in run("coverage", "rebuild").output
    assert Standing.objects.count() == 1
    assert "Nothing differed" in run("coverage", "rebuild").output
