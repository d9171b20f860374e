"""One line and, where asked for, one measurement for each request: by route, never by address."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from pulang.kernel import clock
from pulang.web.operation import counting
from pulang.web.operation.logs import REQUEST_ID

log = logging.getLogger("pulang.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
HEADER = "X-Request-ID"
measure = counting.measurer()


def watched(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the request an id of ours, which its lines, its answer and its error page carry, and time it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        token, began = REQUEST_ID.set(request.request_id), time.perf_counter()  # type: ignore[attr-defined]
        try:
            response = get_response(request)
            response.headers[HEADER] = request.request_id  # type: ignore[attr-defined]
            _note(request, response, time.perf_counter() - began)
        finally:
            REQUEST_ID.reset(token)
        return response

    return middleware


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    method = request.method if request.method in METHODS else "OTHER"
    fields = {"route": route_of(request), "method": method, "status": response.status_code}
    measured = {"ms": round(seconds * 1000, 1), "bytes": _size(response), "user": _user(request)}
    if measure is not None:
        measure(fields, seconds)
    log.info("request", extra={"fields": {**fields, **{name: value for name, value in measured.items() if value}}})


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, such as ``plans/<uuid:pk>/``; two words stand for what has none."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    return "static" if request.path_info.startswith(f"/{str(settings.STATIC_URL).lstrip('/')}") else "none"


def _size(response: HttpResponse) -> int:
    stated = response.headers.get("Content-Length", "")
    if stated.isdigit():
        return int(stated)
    return 0 if response.streaming else len(response.content)


def _user(request: HttpRequest) -> str:
    """A mark that is the same for one account for one day, and cannot be turned back without the key."""
    user = getattr(request, "_cached_user", None)
    if user is None or user.pk is None:
        return ""
    return salted_hmac(f"log.{clock.now():%Y-%m-%d}", str(user.pk), algorithm="sha256").hexdigest()[:12]
