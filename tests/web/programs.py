"""Programs: clients that send somebody's access token, and every operation of the API with a sample address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.worlds import World

from pulang.common.accounts.actions.tokens import make_token
from pulang.common.accounts.models import TokenScope
from pulang.foundation.api import schema
from pulang.foundation.api.operations import Facts

PREFIX = "/api/v1/"
WRITE, READ = TokenScope.WRITE, TokenScope.READ


@dataclass
class Program:
    """A program with an access token; ``None`` for one without."""

    token: str | None

    def __post_init__(self) -> None:
        self.client = Client(headers={"authorization": f"Bearer {self.token}"} if self.token else {})

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(_address(path), headers=headers)

    def send(self, method: str, path: str, body: object = None, *, key: str = "", **headers: str) -> Any:
        """Send JSON with an idempotency key: a new one where none is given."""
        content = b"" if body is None else json.dumps(body).encode()
        sent = {"Idempotency-Key": key or uuid4().hex, **headers}
        return self.client.generic(method, _address(path), content, content_type="application/json", headers=sent)

    def post(self, path: str, body: object = None, *, key: str = "", **headers: str) -> Any:
        return self.send("POST", path, {} if body is None else body, key=key, **headers)

    def put(self, path: str, body: object, etag: str = "", *, key: str = "") -> Any:
        versions = {"If-Match": etag} if etag else {"If-None-Match": "*"}
        return self.send("PUT", path, body, key=key, **versions)


def _address(path: str) -> str:
    return path if path.startswith("/") else f"{PREFIX}{path}"


def program(world: World, who: str | None, scope: TokenScope = WRITE) -> Program:
    """A program of this person."""
    if who is None:
        return Program(None)
    return Program(make_token(user=world.people[who], name="Tests", scope=scope, days=1))


@dataclass(frozen=True)
class Route:
    """One operation: its method, its route as Django has it, and what it declared."""

    method: str
    route: str
    name: str
    facts: Facts
    guard: object

    @property
    def title(self) -> str:
        return f"{self.method.ljust(4)} /{self.route}"


def operations() -> list[Route]:
    """Every operation of the API of this plane, by route."""
    return sorted(_operations(), key=lambda one: (one.route, one.method))


def _operations() -> Iterator[Route]:
    from pulang.web.api.urls import api

    facts = schema.facts_of(api)
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for one in view.operations:
                route = f"api/v1/{_as_route(path)}"
                guard = getattr(one.view_func, "guard", None)
                for method in one.methods:
                    yield Route(method, route, str(one.operation_id), facts[str(one.operation_id)], guard)


def _as_route(path: str) -> str:
    return re.sub(r"{(\w+):(\w+)}", r"<\1:\2>", path).replace("<uuidstr:", "<uuid:").lstrip("/")


def leaves() -> Iterator[URLPattern]:
    """Every address of the API's own tree."""
    yield from _leaves(get_resolver(settings.PULANG_API))


def _leaves(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _leaves(entry)
        else:
            yield entry
