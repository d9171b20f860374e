"""What can be done to an engagement request and its answer. Each verb decides, writes, and says what it did."""

from pulang.forum.engagements.actions.answering import clear, draft_answer, object_to, send_for_clearance
from pulang.forum.engagements.actions.attaching import attach_to_request, detach_from_request
from pulang.forum.engagements.actions.planning import plan_for
from pulang.forum.engagements.actions.record import RecordReport, check_public_record, import_public_record
from pulang.forum.engagements.actions.requesting import (
    NotReady,
    RequestText,
    WrongState,
    change,
    draft,
    endorse,
    release,
    send_back,
    submit,
    translate,
    withdraw,
)

__all__ = [
    "NotReady",
    "RecordReport",
    "RequestText",
    "WrongState",
    "attach_to_request",
    "change",
    "check_public_record",
    "clear",
    "detach_from_request",
    "draft",
    "draft_answer",
    "endorse",
    "import_public_record",
    "object_to",
    "plan_for",
    "release",
    "send_back",
    "send_for_clearance",
    "submit",
    "translate",
    "withdraw",
]
