"""Declaring operations: reads leave through the gate, writes are done once; there is no third kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from ninja import Router
from ninja.throttling import BaseThrottle
from pydantic import BaseModel

from pulang.foundation.api import once
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList
from pulang.foundation.api.problems import CHANGED, NO_VERSION, Problem
from pulang.foundation.api.shapes import Written
from pulang.foundation.policy.guard import guard, signed_in
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui.editing import alone

JSON = "application/json"
Read = Callable[..., Offered | OfferedList]
Write = Callable[..., Written]


@dataclass(frozen=True)
class Facts:
    """What the schema says of an operation beside what its signature says.

    ``versioned``: a read that gives an ETag, or a write that asks for one; ``may_be_new``: a write of what perhaps does
    not stand yet. ``body`` is the content type of what is sent where that is no JSON.
    """

    group: str
    summary: Promise
    permissions: frozenset[str]
    writes: bool = False
    versioned: bool = False
    may_be_new: bool = False
    body: str = ""


class Group:
    """Operations about one kind of thing: a tag of the schema, a page of the documentation."""

    def __init__(self, slug: str, title: Promise, about: Promise) -> None:
        self.slug, self.title, self.about = slug, title, about
        self.router = Router(tags=[slug])

    def reads(
        self, path: str, answer: type[BaseModel], *, may: Sequence[str] = (), summary: Promise, versioned: bool = False
    ) -> Callable[[Read], Read]:
        """A read. ``may`` are the permissions of which one must be held somewhere; none: everybody has their own."""

        def decorate(view: Read) -> Read:
            run = _guarded(may)(_reading(view))
            run.facts = Facts(self.slug, summary, frozenset(map(str, may)), versioned=versioned)
            self._add("GET", path, {200: answer}, run)
            return view

        return decorate

    def writes(
        self,
        method: str,
        path: str,
        *,
        may: Sequence[str] = (),
        summary: Promise,
        answer: type[Written] = Written,
        status: int = 200,
        versioned: bool = False,
        may_be_new: bool = False,
        body: str = "",
    ) -> Callable[[Write], Write]:
        """A write; with ``status`` 201 it makes something. A ``versioned`` one calls :func:`demand_version` first."""

        def decorate(view: Write) -> Write:
            facts = Facts(self.slug, summary, frozenset(map(str, may)), True, versioned or may_be_new, may_be_new, body)
            run = _guarded(may)(_writing(view, facts, status))
            run.facts = facts
            self._add(method, path, {status: answer}, run)
            return view

        return decorate

    def _add(self, method: str, path: str, answers: dict[int, Any], run: Any) -> None:
        door = Door(run.facts.permissions)
        self.router.api_operation([method], path, response=answers, operation_id=run.__name__, throttle=[door])(run)


def demand_version(request: ApiRequest, thing: object, now: Callable[[], str | None]) -> None:
    """Let one write of this thing happen at a time, and raise a ``Problem`` unless it means the version that stands.

    ``now`` gives that version, ``None`` where nothing stands yet. Read what you change after this.
    """
    alone(str(thing))
    stands, meant = now(), request.headers.get("If-Match", "")
    request.version_was_asked = True  # type: ignore[attr-defined]
    if stands is None:
        fits = not meant and request.headers.get("If-None-Match") == "*"
    else:
        fits = stands in {_strong(one) for one in meant.split(",")}
    if not fits:
        raise Problem(CHANGED, headers={"ETag": stands} if stands else {})


def _strong(named: str) -> str:
    """A version as we gave it: on the way compression makes it a weak one, which says the same of the thing itself."""
    return named.strip().removeprefix("W/")


def etag(version: str) -> str:
    """A fingerprint as an ETag."""
    return f'"{version}"'


def _guarded(may: Sequence[str]) -> Callable[[Any], Any]:
    return guard(*map(str, may)) if may else signed_in


class Door(BaseThrottle):
    """The guard once more, where the library asks before it looks at what was sent.

    So that whoever may not use an operation is answered 404 whatever the content, and not told what it lacks.
    """

    def __init__(self, permissions: frozenset[str]) -> None:
        self.permissions = permissions

    def allow_request(self, request: HttpRequest) -> bool:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if self.permissions and not any(viewer.may(permission) for permission in self.permissions):
            raise Http404
        return True


def _reading(view: Read) -> Callable[..., HttpResponse]:
    @wraps(view)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs).answer(request)

    return run


def _writing(view: Write, facts: Facts, status: int) -> Callable[..., HttpResponse]:
    @wraps(view)
    def run(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        intention = once.intention_of(request, request.caller.token_id)
        if facts.versioned and not _names_version(request, facts):
            raise Problem(NO_VERSION)
        return once.answer(intention, status, lambda: _checked(request, facts, view(request, *args, **kwargs)))

    return run


def _checked(request: ApiRequest, facts: Facts, written: Written) -> Written:
    asked = getattr(request, "version_was_asked", False)
    assert asked or not facts.versioned, "a versioned write asks which version is meant"
    assert connection.in_atomic_block, "a write and its answer are one transaction"
    return written


def _names_version(request: ApiRequest, facts: Facts) -> bool:
    named = request.headers.get("If-Match", "")
    return bool(named and named != "*") or (facts.may_be_new and request.headers.get("If-None-Match") == "*")
