"""Framework documents from the command line: what is printed, and the exit code that a script relies on."""

from collections.abc import Callable

from click.testing import Result

from pulang.common.frameworks.models import Document

Run = Callable[..., Result]
Written = Callable[[str], str]
SMALL = """\
documents:
  - id: own-guide
    title: Own guide
    short_title: Guide
    issuer: The service
    year: 2026
    languages: [en]
    official_page: https://service.example/guide
"""


def test_the_projects_own_documents_are_right(run: Run) -> None:
    assert run("frameworks", "check").exit_code == 0


def test_a_wrong_file_is_answered_by_line_and_key(run: Run, written: Written) -> None:
    file = written(SMALL.replace("year: 2026", "year: long ago"))
    for command in ("check", "import"):
        done = run("frameworks", command, file)
        assert done.exit_code == 1
        assert f"{file}:6: own-guide: “year” must be a whole number" in done.output
    assert not Document.objects.exists()


def test_a_file_is_imported_once_and_then_found_unchanged(run: Run, written: Written) -> None:
    file = written(SMALL)
    assert run("frameworks", "import", file).exit_code == 0
    assert Document.objects.get().key == "own-guide"
    assert "0 made, 0 changed, 1 as they were." in run("frameworks", "import", file).stderr


def test_a_file_that_does_not_exist_is_a_wrong_use(run: Run) -> None:
    assert run("frameworks", "check", "nowhere.yaml").exit_code == 2
