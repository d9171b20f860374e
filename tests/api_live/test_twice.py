"""The same write sent several times at once, over real lines to a served installation: it is done once."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from django.conf import settings
from tests.api_live.people import People
from tests.recovery.installations import Installation

AT_ONCE, ROUNDS = 8, 5
WRITER, HOST = {"forum": ("amina", "kilima-mto"), "service": ("amina", "kilima-mto")}[settings.PULANG_PLANE]
PLAN = {
    "host": HOST, "title": "Sent at once", "language": "en", "problem": "P", "first_step": "S", "indicator": "I",
    "first_step_on": "2027-03-27", "must_agree": "M", "baseline": "1", "target": "2",
    "provisions": ["rome-memorandum/family"],
}  # fmt: skip


def test_of_many_at_once_one_is_done_and_the_others_wait_or_get_its_answer(
    installation: Installation, people: People
) -> None:
    token, before = people.token(WRITER), people.read(WRITER, "/api/v1/plans")["count"]
    for _round in range(ROUNDS):
        key = uuid4().hex
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda _number, key=key: send(installation, token, key), range(AT_ONCE)))
        assert {status for status, _id in answers} <= {201, 409}
        assert len({made for status, made in answers if status == 201}) == 1
        assert send(installation, token, key) in answers
    assert people.read(WRITER, "/api/v1/plans")["count"] == before + ROUNDS


def send(installation: Installation, token: str, key: str) -> tuple[int, str]:
    """Status, and the id of what was made."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    connection = http.client.HTTPConnection(installation.home, timeout=30)
    connection.request("POST", "/api/v1/plans", json.dumps(PLAN), headers)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    return answer.status, str(told.get("id", ""))
