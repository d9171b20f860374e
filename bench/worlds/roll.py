"""A service with a staff roll, certificates and attendance, written in bulk; then its coverage is asked for.

The last line is what was measured, as JSON. ``bench.coverage`` calls this in an installation of its own.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from pulang.web.cli.main import setup

if TYPE_CHECKING:
    from pulang.common.accounts.models import Organisation, User
    from pulang.common.learning.models import Delivery, Enrolment

REGIONS, FACILITIES, SESSIONS, CLASS = 20, 1_000, 10, 25
TIMES, CERTIFIED = 15, 0.6
BATCH = 5_000
PRESENT = """
INSERT INTO learning_attendance (session_id, enrolment_id, was, source, recorded_at, recorded_by_id)
SELECT s.id, e.id, 'present', 'paper', %s, %s
FROM learning_deliverysession s JOIN learning_enrolment e ON e.delivery_id = s.delivery_id
"""


def batched(things: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The things in their order, so many at a time."""
    return (things[first : first + size] for first in range(0, len(things), size))


def main() -> None:
    """Make the world in an empty installation, then measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--officers", type=int, required=True)
    asked = parser.parse_args()
    setup("service")
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["*"]
    print(json.dumps(_measured(asked.officers)))


def _measured(officers: int) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import transaction

    from bench.worlds.make import settle
    from pulang.common.coverage.queries import Asked
    from pulang.common.coverage.queries.counting import coverage
    from pulang.common.learning.models import Attendance
    from pulang.kernel import clock
    from pulang.web.demo import building

    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        world = World(Random(1), clock.today())
        world.build(officers)
    from pulang.common.coverage.actions import rebuild
    from pulang.foundation.policy.viewer import command_viewer

    with transaction.atomic():
        rebuild(by=command_viewer("bench"))
    settle()
    viewer, asked = building.viewer(world.keeper), Asked(world.course.pk)
    found = coverage(viewer, asked)
    assert found.total.in_post == officers, found.total
    return {
        "officers": officers,
        "attendance": Attendance.objects.count(),
        "count": [_anew(lambda: coverage(viewer, asked)) for _ in range(TIMES)],
        "remembered": [_took(lambda: coverage(viewer, asked)) for _ in range(TIMES)],
        "page": [_anew(lambda: _page(world.keeper)) for _ in range(TIMES)],
    }


def _took(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _anew(call: Callable[[], object]) -> float:
    """As after an event: nothing is remembered."""
    from pulang.foundation import counts

    counts._kept = counts.Kept(counts.MOST_KEPT)
    return _took(call)


def _page(user: "User") -> None:
    from django.test import Client

    client = Client(HTTP_HOST="localhost")
    client.force_login(user, backend="pulang.common.accounts.adapters.SignInNameBackend")
    answer = client.get("/coverage/")
    assert answer.status_code == 200, answer.status_code


class World:
    """One service, its regions, facilities, officers, and ten years of training."""

    def __init__(self, random: Random, today: date) -> None:
        self.random, self.today = random, today

    def build(self, officers: int) -> None:
        from tests.common.learning.packs import pack

        from pulang.common.learning.actions import import_course
        from pulang.common.learning.models import Course, CourseVersion
        from pulang.kernel import clock
        from pulang.kernel.tlp import Label
        from pulang.web.demo import building

        building.import_documents()
        country = building.organisation("kilima", "country", "Kilima")
        self.service = building.organisation("kilima-corrections", "service", "Kilima Prisons Service", country)
        self.keeper: User = building.person("training", "Training", self.service, "training-officer")
        version = import_course(by=building.viewer(self.keeper), files=pack({}), label=Label.GREEN).version
        assert version is not None
        CourseVersion.objects.filter(pk=version.pk).update(released_at=clock.now(), released_by=self.keeper)
        self.version: CourseVersion = version
        self.course: Course = version.course
        self._officers(self._facilities(), officers)
        self._training()

    def _facilities(self) -> "Sequence[Organisation]":
        from pulang.common.accounts.actions import NewOrganisation
        from pulang.common.accounts.actions.organisations import _made
        from pulang.common.accounts.models import OrganisationKind
        from pulang.common.facilities.models import Facility
        from pulang.kernel import clock

        kinds = OrganisationKind
        regions = _made([NewOrganisation(f"r{n}", kinds.REGION, f"Region {n}", self.service) for n in range(REGIONS)])
        places = _made(
            [NewOrganisation(f"f{n}", kinds.FACILITY, f"Prison {n}", regions[n % REGIONS]) for n in range(FACILITIES)]
        )
        Facility.objects.bulk_create(
            Facility(
                organisation=place,
                sort_key=place.sort_key,
                for_whom="men",
                counted_on=self.today,
                capacity=500,
                population=600,
                made_at=clock.now(),
            )
            for place in places
        )
        return places

    def _officers(self, places: "Sequence[Organisation]", size: int) -> None:
        from pulang.common.accounts.models import Contact
        from pulang.common.facilities.models import Grade, Officer
        from pulang.kernel import clock

        grades = Grade.objects.bulk_create([Grade(key=f"g{n}", name=f"Grade {n}", position=n) for n in range(5)])
        now, self.contacts = clock.now(), list[Any]()
        for numbers in batched(range(size), BATCH):
            people = Contact.objects.bulk_create(
                Contact(
                    name=f"Officer {n}",
                    sort_key=f"officer {n}",
                    organisation=places[n % len(places)],
                    service_number=str(n),
                    made_at=now,
                )
                for n in numbers
            )
            Officer.objects.bulk_create(
                Officer(
                    contact=person,
                    service=self.service,
                    number=person.service_number,
                    sort_key=person.sort_key,
                    sex=self.random.choice(("woman", "man", "man", "")),
                    facility_id=person.organisation_id,
                    grade=self.random.choice(grades),
                    joined_on=self.today - timedelta(days=self.random.randrange(4_000)),
                )
                for person in people
            )
            self.contacts += [person.pk for person in people]

    def _training(self) -> None:
        """Every officer once at ten sessions; three in five hold a certificate."""
        from django.db import connection

        for people in batched(self.contacts, CLASS * 200):
            self._deliveries(list(batched(people, CLASS)))
        with connection.cursor() as cursor:
            cursor.execute(PRESENT, [self._at, self.keeper.pk.hex if connection.vendor == "sqlite" else self.keeper.pk])

    def _deliveries(self, classes: Sequence[Sequence[Any]]) -> None:
        from pulang.common.learning.models import Delivery, DeliverySession, Enrolment

        days = [self.today - timedelta(days=self.random.randrange(20, 1_500)) for _ in classes]
        deliveries = Delivery.objects.bulk_create(list(self._planned(days)))
        DeliverySession.objects.bulk_create(
            DeliverySession(delivery=row, module="m", key=f"s{n}", position=n, minutes=60)
            for row in deliveries
            for n in range(SESSIONS)
        )
        common = {"nominated_at": self._at, "nominated_by": self.keeper, "decision": "accepted"}
        enrolled = Enrolment.objects.bulk_create(
            Enrolment(
                delivery=row,
                contact_id=person,
                organisation=self.service,
                decided_at=self._at,
                decided_by=self.keeper,
                **common,
            )
            for row, people in zip(deliveries, classes, strict=True)
            for person in people
        )
        self._certify(enrolled, {row.pk: row for row in deliveries})

    @property
    def _at(self) -> Any:
        from pulang.kernel import clock

        return clock.now()

    def _planned(self, days: Sequence[date]) -> "Iterator[Delivery]":
        from pulang.common.learning.models import Delivery

        for day, marking in zip(days, self._markings(len(days), "TLP:GREEN"), strict=True):
            yield Delivery(
                course_version=self.version,
                organisation=self.service,
                venue_text="Room",
                language="en",
                starts_on=day,
                ends_on=day,
                places=CLASS,
                marking=marking,
                made_at=self._at,
                made_by=self.keeper,
            )

    def _markings(self, number: int, label: str) -> list[Any]:
        from pulang.common.marking.models import Marking

        return Marking.objects.bulk_create([Marking(label=label) for _ in range(number)])

    def _certify(self, enrolled: "Sequence[Enrolment]", deliveries: dict[Any, Any]) -> None:
        from pulang.common.learning.models import Certificate

        lucky = [one for one in enrolled if self.random.random() < CERTIFIED]
        Certificate.objects.bulk_create(
            Certificate(
                enrolment=one,
                serial=one.pk.hex[-14:],
                marking=marking,
                text="text",
                credential={},
                key="key",
                issued_on=deliveries[one.delivery_id].ends_on,
                until=deliveries[one.delivery_id].ends_on + timedelta(days=1_095),
                issued_at=self._at,
                issued_by=self.keeper,
            )
            for one, marking in zip(lucky, self._markings(len(lucky), "TLP:CLEAR"), strict=True)
        )


if __name__ == "__main__":
    main()
