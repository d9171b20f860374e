"""Bringing a pack in: all of it as a draft, or nothing; and taking a draft away."""

import hashlib
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from pulang.common.frameworks.models import Provision
from pulang.common.learning.actions.writing import write
from pulang.common.learning.models import Course, CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.packs.archives import Files, pack
from pulang.common.learning.rules.packs.problems import PackProblem
from pulang.common.learning.rules.packs.reading import COURSE, Checked, read_pack
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand, demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.ids import keyed
from pulang.kernel.tlp import Label


@dataclass(frozen=True)
class ImportReport:
    """What was found, and the version that it became; none where there are mistakes. ``changed``: it was written."""

    checked: Checked
    version: CourseVersion | None = None
    changed: bool = False


def check_course(*, files: Files) -> Checked:
    """Check a pack against what the installation has, without writing anything."""
    checked = read_pack(files, Provision.objects.values_list("key", flat=True))
    if checked.course is None:
        return checked
    known = _version(checked.course.key, checked.course.version)
    if known is None or known.released_at is None or known.digest == _digest(pack(files)):
        return checked
    message = _("Version %s is released and does not change any more. Give the pack a higher number.")
    problem = PackProblem(COURSE, 0, "version", message % known.number)
    return replace(checked, course=None, problems=(problem,))


@action
def import_course(*, by: Viewer, files: Files, label: Label) -> ImportReport:
    """Bring a pack in as a draft of its version; a draft of that version that is there already is replaced.

    A pack with any mistake changes nothing, and so does one that is there already, byte for byte. What was said of
    flagged sentences stays with sentences that are still the same. ``Http404`` for whoever may not.
    """
    demand_anywhere(by, P.COURSE_IMPORT)
    checked = check_course(files=files)
    if checked.course is None:
        unchanged()
        return ImportReport(checked)
    packed = pack(files)
    known = _version(checked.course.key, checked.course.version)
    if known is not None and known.digest == _digest(packed):
        unchanged()
        return ImportReport(checked, known)
    course, _made = Course.objects.get_or_create(
        key=checked.course.key,
        defaults={"id": keyed("course", checked.course.key), "made_at": clock.now()},
    )
    version = write(by, course, known, checked, packed, _digest(packed), label)
    after = {"course": course.key, "version": version.number, "digest": version.digest, "flags": len(checked.flags)}
    record("course.imported", by=by, about=version, permission=P.COURSE_IMPORT, after=after)
    return ImportReport(checked, version, changed=True)


@action
def discard_draft(*, by: Viewer, version: CourseVersion) -> None:
    """Take a draft away. A released version stays (``Refused`` for whoever may see it, ``Http404`` for others)."""
    demand(by, P.COURSE_IMPORT, version, seen_by=P.COURSE_READ)
    before = {"course": version.course.key, "version": version.number, "digest": version.digest}
    record("course.discarded", by=by, about=version, permission=P.COURSE_IMPORT, before=before)
    course, marking = version.course, version.marking
    version.delete()
    marking.delete()
    if not course.versions.exists():
        course.delete()


def _version(key: str, number: str) -> CourseVersion | None:
    return CourseVersion.objects.filter(course__key=key, number=number).select_related("course").first()


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
