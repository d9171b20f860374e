"""The handlers of failed requests: each says what happened, what was kept and what to do next."""

import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from pulang.foundation.ui import faults

PLAIN = frozenset({500, 503})
TOO_MANY, WAIT_SECONDS = 429, 15 * 60


def answer(request: HttpRequest, status: int) -> HttpResponse:
    """The page of ``status``, or its fragment where htmx asked.

    500 and 503 are drawn without context processors: what failed may be what they need.
    """
    context = {
        "error_layout": "ui/_fragment.html" if request.headers.get("HX-Request") else "ui/narrow.html",
        "reference": getattr(request, "request_id", "") if status in PLAIN else "",
    }
    name = f"ui/errors/{status}.html"
    if status in PLAIN:
        return HttpResponse(loader.get_template(name).render(context), status=status)
    response = render(request, name, context, status=status)
    if status == TOO_MANY:
        response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _handler(status: int) -> Callable[..., HttpResponse]:
    def handler(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return answer(request, status)

    return handler


bad_request = _handler(400)
permission_denied = _handler(403)
not_found = _handler(404)
too_many_attempts = _handler(429)

csrf_failure = permission_denied


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of the disk or the database has a page of its own, which gives back what was typed."""
    fault = faults.of(sys.exc_info()[1])
    return answer(request, 500) if fault is None else faults.page(request, fault)
