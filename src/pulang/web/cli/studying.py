"""What the commands of self-study do, as lines for a terminal. Loaded once a plane is set up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.http import Http404

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.models import User
from pulang.common.learning.actions.folders import make_class_folder, make_folder, show_keys, take_folder
from pulang.common.learning.actions.taking import FileReport, take_results
from pulang.common.learning.forms.study import unpacked
from pulang.common.learning.models import Delivery, StudyFolder
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import OVER, deliveries
from pulang.common.learning.queries.participants import accepted
from pulang.common.learning.queries.taught import taught_key
from pulang.common.learning.rules.taking import VERDICT_WORDS
from pulang.common.learning.views.study.folder_file import folder_file, label_of
from pulang.common.learning.views.study.folders import grouped
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import Viewer


class Failed(Exception):
    """It cannot be done; the message says why."""


@dataclass(frozen=True)
class Made:
    """Where the folder was written, and the keys of a class."""

    file: Path
    lines: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """Printable lines, one that sums up, and whether refused rows held the others back."""

    lines: Sequence[str]
    summary: str
    held_back: bool


def offline(key: str, who: str, language: str, number: str, keys: int, file: Path | None) -> Made:
    """Make a folder and write it to a file. Raises ``Failed``."""
    by = _viewer(who)
    row = _delivery(by, key)
    try:
        folder = _folder(by, row, language, number, keys)
        label = label_of(by, row)
        secret = take_folder(by=by, folder=folder, label=label)
        lines = [grouped(*each) for each in show_keys(by=by, folder=folder)] if keys else []
    except Refused as refused:
        raise Failed(str(refused.reason)) from None
    except Http404:
        raise Failed(f"{who} may not take this course along.") from None
    target = file or Path(f"{key}-{language}.zip")
    target.write_bytes(folder_file(folder, secret, label))
    return Made(target, lines)


def _folder(by: Viewer, row: Delivery, language: str, number: str, keys: int) -> StudyFolder:
    if keys:
        return make_class_folder(by=by, delivery=row, language=language, keys=keys)
    place = accepted(row).filter(contact__service_number__iexact=number).first()
    if place is None:
        raise Failed(f"Nobody with the service number {number} has a place at the delivery.")
    return make_folder(by=by, delivery=row, language=language, person=place.pk)


def _delivery(by: Viewer, key: str) -> Delivery:
    """The self-study delivery of a course or edition that is not over; the latest where there are several."""
    rows = deliveries(by, P.DELIVERY_HOLD).filter(self_study=True).exclude(OVER).order_by("-starts_on", "-pk")
    found = next((row for row in rows if key in (taught_key(row), row.course_version.course.key)), None)
    if found is None:
        raise Failed(f"There is no open self-study delivery of {key} that this person holds. Plan one on its page.")
    return found


def _viewer(who: str) -> Viewer:
    user = User.objects.select_related("contact").filter(sign_in_name=who, is_active=True).first()
    if user is None:
        raise Failed(f"There is no account {who}.")
    return viewer_for(user)


def bring_in(files: Sequence[Path], who: str, *, write: bool, good_rows_only: bool) -> Outcome:
    """Judge every row of these files, and take them where ``write`` says so. Raises ``Failed``."""
    found = unpacked([(file.name, file.read_bytes()) for file in files])
    report = take_results(by=_viewer(who), files=found, write=write, good_rows_only=good_rows_only)
    told = "Taken" if report.written else "Nothing was written"
    summary = f"{told}. New: {report.fresh}. Here already: {report.known}. Refused: {report.refused}."
    held_back = bool(write and report.refused and report.fresh and not report.written)
    return Outcome([line for file in report.files for line in _lines(file)], summary, held_back)


def _lines(file: FileReport) -> Iterator[str]:
    if file.verdict is not None:
        yield f"{file.name}: {VERDICT_WORDS[file.verdict]}"
    for number, row, verdict in file.rows:
        where = "/".join(filter(None, (row.module, row.session, row.activity, row.item))) if row else "-"
        yield f"{file.name}:{number}: {where}: {VERDICT_WORDS[verdict]}"
