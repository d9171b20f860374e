"""The register of facilities belongs to the service plane."""

from collections.abc import Callable

from click.testing import Result

Run = Callable[..., Result]
Written = Callable[[str], str]


def test_the_forum_has_no_register_of_facilities(run: Run, written: Written) -> None:
    done = run("facilities", "import", written("key"))
    assert done.exit_code == 2
    assert "belongs to the service plane" in done.output
