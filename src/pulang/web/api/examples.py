"""Examples made from the schema: what could be sent, and how, with curl and with Python."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

TEXTS = {
    "language": "en",
    "host": "kilima-mto",
    "key": "rome-memorandum",
    "document": "rome-memorandum",
    "provision": "family",
    "provisions": "rome-memorandum/family",
    "origin": "request",
    "q": "family",
    "email": "amina@example.org",
    "If-Match": '"4f1c2a..."',
    "If-None-Match": "*",
    "Idempotency-Key": "$(uuidgen)",
}
ID, DAY = "01a21382-dbf9-71cd-b477-419dc72b0955", "2027-03-27"
Body = tuple[str, str] | None
Parameters = Sequence[Mapping[str, Any]]


def sample(found: Mapping[str, Any], shapes: Mapping[str, Any], name: str = "") -> Any:
    """A value that fits the schema; of what may be left out only what is not empty by itself."""
    if "$ref" in found:
        return sample(shapes[str(found["$ref"]).rsplit("/", 1)[-1]], shapes, name)
    if "anyOf" in found:
        return sample(found["anyOf"][0], shapes, name)
    if "enum" in found:
        return found["enum"][0]
    kind = found.get("type")
    if kind == "object":
        required = found.get("required", ())
        return {
            key: sample(value, shapes, key) for key, value in found.get("properties", {}).items() if key in required
        }
    if kind == "array":
        return [sample(found["items"], shapes, name)]
    return _text(found, name) if kind == "string" else {"integer": 1, "boolean": True}.get(str(kind))


def _text(found: Mapping[str, Any], name: str) -> str:
    if found.get("format") in ("date", "uuid"):
        return DAY if found["format"] == "date" else ID
    return TEXTS.get(name, "...")


def curl(method: str, address: str, parameters: Parameters, body: Body) -> str:
    """One command for the shell; the token is in ``$PULANG_TOKEN``."""
    lines = ["curl" if method == "GET" else f"curl -X {method}", '-H "Authorization: Bearer $PULANG_TOKEN"']
    lines += [_header_line(one) for one in parameters if one["in"] == "header" and one["required"]]
    if body is not None:
        lines += [f"-H 'Content-Type: {body[0]}'", _data(body)]
    return " \\\n  ".join([*lines, f"'{_filled(address, parameters)}'"])


def _header_line(one: Mapping[str, Any]) -> str:
    value = TEXTS[one["name"]]
    return f'-H "{one["name"]}: {value}"' if "$" in value else f"-H '{one['name']}: {value}'"


def _data(body: tuple[str, str]) -> str:
    return f"--data-binary {body[1]}" if body[1].startswith("@") else f"-d '{body[1]}'"


def python(method: str, address: str, parameters: Parameters, body: Body) -> str:
    """The same with the library requests."""
    headers = ['"Authorization": f"Bearer {token}"']
    headers += [_python_header(one["name"]) for one in parameters if one["in"] == "header" and one["required"]]
    arguments = [f'"{_filled(address, parameters)}"', f"headers={{{', '.join(headers)}}}"]
    if body is not None and body[1].startswith("@"):
        headers.append(f'"Content-Type": "{body[0]}"')
        arguments[1] = f"headers={{{', '.join(headers)}}}"
        arguments.append(f'data=open("{body[1][1:]}", "rb")')
    elif body is not None:
        arguments.append(f"json={json.loads(body[1])!r}")
    joined = ",\n    ".join(arguments)
    return f"answer = requests.{method.lower()}(\n    {joined},\n)"


def _python_header(name: str) -> str:
    value = TEXTS[name]
    return f'"{name}": str(uuid.uuid4())' if "$" in value else f'"{name}": {value!r}'


def _filled(address: str, parameters: Parameters) -> str:
    """The address with samples in the place of its parameters, and what it needs after the question mark."""
    for one in parameters:
        if one["in"] == "path":
            address = address.replace(f"{{{one['name']}}}", _text(one["schema"], one["name"]))
    asked = [f"{one['name']}={TEXTS[one['name']]}" for one in parameters if one["in"] == "query" and one["required"]]
    return f"{address}?{'&'.join(asked)}" if asked else address
