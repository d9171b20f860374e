"""For every operation of the API an address that exists, and something to send that could be taken."""

from typing import Any

from tests.web.programs import Program, Route
from tests.web.samples import PARAMETER, arguments
from tests.worlds import World

NOT_THAT_VERSION = '"00000000000000000000"'
DAY = "2027-03-27"
PLAN = {
    "title": "Sent", "language": "en", "problem": "P", "first_step": "S", "first_step_on": DAY, "must_agree": "M",
    "indicator": "I", "baseline": "1", "target": "2", "provisions": ["rome-memorandum/family"],
}  # fmt: skip
OUTCOME = {"result": "R", "value_reached": "2", "seen_on": "2026-01-31", "lesson": "L", "language": "en"}
REQUEST = {"host": "mto", "language": "en", "title": "Sent", "problem": "P", "help_wanted": "H", "provisions": []}
BODIES: dict[str, object] = {
    "make_plan": {**PLAN, "host": "mto"},
    "make_plan_from": PLAN,
    "change_plan": PLAN,
    "record_outcome": OUTCOME,
    "choose_mentor": {"mentor": None},
    "make_contact": {"name": "Sent"},
    "change_contact": {"name": "Sent"},
    "draft_request": REQUEST,
    "change_request": REQUEST,
    "draft_answer": {"outcome": "accept", "language": "en", "text": "Yes."},
    "withdraw_request": {"reason": "R"},
    "return_request": {"reason": "R"},
    "object_to_answer": {"reason": "R"},
}
# The page whose sample an operation is asked about; what is not named here needs none.
PAGES = {
    "read_answer": "engagements:send", "read_request": "engagements:detail",
    "read_request_readers": "engagements:detail", "change_request": "engagements:about",
    "submit_request": "engagements:check", "draft_answer": "engagements:answer",
    "endorse_request": "engagements:endorse", "return_request": "engagements:return",
    "withdraw_request": "engagements:withdraw", "send_answer": "engagements:send", "clear_answer": "engagements:clear",
    "object_to_answer": "engagements:object", "make_plan_from": "followup:from", "read_notice": "notices:follow",
    "read_document": "files:document", "remove_document": "files:document",
    "read_contact": "accounts:contact", "change_contact": "accounts:contact-change",
    "read_organisation": "accounts:organisation", "make_contact": "accounts:organisation",
    "read_course": "learning:version", "read_course_session": "learning:session",
    "read_delivery": "training:detail",
    "read_facility": "facilities:detail", "read_record_entry": "engagements:record-entry",
}  # fmt: skip
QUERIES = {"search_directory": "?q=mto", "search_library": "?q=family"}


def address(route: Route, world: World) -> str:
    """The operation's address with a sample filled in."""
    if "frameworks/" in route.route:
        samples = {"document": "rome-memorandum", "provision": "family", "key": "rome-memorandum"}
        filled = "/" + PARAMETER.sub(lambda found: samples[found.group(1)], route.route)
    else:
        filled = arguments(route.route, PAGES.get(route.name, _page(route)), world)
    return filled + QUERIES.get(route.name, "")


def _page(route: Route) -> str:
    return "followup:detail" if "/plans" in route.route else "none:none"


def ask(program: Program, route: Route, world: World) -> Any:
    """Read, or send what could be taken; a version is named that does not stand, so that changes change nothing."""
    where = address(route, world)
    if route.method == "GET":
        return program.get(where)
    if route.facts.body:
        headers = {"Idempotency-Key": "sample-sample"}
        return program.client.post(where, "key\n", content_type=route.facts.body, headers=headers)
    versions = {"If-Match": NOT_THAT_VERSION} if route.facts.versioned else {}
    return program.send(route.method, where, BODIES.get(route.name, {}), **versions)
