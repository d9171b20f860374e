"""Folders for self-study and their results from the command line."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result
from tests.common.learning.conftest import Cast, Held, cast, draft, held, released
from tests.common.learning.studying import EVERYTHING, STUDIED, Study, counted, planned, results, rows_of
from tests.worlds import World

from pulang.common.learning.models import CourseVersion

Run = Callable[..., Result]
__all__ = ["Cast", "cast", "draft", "held", "released"]


@pytest.fixture
def changes() -> dict[str, str | None]:
    return dict(STUDIED)


@pytest.fixture
def study(world: World, held: Held, released: CourseVersion) -> Study:
    return planned(world, held, released)


def known(path: Path) -> dict[str, str]:
    """What the page of a folder knows: its number and key."""
    with zipfile.ZipFile(path) as archive:
        found = re.search(
            r'<script type="application/json" id="known">(.*?)</script>', archive.read("Start.html").decode()
        )
    assert found is not None
    data: dict[str, str] = json.loads(found[1])
    return data


def test_a_folder_goes_out_and_its_results_come_in(world: World, run: Run, study: Study, tmp_path: Path) -> None:
    target, who = tmp_path / "out.zip", study.planner
    made = run("course", "offline", "night-duty", str(target), "--by", who, "--language", "fr", "--for", "S-1")
    assert made.exit_code == 0, made.output
    about, file, before = known(target), tmp_path / "results.json", counted()
    file.write_bytes(results(UUID(about["folder"]), about["secret"], rows_of(EVERYTHING)))
    looked = run("course", "results", "import", str(file), "--by", who)
    assert "New: 7." in looked.output
    assert counted() == before
    assert "Taken." in run("course", "results", "import", str(file), "--by", who, "--write").output
    assert "Here already: 7." in run("course", "results", "import", str(file), "--by", who, "--write").output


def test_what_cannot_be_done_is_said_in_words(run: Run, study: Study, tmp_path: Path) -> None:
    asked = ("course", "offline", "night-duty", str(tmp_path / "a.zip"), "--language", "en", "--by")
    assert "Say for whom" in run(*asked, study.planner).output
    assert "no account nobody" in run(*asked, "nobody", "--class", "2").output
    assert "Nobody with the service number" in run(*asked, study.planner, "--for", "S-9").output
    assert "200 keys at most" in run(*asked, study.planner, "--class", "201").output
    keys = run(*asked, study.planner, "--class", "2")
    assert re.search(r"^2(-[A-Z2-7]{4}){4}$", keys.output, re.M)
