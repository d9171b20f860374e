"""What the ``course`` commands do, as lines for a terminal. Loaded once a plane is set up."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from pulang.common.bridge.actions import give_course, take_course
from pulang.common.bridge.permissions import BridgePermission
from pulang.common.bridge.queries import NotTaken
from pulang.common.learning import queries
from pulang.common.learning.actions import check_course, import_course
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.origins import leaving_course, leaving_edition
from pulang.common.learning.rules.packs.archives import LARGEST_FILE, MOST_FILES, Refused, pack, unpack
from pulang.common.learning.rules.packs.problems import PackProblem
from pulang.common.learning.rules.packs.writing import files_of as written
from pulang.foundation.policy.viewer import command_viewer
from pulang.kernel.tlp import Label

__all__ = [
    "LABELS",
    "NoSuchCourse",
    "NotTaken",
    "Outcome",
    "bring_in",
    "bring_signed_in",
    "check",
    "is_signed",
    "take_along",
    "take_edition_along",
    "take_signed_along",
]
LABELS = (Label.GREEN.value, Label.CLEAR.value)


class NoSuchCourse(Exception):
    """There is no such version; the message says what there is."""


@dataclass(frozen=True)
class Outcome:
    """Printable lines: mistakes, what should be looked at, and one that sums up."""

    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    summary: str


def check(path: Path) -> Outcome:
    """Check a pack without writing anything."""
    try:
        checked = check_course(files=files_of(path))
    except Refused as refused:
        return Outcome((f"{path}: {refused}",), (), "")
    flags = tuple(f"{flag.path}: {flag.name}: “{flag.sentence}”" for flag in checked.flags)
    remarks = (*_lines(checked.doubts), *flags)
    summary = f"The pack is right. A human-rights reader must look at {len(flags)} sentences."
    return Outcome(_lines(checked.problems), remarks, summary)


def bring_in(path: Path, label: str) -> Outcome:
    """Bring a pack in as a draft, all of it or nothing."""
    by = command_viewer("course import", P.COURSE_IMPORT, P.COURSE_READ)
    try:
        report = import_course(by=by, files=files_of(path), label=Label(label))
    except Refused as refused:
        return Outcome((f"{path}: {refused}",), (), "")
    done = f"{report.version} is a draft now." if report.changed else f"{report.version} is here already."
    return Outcome(_lines(report.checked.problems), (), done)


def take_along(key: str, number: str, file: Path | None) -> Path:
    """Write the pack of a version that anybody may have to a file; where it was written. Raises ``NoSuchCourse``.

    A command is nobody's office, so what is for members alone does not leave this way.
    """
    by = command_viewer("course export", P.COURSE_READ, P.COURSE_TEACH, P.COURSE_IMPORT)
    try:
        version = queries.version(by, key, number)
    except Http404:
        known = ", ".join(str(row) for row in queries.versions(by)) or "none"
        raise NoSuchCourse(
            f"There is no course {key} {number}".rstrip() + f" labelled TLP:CLEAR. There are: {known}. "
            "What is for members alone is taken along on its page."
        ) from None
    target = file or Path(f"{key}-{version.number}.zip")
    target.write_bytes(queries.pack_of(by, version))
    return target


def take_edition_along(key: str, number: str, file: Path | None) -> Path:
    """Write a released edition that anybody may have as a pack; where it was written. Raises ``NoSuchCourse``."""
    by = command_viewer("course export", P.EDITION_READ)
    wanted = number.partition(".")[0]
    try:
        row = editions.edition_version(by, key, int(wanted) if wanted.isdecimal() else None)
    except Http404:
        known = ", ".join(str(row) for row in editions.edition_versions(by)) or "none"
        raise NoSuchCourse(
            f"There is no released edition {key} {number}".rstrip() + f" labelled TLP:CLEAR. There are: {known}. "
            "What is for members alone is taken along on its page."
        ) from None
    target = file or Path(f"{key}-{row.number}.0.0.zip")
    target.write_bytes(pack(written(editions.applied(row).course)))
    return target


def is_signed(path: Path) -> bool:
    """Whether this looks like a file that an installation signed."""
    if not path.is_file():
        return False
    with path.open("rb") as opened:
        return opened.read(1) == b"{"


def bring_signed_in(path: Path) -> Outcome:
    """Bring a signed course in, released as it was there. Raises ``NotTaken``."""
    by = command_viewer("course import", P.COURSE_IMPORT, P.COURSE_READ, BridgePermission.COURSE_TAKE)
    report, installation = take_course(by=by, raw=path.read_bytes())
    done = f"{report.version} is released here, as {installation.name} released it."
    return Outcome(_lines(report.checked.problems), (), done)


def take_signed_along(key: str, number: str, file: Path | None, *, edition: bool) -> Path:
    """Write a released version that anybody may have as a signed file. Raises ``NoSuchCourse``."""
    permissions = (P.COURSE_READ, P.COURSE_TEACH, P.COURSE_IMPORT, P.EDITION_READ, BridgePermission.COURSE_GIVE)
    by = command_viewer("course export", *permissions)
    wanted = number.partition(".")[0]
    try:
        if edition:
            leaving = leaving_edition(by, key, int(wanted) if wanted.isdecimal() else None)
        else:
            leaving = leaving_course(by, key, number)
    except Http404:
        leaving = None
    if leaving is None:
        raise NoSuchCourse(
            f"There is nothing released as {key} {number}".rstrip() + " and labelled TLP:CLEAR. "
            "What is for members alone is taken along on its page."
        )
    target = file or Path(f"{leaving.key}-{leaving.number}.signed.json")
    target.write_bytes(give_course(by=by, leaving=leaving))
    return target


def files_of(path: Path) -> dict[str, bytes]:
    """The files of a folder or of a zip. Raises ``Refused``; of a folder nothing hidden and no link is read."""
    if path.is_file():
        return unpack(path.read_bytes())
    found: dict[str, bytes] = {}
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        if file.is_symlink() or not file.is_file() or any(part.startswith(".") for part in parts):
            continue
        with file.open("rb") as opened:
            found["/".join(parts)] = opened.read(LARGEST_FILE + 1)
        if len(found) > MOST_FILES:
            break
    return found


def _lines(problems: Iterable[PackProblem]) -> tuple[str, ...]:
    return tuple(_line(problem) for problem in problems)


def _line(problem: PackProblem) -> str:
    where = f"{problem.path}:{problem.line}" if problem.line else problem.path
    about = f"{problem.key}: " if problem.key else ""
    return f"{where}: {about}{problem.message}"
