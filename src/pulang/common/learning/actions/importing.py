"""Bringing a pack in: all of it as a draft, or nothing; and taking a draft away."""

import hashlib
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.frameworks.models import Provision
from pulang.common.learning.actions.writing import write
from pulang.common.learning.models import Course, CourseOrigin, CourseVersion
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

CAME_SIGNED = gettext_lazy(
    "This course came signed from another installation and is not edited here. Tailor it as an edition."
)


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
    known = version_of(checked.course.key, checked.course.version)
    if known is not None and known.digest == digest_of(pack(files)):
        return checked
    if CourseOrigin.objects.filter(version__course__key=checked.course.key).exists():
        return refused(checked, "course", CAME_SIGNED)
    if known is None or known.released_at is None:
        return checked
    message = _("Version %s is released and does not change any more. Give the pack a higher number.")
    return refused(checked, "version", message % known.number)


def refused(checked: Checked, key: str, message: str | Promise) -> Checked:
    """The same with one mistake, for which nothing is brought in."""
    return replace(checked, course=None, problems=(PackProblem(COURSE, 0, key, str(message)),))


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
    known = version_of(checked.course.key, checked.course.version)
    if known is not None and known.digest == digest_of(packed):
        unchanged()
        return ImportReport(checked, known)
    course = course_named(checked.course.key)
    version = write(by, course, known, checked, packed, digest_of(packed), label)
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


def course_named(key: str) -> Course:
    """The course of this key, made when it is the first time."""
    defaults = {"id": keyed("course", key), "made_at": clock.now()}
    return Course.objects.get_or_create(key=key, defaults=defaults)[0]


def version_of(key: str, number: str) -> CourseVersion | None:
    """The version of this number, whoever may read it."""
    return CourseVersion.objects.filter(course__key=key, number=number).select_related("course").first()


def digest_of(packed: bytes) -> str:
    """The SHA-256 of a pack."""
    return hashlib.sha256(packed).hexdigest()
