"""Courses from the command line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from tests.common.learning.packs import TEXT, pack
from tests.web.bridge import signed_by, trusted
from tests.web.editions import edition_of, steps_of, writer_there
from tests.web.populate import COURSE_KEEPER as KEEPER
from tests.worlds import World

from pulang.common.bridge.queries import own_key
from pulang.common.bridge.queries.courses import KIND, CourseFile
from pulang.common.learning.actions import import_course, release_version, sign_version
from pulang.common.learning.models import CourseVersion, EditionVersion
from pulang.common.learning.rules.packs.archives import pack as zipped
from pulang.common.learning.rules.packs.archives import unpack
from pulang.kernel import signedfiles
from pulang.kernel.tlp import Label
from pulang.web.demo.courses import foundation_files

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The pack as a folder."""
    for path, content in pack().items():
        file = tmp_path / "night-duty" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return tmp_path / "night-duty"


def test_a_folder_is_checked_brought_in_and_taken_along_byte_for_byte(world: World, run: Run, folder: Path) -> None:
    assert "The pack is right." in run("course", "check", str(folder)).stderr
    assert not CourseVersion.objects.exists()
    assert "night-duty 1.0.0 is a draft now." in run("course", "import", str(folder), "--label", "TLP:CLEAR").stderr
    assert "is here already" in run("course", "import", str(folder)).stderr
    written = folder.parent / "out.zip"
    assert run("course", "export", "night-duty", str(written)).exit_code == 0
    assert written.read_bytes() == zipped(pack())
    assert "is here already" in run("course", "import", str(written)).stderr


def test_what_is_for_members_alone_is_not_taken_along_by_a_command(world: World, run: Run, folder: Path) -> None:
    run("course", "import", str(folder))
    done = run("course", "export", "night-duty", str(folder.parent / "out.zip"))
    assert done.exit_code == 1
    assert "taken along on its page" in done.output
    assert not (folder.parent / "out.zip").exists()


def test_mistakes_are_told_by_file_and_line_with_exit_code_1(world: World, run: Run, folder: Path) -> None:
    (folder / "en.md").write_text(TEXT.replace("**at night**", "<b>at night</b>"), encoding="utf-8")
    for command in ("check", "import"):
        done = run("course", command, str(folder))
        assert done.exit_code == 1
        assert "en.md:5: HTML is not taken." in done.output
    assert not CourseVersion.objects.exists()


def test_what_is_no_pack_is_answered_in_words(world: World, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"no zip")
    done = run("course", "check", str(tmp_path / "a.zip"))
    assert done.exit_code == 1
    assert "This is not a zip that can be read." in done.output
    assert "There are: none." in run("course", "export", "nothing").output
    assert run("course", "import", str(tmp_path / "a.zip"), "--label", "TLP:RED").exit_code == 2


def test_links_and_hidden_files_of_a_folder_are_not_read(world: World, run: Run, folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x", encoding="utf-8")
    (folder / "stray.md").symlink_to("/etc/hostname")
    assert "The pack is right." in run("course", "check", str(folder)).stderr


def test_the_foundation_course_is_right(world: World) -> None:
    from pulang.common.learning.actions import check_course

    checked = check_course(files=foundation_files())
    assert checked.problems == ()
    assert checked.course is not None
    assert len(checked.course.modules) == 8
    assert all(45 <= module.minutes <= 90 for module in checked.course.modules)


def test_a_released_edition_that_anybody_may_have_leaves_as_a_pack_of_its_own(
    world: World, run: Run, tmp_path: Path
) -> None:
    base = import_course(by=world.viewer(KEEPER), files=pack(), label=Label.CLEAR).version
    assert base is not None
    sign_version(by=world.viewer("rights"), version=base)
    release_version(by=world.viewer(KEEPER), version=base)
    writer_there(world)
    row = edition_of(world, "kilima")
    for step in steps_of(world):
        step(EditionVersion.objects.get(pk=row.pk))
    done = run("course", "export", "--edition", "kilima", str(tmp_path / "out.zip"))
    assert done.exit_code == 0, done.output
    assert b"key: kilima" in unpack((tmp_path / "out.zip").read_bytes())["course.yaml"]
    assert "There are: kilima 1." in run("course", "export", "--edition", "nothing").output


def released(world: World) -> None:
    """The course of the tests, for anybody, released."""
    keeper, rights = world.viewer(KEEPER), world.viewer("rights")
    row = import_course(by=keeper, files=pack(), label=Label.CLEAR).version
    assert row is not None
    sign_version(by=rights, version=row)
    release_version(by=keeper, version=row)


def test_a_released_course_leaves_signed_and_another_key_brings_nothing_in(
    world: World, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "night-duty.signed.json"
    assert "nothing released" in run("course", "export", "night-duty", str(file), "--signed").output
    released(world)
    assert run("course", "export", "night-duty", str(file), "--signed").exit_code == 0
    assert signedfiles.read(file.read_bytes()).key == own_key()
    done = run("course", "import", str(file))
    assert done.exit_code == 1
    assert "nobody here has trusted its key" in done.output


def test_a_signed_course_of_a_trusted_key_is_released_here_by_the_command(
    world: World, run: Run, tmp_path: Path
) -> None:
    trusted(world, "")
    file = tmp_path / "night-duty.signed.json"
    packed = zipped(pack())
    content = CourseFile(
        course="night-duty",
        version="1.0.0",
        titles={"en": "Night duty"},
        languages=("en",),
        label=Label.GREEN,
        released_on=date(2026, 10, 1),
        released_by="Secretariat",
        pack=packed,
    ).content()
    file.write_bytes(signed_by("", KIND, content))
    assert "is released here, as Forum released it" in run("course", "import", str(file)).stderr
    row = CourseVersion.objects.get()
    assert (row.command, row.released_by, row.origin.installation) == ("course import", None, "Forum")
