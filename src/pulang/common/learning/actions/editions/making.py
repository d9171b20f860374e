"""Beginning an edition, and beginning its next version from the operations of the one before."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.learning.models import (
    Course,
    CourseVersion,
    Edition,
    EditionOperation,
    EditionVersion,
    Standing,
)
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.marking.actions import mark
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, allows, demand_anywhere, get, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label

NOT_RELEASED = _("Only a released version of a course can be tailored.")
KEY_TAKEN = _("There is a course or an edition with this key already. Choose another one.")
DRAFT_THERE = _("A version is being written already. Finish it, or take it away.")


@action
def make_edition(*, by: Viewer, base: CourseVersion, organisation: Organisation, key: str) -> EditionVersion:
    """The first version of an edition of a released course for an organisation. ``Http404`` for whoever may not."""
    demand_anywhere(by, P.EDITION_WRITE)
    get(by, P.COURSE_READ, CourseVersion.objects.defer("pack"), pk=base.pk)
    if not allows(by, P.EDITION_WRITE, organisation):
        raise Http404
    if base.released_at is None:
        raise Refused(NOT_RELEASED)
    assert by.user_id is not None, "people make editions, commands do not"
    if Edition.objects.filter(key=key).exists() or Course.objects.filter(key=key).exists():
        raise Refused(KEY_TAKEN)
    edition = Edition.objects.create(
        key=key, course_id=base.course_id, organisation=organisation, made_at=clock.now(), made_by_id=by.user_id
    )
    version = _version(by, edition, 1, base)
    after = {"edition": key, "course": base.course.key, "base": base.number}
    record("edition.made", **about(by, version, P.EDITION_WRITE), after=after)
    return version


@action
def begin_version(*, by: Viewer, version: EditionVersion) -> EditionVersion:
    """The next version, with the operations that the released one carries out. ``Refused`` while a draft is there."""
    edition = version.edition
    demand_anywhere(by, P.EDITION_WRITE)
    if not (allows(by, P.EDITION_READ, version) and allows(by, P.EDITION_WRITE, edition.organisation)):
        raise Http404
    latest = edition.versions.order_by("-number")[0]
    if latest.released_at is None:
        raise Refused(DRAFT_THERE)
    found = _version(by, edition, latest.number + 1, latest.base)
    EditionOperation.objects.bulk_create(
        _copied(row, found) for row in latest.operations.filter(standing=Standing.ACTIVE).order_by("position", "id")
    )
    after = {"edition": edition.key, "version": found.number, "from": latest.number}
    record("edition.begun", **about(by, found, P.EDITION_WRITE), after=after)
    return found


def may_begin(viewer: Viewer, version: EditionVersion) -> bool:
    """Whether the viewer could begin the next version after this one."""
    if version.released_at is None or not viewer.may(P.EDITION_WRITE):
        return False
    places = visible(viewer, P.EDITION_WRITE, Organisation.objects.filter(pk=version.edition.organisation_id))
    later = EditionVersion.objects.filter(edition=version.edition_id, number__gt=version.number)
    return not later.exists() and places.exists()


def about(by: Viewer, version: EditionVersion, permission: str) -> dict[str, Any]:
    """What every event about a version says."""
    return {
        "by": by, "about": version, "organisation_id": version.edition.organisation_id, "permission": permission,
    }  # fmt: skip


def _version(by: Viewer, edition: Edition, number: int, base: CourseVersion) -> EditionVersion:
    assert by.user_id is not None, "people make editions, commands do not"
    return EditionVersion.objects.create(
        edition=edition,
        number=number,
        base=base,
        marking=mark(Label(base.marking.label)),
        made_at=clock.now(),
        made_by_id=by.user_id,
    )


def _copied(row: EditionOperation, version: EditionVersion) -> EditionOperation:
    return EditionOperation(
        version=version, position=row.position, kind=row.kind, place=row.place, name=row.name, language=row.language,
        content=row.content, made_from=row.made_from, reason=row.reason, provision_id=row.provision_id,
        author_id=row.author_id, made_at=row.made_at,
    )  # fmt: skip
