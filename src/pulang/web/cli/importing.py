"""What the import commands do, as lines for a terminal. Loaded once a plane is set up."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection

from pulang.common.frameworks.actions import check_frameworks as check_documents
from pulang.common.frameworks.actions import import_frameworks as import_documents
from pulang.common.frameworks.permissions import FrameworksPermission
from pulang.foundation.policy.viewer import command_viewer
from pulang.foundation.yamlfile import Problem

if TYPE_CHECKING:
    from pulang.common.coverage.queries.keeping import Difference


class NotPrepared(Exception):
    """The plane's database has no tables yet."""


def demand_prepared() -> None:
    """Raise ``NotPrepared`` where ``pulang migrate`` has not been run."""
    if "installation_installation" not in connection.introspection.table_names():
        raise NotPrepared("This plane's database is not prepared yet. Run pulang migrate first.")


@dataclass(frozen=True)
class Outcome:
    """What a check or an import found: printable lines of problems, and one line that sums it up."""

    problems: tuple[str, ...]
    summary: str


def check_frameworks(path: Path | None) -> Outcome:
    """Check a file of framework documents; the project's own when none is named. Writes nothing."""
    found = check_documents(text=_documents(path))
    return Outcome(_lines(found.problems, path, "frameworks.yaml"), "The file is right.")


def import_frameworks(path: Path | None) -> Outcome:
    """Import a file of framework documents, all of it or nothing."""
    by = command_viewer("frameworks import", *FrameworksPermission)
    report = import_documents(by=by, text=_documents(path))
    summary = _summary(report.created, report.changed, report.unchanged)
    return Outcome(_lines(report.errors, path, "frameworks.yaml"), summary)


def import_facilities(path: Path, *, write: bool, good_rows: bool) -> Outcome:
    """Check a table of facilities, and with ``write`` bring it, or its good rows, into the register."""
    from pulang.common.facilities.actions import import_facilities as import_table
    from pulang.common.facilities.permissions import FacilitiesPermission

    by = command_viewer("facilities import", *FacilitiesPermission)
    report = import_table(by=by, text=path.read_bytes(), write=write, good_rows_only=good_rows)
    problems = tuple(_row(path, problem.row, problem.column, problem.message) for problem in report.problems)
    summary = _summary(report.created, report.changed, report.unchanged)
    return Outcome(problems, summary if report.written else f"Nothing was written. It would be: {summary}")


def check_record(path: Path | None) -> Outcome:
    """Check a file of the public record; the project's own when none is named. Writes nothing."""
    from pulang.forum.engagements.actions import check_public_record

    found = check_public_record(text=_record(path))
    return Outcome(_lines(found.problems, path, "public-record.yaml"), "The file is right.")


def import_record(path: Path | None) -> Outcome:
    """Import a file of the public record, all of it or nothing."""
    from pulang.forum.engagements.actions import import_public_record
    from pulang.forum.engagements.permissions import EngagementsPermission

    by = command_viewer("record import", EngagementsPermission.RECORD_IMPORT)
    report = import_public_record(by=by, text=_record(path))
    summary = _summary(report.created, report.changed, report.unchanged)
    return Outcome(_lines(report.errors, path, "public-record.yaml"), summary)


def _documents(path: Path | None) -> bytes:
    own = files("pulang.common.frameworks") / "data" / "frameworks.yaml"
    return path.read_bytes() if path else own.read_bytes()


def _record(path: Path | None) -> bytes:
    return (
        path.read_bytes() if path else (files("pulang.forum.engagements") / "data" / "public-record.yaml").read_bytes()
    )


def _lines(problems: Sequence[Problem], path: Path | None, own: str) -> tuple[str, ...]:
    return tuple(f"{path or own}:{found.line}: {_about(found.key)}{found.message}" for found in problems)


def _about(key: str) -> str:
    return f"{key}: " if key else ""


def _row(path: Path, row: int, column: str, message: str) -> str:
    where = f", row {row}" if row else ""
    return f"{path}{where}{f', column {column}' if column else ''}: {message}"


def _summary(created: Sequence[str], changed: Sequence[str], unchanged: Sequence[str]) -> str:
    return f"{len(created)} made, {len(changed)} changed, {len(unchanged)} as they were."


def verify_coverage() -> str:
    """What of the kept coverage differs from counting anew; empty where nothing does."""
    from pulang.common.coverage.queries.keeping import differing

    return _differs(differing())


def rebuild_coverage() -> str:
    """The same, put right."""
    from pulang.common.coverage.actions import rebuild

    return _differs(rebuild(by=command_viewer("coverage rebuild")))


def _differs(found: "Difference") -> str:
    if not found:
        return ""
    return (
        f"Certificates missing in coverage: {len(found.missing)}, with another place or day: {len(found.other)}, "
        f"counted without reason: {len(found.unfounded)}."
    )
