"""From draft to released: sent, read for human rights, approved by host and curriculum lead, released."""

import hashlib

from django.utils.translation import gettext_lazy as _

from pulang.common.frameworks.models import Provision
from pulang.common.learning.actions.editions.making import about
from pulang.common.learning.actions.editions.writing import locked, writable
from pulang.common.learning.models import CourseFlag, EditionFlag, EditionProvision, EditionVersion, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.state import SUBMITTED, State
from pulang.common.learning.rules.flags import Flag
from pulang.common.learning.rules.packs.archives import pack
from pulang.common.learning.rules.packs.reading import read_pack
from pulang.common.learning.rules.packs.writing import files_of
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, allows, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

NOTHING = _("The edition changes nothing yet. Add at least one change.")
PROBLEMS = _("A change cannot be carried out. Correct it or remove it first.")
NOT_A_PACK = _("As a pack the edition would have a mistake: {where}: {message}")
OPEN_CONFLICTS = _("Decide every conflict first.")
NOT_NOW = _("This step is not open now. Look at the state of the version.")
OWN_WORK = _("You wrote in this version, so somebody else must approve it.")
BOTH_SIDES = _("You approved it for the other side, so somebody else must approve it here.")


@action
def submit_edition(*, by: Viewer, version: EditionVersion) -> None:
    """Send a draft for approval, as a pack that passes every check. ``Refused`` while anything is open or wrong."""
    version = writable(by, version)
    rows = editions.active(version)
    if version.operations.filter(standing=Standing.OPEN).exists():
        raise Refused(OPEN_CONFLICTS)
    if not rows:
        raise Refused(NOTHING)
    applied = editions.applied(version, rows)
    if applied.problems:
        raise Refused(PROBLEMS)
    files = files_of(applied.course)
    checked = read_pack(files, Provision.objects.values_list("key", flat=True))
    if checked.problems:
        first = checked.problems[0]
        raise Refused(NOT_A_PACK.format(where=first.path, message=first.message))
    _flag(version, checked.flags)
    version.digest = hashlib.sha256(pack(files)).hexdigest()
    version.submitted_at, version.submitted_by_id = clock.now(), by.user_id
    version.returned, version.returned_at, version.returned_by = "", None, None
    version.save()
    record("edition.submitted", **about(by, version, P.EDITION_WRITE), after={"digest": version.digest})


def _flag(version: EditionVersion, flags: tuple[Flag, ...]) -> None:
    """The sentences that the master does not have; what was said of one that is still the same stays."""
    master = set(CourseFlag.objects.filter(version=version.base_id).values_list("language", "sentence"))
    own = {(flag.path, flag.name, flag.language, flag.sentence): flag for flag in flags}
    own = {key: flag for key, flag in own.items() if key[2:] not in master}
    for row in version.flags.all():
        if own.pop((row.path, row.name, row.language, row.sentence), None) is None:
            row.delete()
    EditionFlag.objects.bulk_create(
        EditionFlag(version=version, path=flag.path, name=flag.name, language=flag.language, sentence=flag.sentence)
        for flag in own.values()
    )


@action
def answer_edition_flag(*, by: Viewer, flag: EditionFlag, answer: str) -> None:
    """Say why a flagged sentence may stand. ``Refused`` for whoever wrote in the version."""
    demand(by, P.COURSE_SIGN, flag.version, seen_by=P.EDITION_READ)
    version = locked(flag.version)
    _demand_state(version, *SUBMITTED)
    _demand_no_author(by, version)
    before = {"answer": flag.answer} if flag.answer else None
    flag.answer, flag.answered_at, flag.answered_by_id = answer, clock.now(), by.user_id
    flag.save(update_fields=["answer", "answered_at", "answered_by"])
    after = {"sentence": flag.sentence, "answer": answer}
    record("edition-flag.answered", **about(by, version, P.COURSE_SIGN), before=before, after=after)


