"""Who asks, when a proxy asks for them: only declared proxies are believed about it."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from pulang.web.operation.networks import client_of, is_among

log = logging.getLogger("pulang.proxies")
CLAIMS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
          "HTTP_X_REAL_IP", "HTTP_FORWARDED")  # fmt: skip
UNDECLARED = "operation.undeclared-proxy"
REMEMBERED = 24 * 3600
TOLD_EVERY = 3600.0


class trusted:
    """Put the client's own address in the place of a declared proxy's; forget what anybody else claims.

    ``REMOTE_ADDR`` is then what limits count by. The scheme counts only when a declared proxy states it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.told = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        claimed = {name: meta.pop(name) for name in CLAIMS if name in meta}
        if is_among(str(meta.get("REMOTE_ADDR", "")), settings.PULANG_TRUSTED_PROXIES):
            meta["REMOTE_ADDR"] = client_of(meta["REMOTE_ADDR"], claimed, settings.PULANG_TRUSTED_PROXIES)
            meta["HTTP_X_FORWARDED_PROTO"] = claimed.get("HTTP_X_FORWARDED_PROTO", "http")
        elif claimed:
            self._tell()
        return self.get_response(request)

    def _tell(self) -> None:
        """Remember for ``pulang check --deploy`` that a proxy nobody declared stands in front, or somebody pretends."""
        if time.monotonic() - self.told < TOLD_EVERY:
            return
        self.told = time.monotonic()
        log.warning("forwarded headers came from an address that is not declared as a proxy")
        with suppress(DatabaseError):
            cache.set(UNDECLARED, True, REMEMBERED)
