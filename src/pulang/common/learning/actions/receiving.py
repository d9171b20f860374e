"""Taking a version that another installation released and signed: it is released here too, and nobody edits it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pulang.common.frameworks.models import Provision
from pulang.common.learning.actions.importing import ImportReport, course_named, digest_of, refused, version_of
from pulang.common.learning.actions.writing import write
from pulang.common.learning.models import CourseOrigin, CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.course import Course
from pulang.common.learning.rules.packs.archives import Files, Refused, pack, unpack
from pulang.common.learning.rules.packs.problems import PackProblem
from pulang.common.learning.rules.packs.reading import COURSE, Checked, read_pack
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label


@dataclass(frozen=True)
class Origin:
    """Where a version comes from, as the signed file and whoever trusts its key say."""

    installation: str
    key: str
    digest: str
    released_on: date
    released_by: str


@action
def take_signed_course(
    *, by: Viewer, packed: bytes, named: tuple[str, str], label: Label, origin: Origin
) -> ImportReport:
    """Bring a signed version in, released. ``named`` is the course and the number that the file says.

    The caller has checked the signature. What is here already, byte for byte, is only told where it came from. A pack
    with a mistake, another one than the file names, and one that is older than what is here change nothing.
    ``Http404`` for whoever may not bring courses in.
    """
    demand_anywhere(by, P.COURSE_IMPORT)
    files, checked = _checked(packed, named)
    if checked.course is None:
        unchanged()
        return ImportReport(checked)
    known = version_of(*named)
    if known is not None and CourseOrigin.objects.filter(version=known).exists():
        unchanged()
        return ImportReport(checked, known)
    version = known if known is not None and known.released_at else _written(by, checked, pack(files), label)
    CourseOrigin.objects.create(
        version=version,
        installation=origin.installation,
        key=origin.key,
        digest=origin.digest,
        released_on=origin.released_on,
        released_by=origin.released_by,
        taken_at=clock.now(),
    )
    after = {"course": named[0], "version": named[1], "from": origin.installation, "digest": origin.digest}
    record("course.taken", by=by, about=version, permission=P.COURSE_IMPORT, after=after)
    return ImportReport(checked, version, changed=True)


def _written(by: Viewer, checked: Checked, packed: bytes, label: Label) -> CourseVersion:
    assert checked.course is not None, "only what is right is written"
    course = course_named(checked.course.key)
    version = write(by, course, None, checked, packed, digest_of(packed), label)
    version.released_at, version.released_by_id = clock.now(), by.user_id
    version.save(update_fields=["released_at", "released_by"])
    return version


def _checked(packed: bytes, named: tuple[str, str]) -> tuple[Files, Checked]:
    """The files of a pack as they are read here, with every reason for which they are not taken."""
    try:
        files = unpack(packed)
    except Refused as problem:
        return {}, Checked(None, (PackProblem(COURSE, 0, "", str(problem)),))
    checked = read_pack(files, Provision.objects.values_list("key", flat=True))
    if checked.course is not None and (reason := _why_not(checked.course, named, digest_of(pack(files)))):
        return files, refused(checked, "version", reason)
    return files, checked


def _why_not(course: Course, named: tuple[str, str], digest: str) -> str:
    """Why a pack that is right is not taken all the same; empty when it is."""
    if (course.key, course.version) != named:
        return _("The pack is another one than the file names.")
    if (known := version_of(*named)) is not None:
        if known.released_at is None:
            return _("A draft of this version was brought in here. Take the draft away first.")
        differs = _("Another version %s is released here, and it does not change.") % known.number
        return "" if known.digest == digest else differs
    rows = CourseVersion.objects.filter(course__key=course.key).values_list("major", "minor", "patch", "number")
    latest = max(rows, default=None)
    if latest is not None and latest[:3] > tuple(map(int, course.version.split("."))):
        return _("A newer version is here already: %s. Ask for the file of a newer one.") % latest[3]
    return ""
