"""How much of what is kept, and for how long; and why a document could not be made."""

from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_AT_ONE_PLACE = 5
LARGEST_ATTACHED = 5 * 1024 * 1024
LARGEST_MADE = 200_000_000
MOST_OF_ONE_PERSON = 500
KEPT_FOR = timedelta(days=7)
MOST_WAITING = 10
ORPHANED_AFTER = timedelta(hours=1)
ATTACHED = frozenset({"pdf", "png", "jpeg", "xlsx", "docx", "csv", "text"})


class Failure(StrEnum):
    """Why a document that somebody asked for is not there."""

    NOT_ALLOWED = "not-allowed"
    BROKEN = "broken"


FAILURES: dict[Failure, Promise] = {
    Failure.NOT_ALLOWED: _("You may not have this document any more: your roles, or what it is about, have changed."),
    Failure.BROKEN: _(
        "Something went wrong on our side. Ask for it again; if it fails again, tell your administrator."
    ),
}
