"""A service whose training officer nominates a whole list. The last line is what was measured, as JSON."""

import argparse
import io
import json
import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

from pulang.web.cli.main import setup

if TYPE_CHECKING:
    from pulang.common.accounts.models import Contact, Organisation
    from pulang.common.learning.models import Delivery
    from pulang.foundation.policy.viewer import Viewer

TIMES, BATCH = 5, 1_000


def main() -> None:
    """Make the world in an empty installation, then measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--contacts", type=int, required=True)
    parser.add_argument("--people", type=int, required=True)
    asked = parser.parse_args()
    setup("service")
    print(json.dumps(_measured(asked.contacts, asked.people)))


def _measured(contacts: int, people: int) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import transaction

    from bench.worlds.make import settle
    from pulang.web.demo import building

    call_command("migrate", verbosity=0, interactive=False)
    random = Random(1)
    with transaction.atomic():
        place, known, version, keeper = _world(random, contacts)
    settle()
    by = building.viewer(keeper)
    found: dict[str, Any] = {"read": [], "check": [], "take": []}
    for time_ in range(TIMES):
        rows = _rows(random, known[time_ * people : time_ * people + people // 2], people, time_)
        delivery = _delivery(by, version, place)
        for name, took in _once(by, delivery, place, rows).items():
            found[name].append(took)
    return found


def _world(random: Random, contacts: int) -> "tuple[Organisation, Sequence[Contact], Any, Any]":
    from tests.common.learning.packs import pack

    from bench.worlds.words import FIRST
    from pulang.common.accounts.actions import enter_contacts
    from pulang.common.accounts.models import Contact
    from pulang.common.learning.actions import import_course
    from pulang.common.learning.models import CourseVersion
    from pulang.kernel import clock
    from pulang.kernel.tlp import Label
    from pulang.web.demo import building

    building.import_documents()
    country = building.organisation("kilima", "country", "Kilima")
    service = building.organisation("kilima-corrections", "service", "Kilima Prisons Service", country)
    place = building.organisation("mto", "facility", "Mto Prison", service)
    keeper = building.person("training", "Training", service, "training-officer")
    version = import_course(by=building.viewer(keeper), files=pack({}), label=Label.GREEN).version
    assert version is not None
    CourseVersion.objects.filter(pk=version.pk).update(released_at=clock.now(), released_by=keeper)
    first = FIRST["en"]
    version.refresh_from_db()
    people = [
        Contact(name=f"{random.choice(first)} {_word(random)} {_word(random)}", organisation=place,
                service_number=f"K{n}", made_at=clock.now())
        for n in range(contacts)
    ]  # fmt: skip
    for start in range(0, contacts, BATCH):
        enter_contacts(people[start : start + BATCH])
    return place, people, version, keeper


def _word(random: Random) -> str:
    """A family name of syllables, so that ten thousand people are not all called the same."""
    return "".join(random.choice("bdfghjklmnrstwz") + random.choice("aeiou") for _ in range(3)).capitalize()


def _rows(random: Random, known: "Sequence[Contact]", people: int, time_: int) -> list[tuple[str, str, str]]:
    new = [(f"{_word(random)} {_word(random)}", f"N{time_}-{n}", "Officer") for n in range(people - len(known))]
    return [*((each.name, each.service_number, "Officer") for each in known), *new]


def _delivery(by: "Viewer", version: Any, place: "Organisation") -> "Delivery":
    from pulang.common.learning.actions import DeliveryDetails, open_nominations, plan_delivery
    from pulang.kernel import clock

    first = clock.today() + timedelta(days=14)
    details = DeliveryDetails(first, first, 200, "en", venue_text="Room")
    service = place.parent
    assert service is not None
    row = plan_delivery(by=by, version=version, cut="", organisation=service, details=details)
    open_nominations(by=by, delivery=row)
    row.refresh_from_db()
    return row


def _once(by: "Viewer", delivery: "Delivery", place: "Organisation", rows: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """Milliseconds of each step with one list."""
    from openpyxl import Workbook

    from pulang.common.learning.actions import nominate_list
    from pulang.foundation.tables.reading import decoded, tabbed

    book, out = Workbook(), io.BytesIO()
    for row in (("Name", "Service number", "Position"), *rows):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    moments = [time.perf_counter()]
    text = tabbed(decoded(out.getvalue()))
    moments.append(time.perf_counter())
    asked: dict[str, Any] = {"by": by, "delivery": delivery, "organisation": place, "text": text}
    report = nominate_list(**asked, write=False, good_rows_only=False)
    moments.append(time.perf_counter())
    taken = nominate_list(**asked, write=True, good_rows_only=True)
    moments.append(time.perf_counter())
    assert taken.written, report.problems[:3]
    took = [(end - start) * 1000 for start, end in pairwise(moments)]
    return dict(zip(("read", "check", "take"), took, strict=True))


if __name__ == "__main__":
    main()
