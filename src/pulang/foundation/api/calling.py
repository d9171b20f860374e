"""Who calls: a program with a person's access token. There are no cookies here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from pulang.foundation.api.problems import NOT_SIGNED_IN, READ_ONLY, Problem
from pulang.foundation.policy.guard import ViewerRequest
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Marking

REALM = {"WWW-Authenticate": 'Bearer realm="Pulang"'}


@dataclass(frozen=True)
class Caller:
    """A program that acts as a person: never more than that person, and only reading unless its token writes."""

    viewer: Viewer
    token_id: UUID
    may_write: bool


Authenticate = Callable[[HttpRequest, str], Caller]
Leaving = tuple[Any, Sequence[Marking]]
Gate = Callable[[Viewer, Iterable[Leaving]], Sequence[Any]]


class ApiRequest(ViewerRequest):
    """A request as our operations get it: with its caller, and the gate through which everything leaves."""

    caller: Caller
    gate: Gate


class AccessToken(HttpBearer):
    """``authenticate_with`` gives the caller of a token, or raises a ``Problem``; ``gate`` lets out what may leave."""

    def __init__(self, authenticate_with: Authenticate, gate: Gate) -> None:
        super().__init__()
        self.authenticate_with, self.gate = authenticate_with, gate

    def __call__(self, request: HttpRequest) -> Any:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(NOT_SIGNED_IN, headers=REALM)
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Set the caller, its viewer and the gate on the request. What only reads can send nothing but ``GET``."""
        caller = self.authenticate_with(request, token)
        if request.method != "GET" and not caller.may_write:
            raise Problem(READ_ONLY)
        request.caller, request.viewer, request.gate = caller, caller.viewer, self.gate  # type: ignore[attr-defined]
        return caller
