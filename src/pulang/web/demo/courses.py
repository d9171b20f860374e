"""The foundation course in a demonstration: brought in, read for human rights, signed and released, all by people."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from pulang.common.accounts.models import User
from pulang.common.learning.actions import answer_flag, import_course, release_version, sign_version
from pulang.common.learning.models import CourseVersion
from pulang.kernel.tlp import Label
from pulang.web.demo import building
from pulang.web.demo.stories import Story

SAID = "Read in its place: it is an example of what the course shows to be wrong, or it denies what it names."


def foundation_files() -> dict[str, bytes]:
    """The files of the course that comes with Pulang."""
    return dict(_files(files("pulang.common.learning") / "data" / "foundation", ""))


def _files(folder: Traversable, before: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, f"{before}{entry.name}/")
        else:
            found.append((before + entry.name, entry.read_bytes()))
    return found


def foundation_course(keeper: User, reader: User) -> Story:
    """From the pack to a released version, with a week for the human-rights reader."""
    yield 60
    report = import_course(by=building.viewer(keeper), files=foundation_files(), label=Label.CLEAR)
    assert report.version is not None, report.checked.problems
    yield 53
    rights = building.viewer(reader)
    for flag in report.version.flags.select_related("version"):
        answer_flag(by=rights, flag=flag, answer=SAID)
    sign_version(by=rights, version=CourseVersion.objects.get(pk=report.version.pk))
    yield 52
    release_version(by=building.viewer(keeper), version=CourseVersion.objects.get(pk=report.version.pk))
