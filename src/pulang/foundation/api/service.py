"""The API as a whole: groups of operations behind one kind of token, and one way to say what went wrong."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from pulang.foundation.api import problems
from pulang.foundation.api.calling import AccessToken
from pulang.foundation.api.operations import JSON, Group
from pulang.foundation.api.problems import Problem
from pulang.foundation.policy.rules import REFUSAL, Refused
from pulang.foundation.ui import faults

log = logging.getLogger(__name__)


class JsonOnly(Parser):
    """Takes JSON and nothing else, and of JSON only what the standard has."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON:
            raise Problem(problems.WRONG_TYPE)
        return json.loads(request.body, parse_constant=_no_number)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class Api(NinjaAPI):
    """The groups of a plane. Nothing of the library's own pages is served."""

    def __init__(self, groups: Sequence[Group], token: AccessToken, *, title: str, version: str) -> None:
        super().__init__(
            title=title, version=version, openapi_url=None, docs_url=None, auth=token, parser=JsonOnly(),
            urls_namespace="api",
        )  # fmt: skip
        self.groups = tuple(groups)
        for group in self.groups:
            self.add_router("", group.router)

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Every error of an operation."""
        return problems.answer(problem_of(exc))


def problem_of(error: BaseException) -> Problem:
    """What went wrong, as a problem; what is not known here is a mistake of ours, and its trace goes to the log."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HttpError):
        return error.__cause__ if isinstance(error.__cause__, Problem) else Problem(problems.MALFORMED)
    if isinstance(error, ValidationError):
        return problems.of_validation(error.errors)
    if isinstance(error, Refused):
        return _refusal(error)
    for known, kind in _KINDS:
        if isinstance(error, known):
            return Problem(kind)
    return _fault(error)


_KINDS: tuple[tuple[type[BaseException], problems.Kind], ...] = (
    (Http404, problems.NOT_FOUND),
    (PermissionDenied, problems.REFUSED),
    (RequestDataTooBig, problems.TOO_LARGE),
    (SuspiciousOperation, problems.MALFORMED),
    (UnreadablePostError, problems.MALFORMED),
)


def _refusal(error: Refused) -> Problem:
    """A role that does not include the step; everything else an action refuses is about the state of things."""
    if error.reason is REFUSAL:
        return Problem(problems.REFUSED, str(error.reason))
    return Problem(problems.CONFLICT, str(error.reason))


def _fault(error: BaseException) -> Problem:
    fault = faults.of(error)
    if fault is None:
        log.error("an operation failed", exc_info=error)
        return Problem(problems.BROKEN)
    return Problem(problems.AWAY, str(faults.HAPPENED[fault]), headers={"Retry-After": str(faults.TRY_AGAIN_SECONDS)})
