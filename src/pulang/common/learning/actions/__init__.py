"""What can be done to courses and deliveries: bringing in, signing, releasing; planning, nominating, holding."""

from pulang.common.learning.actions.attending import miss_session, record_attendance, record_sheet
from pulang.common.learning.actions.certifying import follow_certificates
from pulang.common.learning.actions.enrolling import Decided, decide, nominate, nominate_new, withdraw
from pulang.common.learning.actions.importing import ImportReport, check_course, discard_draft, import_course
from pulang.common.learning.actions.listing import ListReport, nominate_list
from pulang.common.learning.actions.planning import (
    DeliveryDetails,
    assign_trainer,
    cancel_delivery,
    change_delivery,
    close_delivery,
    details_of,
    open_nominations,
    plan_delivery,
    remove_trainer,
    set_times,
)
from pulang.common.learning.actions.receiving import Origin, take_signed_course
from pulang.common.learning.actions.releasing import answer_flag, release_version, return_version, sign_version

__all__ = [
    "Decided",
    "DeliveryDetails",
    "ImportReport",
    "ListReport",
    "Origin",
    "answer_flag",
    "assign_trainer",
    "cancel_delivery",
    "change_delivery",
    "check_course",
    "close_delivery",
    "decide",
    "details_of",
    "discard_draft",
    "follow_certificates",
    "import_course",
    "miss_session",
    "nominate",
    "nominate_list",
    "nominate_new",
    "open_nominations",
    "plan_delivery",
    "record_attendance",
    "record_sheet",
    "release_version",
    "remove_trainer",
    "return_version",
    "set_times",
    "sign_version",
    "take_signed_course",
    "withdraw",
]
