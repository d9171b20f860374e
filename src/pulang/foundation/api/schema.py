"""The schema (OpenAPI 3.1): what the library reads from signatures, and what is the same for every operation."""

from collections.abc import Mapping
from typing import Any

from pulang.foundation.api import once, problems
from pulang.foundation.api.leaving import LABEL
from pulang.foundation.api.operations import Facts
from pulang.foundation.api.problems import CONTENT_TYPE, FieldError, Kind, ProblemDetails
from pulang.foundation.api.service import Api

PREFIX = "/api/v1/"
REF = "#/components/schemas/{model}"
TEXT = {"type": "string"}
PROBLEM = REF.format(model="ProblemDetails")
ALWAYS = (
    problems.MALFORMED, problems.NOT_SIGNED_IN, problems.NOT_FOUND, problems.TOO_MANY, problems.BROKEN, problems.AWAY,
)  # fmt: skip
OF_WRITES = (
    problems.KEY_MISSING, problems.READ_ONLY, problems.REFUSED, problems.CONFLICT, problems.IN_PROGRESS,
    problems.TOO_LARGE, problems.WRONG_TYPE, problems.INVALID, problems.KEY_USED,
)  # fmt: skip
OF_VERSIONS = (problems.CHANGED, problems.NO_VERSION)
KEY = {
    "in": "header",
    "name": once.HEADER,
    "required": True,
    "description": "A new one for each intention; the same one when the same write is sent again.",
    "schema": {
        "type": "string", "minLength": once.SHORTEST, "maxLength": once.LONGEST, "pattern": r"^[\x21-\x7E]+$",
    },
}  # fmt: skip
VERSION = {
    "in": "header",
    "name": "If-Match",
    "description": "The ETag of the version that you read and now change.",
    "schema": {"type": "string"},
}
NEW = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "Instead of If-Match, where nothing stands yet: *",
    "schema": {"type": "string"},
}


def document(api: Api) -> dict[str, Any]:
    """The schema in the language that is active."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX, path_params={}))
    facts = facts_of(api)
    for operations in made["paths"].values():
        for operation in operations.values():
            _complete(operation, facts[operation["operationId"]])
    for model in (ProblemDetails, FieldError):
        schema = model.model_json_schema(ref_template=REF, mode="serialization")
        schema.pop("$defs", None)
        made["components"]["schemas"][model.__name__] = schema
    made["tags"] = [{"name": group.slug, "description": f"{group.title}. {group.about}"} for group in api.groups]
    made["servers"] = [{"url": "/"}]
    return made


def facts_of(api: Api) -> dict[str, Facts]:
    """What each operation declared, by its name."""
    return {
        str(operation.operation_id): operation.view_func.facts  # type: ignore[attr-defined]
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }


def kinds_of(facts: Facts, *, has_question: bool) -> list[Kind]:
    """Every problem that an operation can answer."""
    found = [*ALWAYS]
    if facts.writes:
        found += OF_WRITES
    elif has_question:
        found.append(problems.INVALID)
    if facts.writes and facts.versioned:
        found += OF_VERSIONS
    return [kind for kind in problems.KINDS if kind in found]


def _complete(operation: dict[str, Any], facts: Facts) -> None:
    operation["summary"] = str(facts.summary)
    operation["parameters"] = [*operation.get("parameters", []), *_headers(facts)]
    if facts.body:
        schema = {"type": "string", "contentMediaType": facts.body}
        operation["requestBody"] = {"required": True, "content": {facts.body: {"schema": schema}}}
    for response in operation["responses"].values():
        response["headers"] = _answer_headers(facts)
    asks = any(one["in"] == "query" for one in operation["parameters"])
    by_status: dict[int, list[Kind]] = {}
    for kind in kinds_of(facts, has_question=asks):
        by_status.setdefault(kind.status, []).append(kind)
    operation["responses"] |= {status: _problem(kinds) for status, kinds in by_status.items()}


def _headers(facts: Facts) -> list[dict[str, Any]]:
    if not facts.writes:
        return []
    version = [{**VERSION, "required": not facts.may_be_new}] if facts.versioned else []
    return [KEY, *version, *([NEW] if facts.may_be_new else [])]


def _answer_headers(facts: Facts) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if facts.writes:
        headers["Location"] = _header("Where the thing is read.")
        headers[once.REPLAYED] = _header("true where this is the answer of the first time.", required=False)
    else:
        headers[LABEL] = _header("The highest label of what the answer holds.")
    if facts.versioned:
        headers["ETag"] = _header("The version, for If-Match.", required=False)
    return headers


def _header(description: str, *, required: bool = True) -> Mapping[str, Any]:
    return {"description": description, "required": required, "schema": TEXT}


def _problem(kinds: list[Kind]) -> dict[str, Any]:
    headers = {
        401: {"WWW-Authenticate": _header("Bearer")},
        429: {"Retry-After": _header("Seconds to wait.")},
        503: {"Retry-After": _header("Seconds to wait.")},
    }.get(kinds[0].status)
    described = {
        "description": "; ".join(str(kind.title) for kind in kinds),
        "content": {CONTENT_TYPE: {"schema": {"$ref": PROBLEM}}},
    }
    return described | ({"headers": headers} if headers else {})
