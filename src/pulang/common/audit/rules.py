"""What happened, in words: one sentence for every verb, one noun for every kind of object.

A verb without words fails ``tests/common/audit/test_words.py``.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, Promise] = {
    "account.changed": _("An account was changed."),
    "account.closed": _("An account was closed."),
    "account.made": _("An account was made."),
    "answer.cleared": _("An answer was cleared by a co-chair."),
    "answer.drafted": _("An answer was drafted."),
    "answer.given": _("An answer was given."),
    "answer.objected": _("A co-chair objected to an answer."),
    "answer.sent": _("An answer was sent to the co-chairs."),
    "body.made": _("A working group was set up."),
    "code.issued": _("A one-time code was printed."),
    "code.used": _("A one-time code was used."),
    "contact.changed": _("A contact was corrected."),
    "contact.made": _("A contact was added."),
    "copy.taken": _("A full copy of what an organisation owns was taken."),
    "course.discarded": _("A draft of a course was taken away."),
    "course.imported": _("A course was brought in as a draft."),
    "course.released": _("A version of a course was released."),
    "course.returned": _("A draft of a course was returned by a human-rights reader."),
    "course.signed": _("A draft of a course was signed for human rights."),
    "course-flag.answered": _("A human-rights reader said why a flagged sentence may stand."),
    "deputy.named": _("A deputy was named."),
    "deputy.withdrawn": _("A deputy was withdrawn."),
    "document.asked": _("Somebody asked for a document that takes long."),
    "document.failed": _("A document that was asked for could not be made."),
    "document.made": _("A document that was asked for was made."),
    "document.removed": _("A document that was asked for was removed."),
    "duty.ended": _("Somebody's duty was ended."),
    "document.taken": _("A document was downloaded."),
    "enrolment.approved": _("A new enrolment was approved."),
    "enrolment.asked": _("A new enrolment was asked for."),
    "enrolment.withdrawn": _("A request for a new enrolment was withdrawn."),
    "erasure.asked": _("The erasure of an organisation's data was asked for."),
    "erasure.withdrawn": _("A request to erase an organisation's data was withdrawn."),
    "facilities.imported": _("Figures of facilities were imported."),
    "facility-file.forgotten": _("A file for the register of facilities was thrown away."),
    "facility-file.sent": _("A file for the register of facilities was sent to be checked."),
    "facility.counted": _("A facility got new figures."),
    "factor.added": _("A second factor was set up."),
    "factor.removed": _("A second factor was taken away."),
    "file.kept": _("A file was kept."),
    "file.opened": _("A file was opened."),
    "file.removed": _("A file was removed."),
    "frameworks.corrected": _("Framework documents were corrected."),
    "frameworks.imported": _("Framework documents were imported."),
    "holiday.added": _("A holiday was added to a country's calendar."),
    "holiday.removed": _("A holiday was taken from a country's calendar."),
    "marking.lowered": _("A marking was lowered, so that more people may read."),
    "marking.narrowed": _("A recipient was taken out of an audience."),
    "marking.raised": _("A marking was raised, so that fewer people may read."),
    "marking.widened": _("Recipients were added to an audience."),
    "membership.ended": _("A role was ended."),
    "membership.granted": _("A role was given."),
    "notice.read": _("Somebody read a notice."),
    "organisation.changed": _("An organisation was changed."),
    "organisation.closed": _("An organisation was closed."),
    "organisation.erased": _("Everything that an organisation had here was erased."),
    "organisation.made": _("An organisation was made."),
    "organisation.readmitted": _("The suspension of an organisation was lifted."),
    "organisation.suspended": _("An organisation was suspended."),
    "outcome.changed": _("A result and lesson were corrected."),
    "outcome.recorded": _("A result and lesson were recorded."),
    "outcome.released": _("A result and lesson were released to members."),
    "outcome.translated": _("A result and lesson were translated."),
    "password.changed": _("A password was changed."),
    "plan.changed": _("An action plan was changed."),
    "plan.mentor-assigned": _("The mentor of an action plan was changed."),
    "plan.recorded": _("An action plan was recorded."),
    "plan.translated": _("An action plan was translated."),
    "record.imported": _("Entries were brought into the public record."),
    "request.changed": _("A draft of a request was changed."),
    "request.drafted": _("A request was drafted."),
    "request.endorsed": _("A request was endorsed."),
    "request.released": _("A request was released to members."),
    "request.returned": _("A request was returned with a reason."),
    "request.submitted": _("A request was submitted."),
    "request.translated": _("A request was translated."),
    "request.withdrawn": _("A request was withdrawn."),
    "seat.given": _("A seat in a working group was given."),
    "session.ended": _("Somebody signed out."),
    "session.expired": _("A session rested too long and ended."),
    "session.refused": _("A sign-in was refused."),
    "session.started": _("Somebody signed in."),
    "sessions.revoked": _("Sessions were ended by their holder."),
    "token.made": _("An access token for a program was made."),
    "token.revoked": _("An access token for a program was ended."),
}
KINDS: dict[str, Promise] = {
    "accounts.accesstoken": _("access token"),
    "accounts.contact": _("contact"),
    "accounts.deputy": _("deputy"),
    "accounts.membership": _("role"),
    "accounts.organisation": _("organisation"),
    "accounts.user": _("account"),
    "bodies.body": _("working group"),
    "bodies.seat": _("seat"),
    "engagements.answer": _("answer"),
    "engagements.engagementrequest": _("request"),
    "engagements.recordimport": _("import of the public record"),
    "exchange.erasure": _("request to erase"),
    "facilities.facility": _("facility"),
    "facilities.facilityimport": _("import of facilities"),
    "facilities.facilityupload": _("file of facilities"),
    "files.document": _("document that was asked for"),
    "files.storedfile": _("file"),
    "followup.actionplan": _("action plan"),
    "followup.planoutcome": _("result and lesson"),
    "frameworks.frameworkimport": _("import of framework documents"),
    "frameworks.provision": _("good practice"),
    "learning.courseversion": _("version of a course"),
    "marking.marking": _("marking"),
    "notices.notice": _("notice"),
}


WHY_NOT: dict[str, Promise] = {
    "unreadable": _(
        "This is no whole anchor, or a character in it was mistyped. Compare it with the paper line by line."
    ),
    "plane": _("This anchor was made by the other plane. Check it there."),
    "cut": _("The chain ends before the event on the paper: it was cut off, or an older copy was put in its place."),
    "changed": _("The event on the paper is another one here: the chain was written anew since then."),
    "key": _(
        "The event is there unaltered, but another key signed the paper. Ask whoever keeps the keys whether the "
        "signing key was replaced."
    ),
}


def verb_words(verb: str) -> Promise | str:
    """What happened; a verb that this version does not know any more is shown as it is stored."""
    return VERBS.get(verb, verb)


def kind_words(kind: str) -> Promise | str:
    """What it was done to; an unknown kind is shown as it is stored."""
    return KINDS.get(kind, kind)
