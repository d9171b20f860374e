"""When the disk or the database fails: which of the few known ways it is, and a page that loses nothing typed."""

import errno
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template import loader
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.submitted import is_secret

TRY_AGAIN_SECONDS = 60


class Fault(StrEnum):
    """What an installation can suffer while its users have done nothing wrong."""

    FULL = "full"
    READ_ONLY = "read-only"
    BUSY = "busy"
    AWAY = "away"


HAPPENED: dict[Fault, Promise] = {
    Fault.FULL: _("The disk of this installation is full, or does not answer."),
    Fault.READ_ONLY: _("This installation can be read but not written at the moment."),
    Fault.BUSY: _("The database was busy with other work for too long, so this had to be given up."),
    Fault.AWAY: _("The database of this installation does not answer."),
}
NOT_SAVED = _("What you were sending is not saved. What was saved before is as it was.")
UNCERTAIN = _("It is not certain that what you were sending is saved. What was saved before is as it was.")
_SQLITE = {5: Fault.BUSY, 6: Fault.BUSY, 8: Fault.READ_ONLY, 10: Fault.FULL, 13: Fault.FULL, 14: Fault.AWAY}
_POSTGRESQL = {
    "25006": Fault.READ_ONLY,
    "40P01": Fault.BUSY,
    "53100": Fault.FULL,
    "55P03": Fault.BUSY,
    "57014": Fault.BUSY,
}
_DISK = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EFBIG: Fault.FULL,
    errno.EIO: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
}


def of(error: BaseException | None) -> Fault | None:
    """Which fault this error tells of; ``None`` for a mistake of our own."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in _DISK:
            return _DISK[cause.errno]
        if isinstance(cause, DatabaseError | InterfaceError):
            return _of_database(cause)
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _of_database(error: DatabaseError | InterfaceError) -> Fault | None:
    cause = error.__cause__
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    lost = state is None or state[:2] in {"08", "53", "55", "57"}
    return Fault.AWAY if lost and isinstance(error, OperationalError | InterfaceError) else None


def page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page of a fault: what happened, what was kept, what to do; with what was typed, to be sent again.

    Drawn without context processors and without the database.
    """
    with translation.override(getattr(request, "LANGUAGE_CODE", None) or translation.get_language()):
        content = loader.get_template("ui/errors/503.html").render(_context(request, fault))
    return HttpResponse(content, status=503, headers={"Retry-After": str(TRY_AGAIN_SECONDS)})


def _context(request: HttpRequest, fault: Fault) -> dict[str, Any]:
    typed, is_all = _typed(request)
    return {
        "error_layout": "ui/_fragment.html" if request.headers.get("HX-Request") else "ui/narrow.html",
        "reference": getattr(request, "request_id", ""),
        "happened": HAPPENED[fault],
        "kept": UNCERTAIN if fault is Fault.AWAY and request.method == "POST" else NOT_SAVED,
        "is_sending": request.method == "POST",
        "typed": typed,
        "can_send": bool(typed) and is_all,
        "address": request.get_full_path(),
        "csrf_token": get_token(request) if typed else "",
    }


def _typed(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """What was typed, and whether that is all: passwords, codes and files are never carried along."""
    if request.method != "POST" or not _is_own_form(request):
        return [], False
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    sent = [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
    carried = [(name, value) for name, value in sent if not is_secret(name)]
    return carried, len(carried) == len(sent) and not request.FILES


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _is_own_form(request: HttpRequest) -> bool:
    """Whether one of our pages sent it, which may not have been asked yet when the fault came."""
    try:
        refusal = CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {})
    except OSError:
        return False
    return refusal is None
