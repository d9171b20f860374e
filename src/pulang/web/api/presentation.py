"""The schema as the pages show it: groups, operations with their examples, and the shapes that they send and answer."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pulang.foundation.api import schema
from pulang.foundation.api.operations import Facts, Group
from pulang.foundation.api.problems import Kind
from pulang.web.api.examples import curl, python, sample
from pulang.web.api.urls import api, document

JSON = "application/json"


@dataclass(frozen=True)
class Field:
    """One field of a shape, or one parameter: ``shape`` is the name of another shape that it holds."""

    name: str
    kind: str
    shape: str
    required: bool
    about: str


@dataclass(frozen=True)
class Shape:
    """What is sent or answered."""

    name: str
    about: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Operation:
    """One operation as its page shows it."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    permissions: Sequence[str]
    parameters: Sequence[Field]
    sends: str
    answers: str
    status: int
    problems: Sequence[Kind]
    curl: str
    python: str


@dataclass(frozen=True)
class Chapter:
    """A group with its operations."""

    slug: str
    title: str
    about: str
    operations: Sequence[Operation]


@dataclass(frozen=True)
class Page:
    """A chapter with every shape that its operations speak of."""

    chapter: Chapter
    shapes: Sequence[Shape]


def chapters(home: str) -> Sequence[Chapter]:
    """Every group of this plane; ``home`` is the address of the installation, for the examples."""
    return [_chapter(group, home) for group in api.groups]


def page(slug: str, home: str) -> Page | None:
    """One group, or ``None`` where there is none of this name."""
    group = next((group for group in api.groups if group.slug == slug), None)
    if group is None:
        return None
    chapter = _chapter(group, home)
    asked = [name for one in chapter.operations for name in (one.sends, one.answers) if name]
    return Page(chapter, [_shape(name) for name in _reached(asked)])


@lru_cache(maxsize=8)
def _document(language: str) -> dict[str, Any]:
    return document()


@lru_cache(maxsize=1)
def _facts() -> dict[str, Facts]:
    return schema.facts_of(api)


def _now() -> dict[str, Any]:
    return _document(get_language() or "en")


def _chapter(group: Group, home: str) -> Chapter:
    found = [
        _operation(path, method, operation, home)
        for path, methods in _now()["paths"].items()
        for method, operation in methods.items()
        if group.slug in operation["tags"]
    ]
    return Chapter(group.slug, str(group.title), str(group.about), found)


def _operation(path: str, method: str, operation: Mapping[str, Any], home: str) -> Operation:
    facts = _facts()[operation["operationId"]]
    parameters = operation["parameters"]
    status, answer = next((int(code), one) for code, one in operation["responses"].items() if str(code) < "300")
    asks = any(one["in"] == "query" for one in parameters)
    sent = _sent(operation)
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation.get("description", "").replace("`", ""),
        permissions=sorted(facts.permissions),
        parameters=[_parameter(one) for one in parameters],
        sends=_name(sent) if sent else "",
        answers=_name(answer["content"][JSON]["schema"]),
        status=status,
        problems=schema.kinds_of(facts, has_question=asks),
        curl=curl(method.upper(), home + path, parameters, _body(facts, sent)),
        python=python(method.upper(), home + path, parameters, _body(facts, sent)),
    )


def _sent(operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    return content[JSON]["schema"] if JSON in content else None


def _body(facts: Facts, sent: Mapping[str, Any] | None) -> tuple[str, str] | None:
    """Content type and an example of what is sent."""
    if facts.body:
        return facts.body, "@facilities.csv"
    if sent is None:
        return None
    return JSON, json.dumps(sample(sent, _now()["components"]["schemas"]), ensure_ascii=False)


def _parameter(one: Mapping[str, Any]) -> Field:
    kind, _shape_name = _kind(one["schema"])
    place = {"path": _("in the address"), "query": _("after ?"), "header": _("header")}[one["in"]]
    about = one.get("description", "").replace("`", "")
    return Field(one["name"], f"{kind}, {place}", "", one["required"], about)


def _name(answer: Mapping[str, Any]) -> str:
    return str(answer["$ref"]).rsplit("/", 1)[-1]


def _shape(name: str) -> Shape:
    found = _now()["components"]["schemas"][name]
    required = set(found.get("required", ()))
    fields = [_field(key, value, key in required) for key, value in found.get("properties", {}).items()]
    return Shape(name, found.get("description", "").replace("`", ""), fields)


def _field(name: str, found: Mapping[str, Any], required: bool) -> Field:
    kind, shape = _kind(found)
    return Field(name, kind, shape, required, found.get("description", "").replace("`", ""))


def _kind(found: Mapping[str, Any]) -> tuple[str, str]:
    """A type in words, and the name of the shape that it holds."""
    if "$ref" in found:
        return "", _name(found)
    if "allOf" in found:
        return _kind(found["allOf"][0])
    if "anyOf" in found:
        kinds = [_kind(one) for one in found["anyOf"]]
        return " | ".join(kind for kind, _shape_name in kinds if kind), next((name for _k, name in kinds if name), "")
    if "enum" in found:
        return " | ".join(json.dumps(value) for value in found["enum"] if value != ""), ""
    if found.get("type") == "array":
        kind, shape = _kind(found["items"])
        return f"[{kind}]" if kind else "[ ]", shape
    return str(found.get("format") or found.get("type", "")), ""


def _reached(names: Sequence[str]) -> Sequence[str]:
    """These shapes and all that they hold, each once, in the order in which one meets them."""
    found: dict[str, None] = {}
    todo = list(names)
    while todo:
        name = todo.pop(0)
        if name not in found:
            found[name] = None
            todo += [field.shape for field in _shape(name).fields if field.shape]
    return list(found)


def paths() -> Iterator[str]:
    """Every address of the schema."""
    yield from _now()["paths"]
