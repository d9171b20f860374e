"""What the product tells somebody, in words, and for how long. A notice holds no content: only what to look at."""

from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=90)


class Kind(StrEnum):
    DOCUMENT_FAILED = "document-failed"
    DOCUMENT_READY = "document-ready"


WORDS: dict[Kind, Promise] = {
    Kind.DOCUMENT_FAILED: _("A document that you asked for could not be made."),
    Kind.DOCUMENT_READY: _("A document that you asked for is ready."),
}


def words(kind: str) -> Promise | str:
    """What the notice says; a kind that this version does not know any more is shown as it is stored."""
    return WORDS[Kind(kind)] if kind in set(Kind) else kind