@action
def approve_for_host(*, by: Viewer, version: EditionVersion) -> None:
    """The host approves. ``Refused`` for whoever wrote in it or approves for the curriculum."""
    version = _approvable(by, version, P.EDITION_APPROVE_HOST, State.FOR_THE_HOST)
    version.host_approved_at, version.host_approved_by_id = clock.now(), by.user_id
    version.save(update_fields=["host_approved_at", "host_approved_by"])
    after = {"digest": version.digest}
    record("edition.approved-by-host", **about(by, version, P.EDITION_APPROVE_HOST), after=after)


@action
def approve_for_curriculum(*, by: Viewer, version: EditionVersion) -> None:
    """The curriculum lead approves, and with it every operation. ``Refused`` for authors and the host's approver."""
    version = _approvable(by, version, P.EDITION_APPROVE_LEAD, State.FOR_THE_LEAD)
    if version.host_approved_by_id == by.user_id:
        raise Refused(BOTH_SIDES)
    version.lead_approved_at, version.lead_approved_by_id = clock.now(), by.user_id
    version.save(update_fields=["lead_approved_at", "lead_approved_by"])
    carried_out = version.operations.filter(standing=Standing.ACTIVE)
    carried_out.update(approved_at=version.lead_approved_at, approved_by=by.user_id)
    after = {"digest": version.digest}
    record("edition.approved-by-lead", **about(by, version, P.EDITION_APPROVE_LEAD), after=after)


@action
def return_edition(*, by: Viewer, version: EditionVersion, reason: str) -> None:
    """Send it back to its writers with the reason; approvals are given anew afterwards."""
    ways = (P.EDITION_APPROVE_HOST, P.EDITION_APPROVE_LEAD, P.COURSE_SIGN)
    permission = next((one for one in ways if allows(by, one, version)), P.EDITION_APPROVE_HOST)
    demand(by, permission, version, seen_by=P.EDITION_READ)
    version = locked(version)
    _demand_state(version, *SUBMITTED)
    version.submitted_at = version.host_approved_at = version.lead_approved_at = None
    version.submitted_by = version.host_approved_by = version.lead_approved_by = None
    version.returned, version.returned_at, version.returned_by_id = reason, clock.now(), by.user_id
    version.save()
    version.operations.update(approved_at=None, approved_by=None)
    record("edition.returned", **about(by, version, permission), reason=reason)


@action
def release_edition(*, by: Viewer, version: EditionVersion) -> None:
    """Release it: members read it, and it never changes again. ``Refused`` unless both sides approved."""
    demand(by, P.EDITION_RELEASE, version, seen_by=P.EDITION_READ)
    version = locked(version)
    _demand_state(version, State.APPROVED)
    version.released_at, version.released_by_id = clock.now(), by.user_id
    version.save(update_fields=["released_at", "released_by"])
    _link(version)
    after = {"edition": version.edition.key, "version": version.number, "digest": version.digest}
    record("edition.released", **about(by, version, P.EDITION_RELEASE), after=after)


def _link(version: EditionVersion) -> None:
    """The good practices that its sessions serve."""
    ids = dict(Provision.objects.values_list("key", "id"))
    EditionProvision.objects.bulk_create(
        EditionProvision(version=version, place=place, provision_id=ids[key])
        for place, session in editions.applied(version).course.sessions()
        for key in session.provisions
    )


@action
def discard_edition(*, by: Viewer, version: EditionVersion) -> None:
    """Take a draft away, and with its first version the edition itself."""
    version = writable(by, version)
    before = {"edition": version.edition.key, "version": version.number}
    record("edition.discarded", **about(by, version, P.EDITION_WRITE), before=before)
    edition, marking = version.edition, version.marking
    version.delete()
    marking.delete()
    if not edition.versions.exists():
        edition.delete()


def _approvable(by: Viewer, version: EditionVersion, permission: str, state: State) -> EditionVersion:
    demand(by, permission, version, seen_by=P.EDITION_READ)
    version = locked(version)
    _demand_state(version, state)
    _demand_no_author(by, version)
    return version


def _demand_state(version: EditionVersion, *states: State) -> None:
    if editions.edition_state_of(version).state not in states:
        raise Refused(NOT_NOW)


def _demand_no_author(by: Viewer, version: EditionVersion) -> None:
    if version.operations.filter(standing=Standing.ACTIVE, author=by.user_id).exists():
        raise Refused(OWN_WORK)
