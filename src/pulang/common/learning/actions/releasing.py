"""Reading a draft for human rights, and releasing it. Whoever brought a version in does not sign it."""

from django.utils.translation import gettext_lazy as _

from pulang.common.learning import queries
from pulang.common.learning.models import CourseFlag, CourseReading, CourseVersion, Verdict
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.releasing import State
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

OWN_WORK = _("You brought this version in, so somebody else must read it for human rights.")
OPEN_FLAGS = _("Say something of every flagged sentence first.")
NOT_SIGNED = _("A human-rights reader must sign the version as it is now before it can be released.")


@action
def answer_flag(*, by: Viewer, flag: CourseFlag, answer: str) -> None:
    """Say why a flagged sentence may stand. ``Refused`` for whoever brought the version in."""
    _demand_reader(by, flag.version)
    before = flag.answer
    flag.answer, flag.answered_at, flag.answered_by_id = answer, clock.now(), by.user_id
    flag.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        "course-flag.answered",
        by=by,
        about=flag.version,
        permission=P.COURSE_SIGN,
        before={"answer": before} if before else None,
        after={"sentence": flag.sentence, "answer": answer},
    )


@action
def sign_version(*, by: Viewer, version: CourseVersion) -> None:
    """Sign the version as it is now. ``Refused`` while a flagged sentence has no answer."""
    _demand_reader(by, version)
    if version.flags.filter(answered_at__isnull=True).exists():
        raise Refused(OPEN_FLAGS)
    _read(by, version, Verdict.SIGNED, "")
    record("course.signed", by=by, about=version, permission=P.COURSE_SIGN, after={"digest": version.digest})


@action
def return_version(*, by: Viewer, version: CourseVersion, reason: str) -> None:
    """Return the version to whoever keeps the courses, with the reason."""
    _demand_reader(by, version)
    _read(by, version, Verdict.RETURNED, reason)
    record("course.returned", by=by, about=version, permission=P.COURSE_SIGN, reason=reason)


@action
def release_version(*, by: Viewer, version: CourseVersion) -> None:
    """Release the version: members read it, and it never changes again. ``Refused`` unless it is signed as it is."""
    demand(by, P.COURSE_RELEASE, version, seen_by=P.COURSE_READ)
    if queries.state_of(version).state is not State.SIGNED:
        raise Refused(NOT_SIGNED)
    version.released_at, version.released_by_id = clock.now(), by.user_id
    version.save(update_fields=["released_at", "released_by"])
    after = {"course": version.course.key, "version": version.number, "digest": version.digest}
    record("course.released", by=by, about=version, permission=P.COURSE_RELEASE, after=after)


def _demand_reader(by: Viewer, version: CourseVersion) -> None:
    demand(by, P.COURSE_SIGN, version, seen_by=P.COURSE_READ)
    if version.made_by_id is not None and version.made_by_id == by.user_id:
        raise Refused(OWN_WORK)


def _read(by: Viewer, version: CourseVersion, verdict: Verdict, reason: str) -> None:
    assert by.user_id is not None, "people read for human rights, commands do not"
    CourseReading.objects.create(
        version=version,
        reader_id=by.user_id,
        read_at=clock.now(),
        verdict=verdict,
        digest=version.digest,
        reason=reason,
    )
