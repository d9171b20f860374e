"""The schema against a served installation: whatever it allows is understood, whatever it forbids is refused.

Schemathesis makes the cases from the schema: every operation, its boundaries one by one (coverage), then ``EXAMPLES``
made at random from a fixed seed. Each operation is called by a program of somebody who may use it, mostly with ids of
things that are there. Writes are made for good.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings
from tests.api_live.people import People
from tests.recovery.installations import Installation

SEED, EXAMPLES = 20261125, 8
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
# What is not asked of an answer, each with the reason; everything else that Schemathesis can check is.
LEFT_OUT = {
    "use_after_free": "nothing is destroyed but documents, whose addresses then answer 404 as any other",
    "ensure_resource_availability": "what is made may have other readers than its maker; tests/web looks at it",
    "object_level_authorization": "there are tables of that: tests/web/access-api-*.txt, and the canaries",
}
USUAL = {
    "positive_data_acceptance": ["2xx", "401", "403", "404", "409"],
    "missing_required_header": ["400", "401", "403", "415", "422"],
}
# Single operations of which one thing more is not asked, each with the reason.
LEFT_OUT_OF = {
    ("import_facilities", "negative_data_rejection"): "a table is text, and every number is text as well",
}
# Statuses that count as well, each with the reason.
ALSO = {
    "positive_data_acceptance": {
        "412": "a version that no longer stands is well-formed",
        "422": "so are keys and days that this installation cannot take, such as a host that is not one's own",
        "428": "one of two headers must say which version is meant, which a schema cannot say",
    },
    "missing_required_header": {"404": "whoever may not do it is told nothing more", "428": "as above"},
}
ANYBODY = {"forum": "otieno", "service": "amina"}[settings.PULANG_PLANE]
CALLERS: Mapping[str, Mapping[str, str]] = {
    "forum": {
        "endorse_request|return_request": "wanjiru",
        "draft_answer|read_answer|send_answer": "farah",
        "clear_answer|object_to_answer": "ingrid",
        "make_plan|record_outcome": "amina",
        "list_events": "irene",
    },
    "service": {"make_plan|record_outcome": "neema", "list_events": "irene"},
}
# Path of operations, and the list in which their ids stand: name of the parameter, address, key.
IDS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "forum": {
        "/api/v1/requests/": ("pk", "/api/v1/requests", "id"),
        "/api/v1/record/": ("key", "/api/v1/record", "key"),
    },
    "service": {"/api/v1/facilities/": ("key", "/api/v1/facilities", "key")},
}
IDS_OF_BOTH = {
    "/api/v1/plans/": ("pk", "/api/v1/plans", "id"),
    "/api/v1/contacts/": ("pk", "/api/v1/contacts", "id"),
    "/api/v1/organisations/": ("key", "/api/v1/organisations", "key"),
    "/api/v1/frameworks/documents/": ("key", "/api/v1/frameworks/documents", "key"),
}


def told(name: str, value: object) -> str:
    """A line of TOML: JSON says texts and lists in the same way."""
    return f"{name} = {json.dumps(value)}"


def configuration(people: People) -> str:
    """Seed, number of examples, callers, ids, and what is left out."""
    lines = [told("seed", SEED), told("headers", {}).replace("{}", _bearer(people, ANYBODY))]
    lines += ["[generation]", told("max-examples", EXAMPLES), told("no-shrink", True)]
    lines += [f"[checks.{check}]\nenabled = false" for check in LEFT_OUT]
    lines += [f"[checks.{check}]\n{told('expected-statuses', [*USUAL[check], *more])}" for check, more in ALSO.items()]
    found = {**IDS[settings.PULANG_PLANE], **IDS_OF_BOTH}
    for place, (_name, address, key) in found.items():
        values = people.values(ANYBODY, address, key)
        lines += [f"[dictionaries.{_slug(place)}]", told("values", values)]
    for place, (name, _address, _key) in found.items():
        binding = f'{{"path.{name}" = {{dictionary = "{_slug(place)}", probability = 0.8}}}}'
        lines += ["[[operations]]", told("include-path-regex", f"^{place}"), f"parameters = {binding}"]
    for operations, caller in CALLERS[settings.PULANG_PLANE].items():
        lines += ["[[operations]]", told("include-operation-id-regex", f"^({operations})$")]
        lines += [f"headers = {_bearer(people, caller)}"]
    for operation, check in LEFT_OUT_OF:
        lines += ["[[operations]]", told("include-operation-id", operation), f"checks.{check}.enabled = false"]
    return "\n".join(lines) + "\n"


def _bearer(people: People, name: str) -> str:
    return f'{{Authorization = "Bearer {people.token(name)}"}}'


def _slug(place: str) -> str:
    return place.strip("/").replace("/", "-")


def run(installation: Installation, configured: Path) -> "subprocess.CompletedProcess[str]":
    """Everything that Schemathesis finds, in its own words."""
    address = f"http://{installation.home}/api/v1/openapi.json"
    command = [SCHEMATHESIS, "--config-file", str(configured), "run", address, "--phases", "examples,coverage,fuzzing"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=configured.parent)


def test_the_api_does_what_its_schema_says(installation: Installation, people: People, tmp_path: Path) -> None:
    configured = tmp_path / "schemathesis.toml"
    configured.write_text(configuration(people), encoding="utf-8")
    done = run(installation, configured)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    tested = re.search(r"Tested: (\d+)", done.stdout)
    assert tested
    assert int(tested.group(1)) == len(operations(people))


def operations(people: People) -> list[tuple[str, str]]:
    """Every operation that the schema has."""
    paths = people.read(ANYBODY, "/api/v1/openapi.json")["paths"]
    return [(path, method) for path, methods in paths.items() for method in methods]


@pytest.mark.parametrize("check", sorted(LEFT_OUT))
def test_what_is_left_out_exists(check: str) -> None:
    """So that a check that was renamed is not left out in vain."""
    listed = subprocess.run([SCHEMATHESIS, "run", "--help"], capture_output=True, text=True, check=True).stdout
    assert check in listed
