"""A signed course leaves one installation and is taken by another; both stand in the audit."""

from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.permissions import BridgePermission as P
from pulang.common.bridge.queries.courses import KIND, file_of, told
from pulang.common.bridge.queries.files import signed
from pulang.common.learning.actions import ImportReport, Origin, take_signed_course
from pulang.common.learning.queries.origins import Leaving
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer


@action
def give_course(*, by: Viewer, leaving: Leaving) -> bytes:
    """The signed file of a version that was let out to the viewer. ``Http404`` for whoever may not take it along."""
    demand_anywhere(by, P.COURSE_GIVE)
    content = signed(KIND, file_of(leaving).content())
    after = {"course": leaving.key, "version": leaving.number, "label": leaving.label.value}
    record("course.given", by=by, about=leaving.row, permission=P.COURSE_GIVE, after=after)
    return content


@action
def take_course(*, by: Viewer, raw: bytes) -> tuple[ImportReport, TrustedInstallation]:
    """Take a signed course file; what its pack has wrong stands in the report. Raises ``NotTaken``."""
    demand_anywhere(by, P.COURSE_TAKE)
    found, file = told(raw)
    origin = Origin(
        installation=found.installation.name,
        key=found.installation.key,
        digest=found.file.digest,
        released_on=file.released_on,
        released_by=file.released_by,
    )
    named = (file.course, file.version)
    report = take_signed_course(by=by, packed=file.pack, named=named, label=file.label, origin=origin)
    return report, found.installation
