"""The people whom measures sign in as, and those who act in the stories; made through the actions."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from bench.worlds.places import Places
from pulang.common.accounts.models import Organisation, User
from pulang.foundation.policy.viewer import command_viewer
from pulang.kernel import clock
from pulang.web.demo.building import give_password, person

if TYPE_CHECKING:
    from bench.worlds.requests import Cast
    from pulang.forum.bodies.models import Seat

WITH_PASSWORD = 4


class Casting:
    """Fills the parts that a plane has; those of the first four countries can sign in."""

    def __init__(self, places: Places) -> None:
        assert settings.PULANG_DEMONSTRATION
        self._places, self._people = places, dict[str, User]()

    def _person(self, name: str, place: Organisation, role: str, *, signs_in: bool = True) -> User:
        user = self._people[name] = person(name, name.replace("-", " ").title(), place, role)
        if signs_in:
            give_password(user)
        return user

    def service(self) -> Mapping[str, User]:
        """A training officer of each service, an inspector, an administrator, and at a region a prison officer."""
        first, second = self._places.services
        for name, place, role in (
            ("training", first, "training-officer"),
            ("other-training", second, "training-officer"),
            ("governor", self._places.regions[0], "governor"),
            ("officer", self._places.regions[0], "prison-officer"),
            ("inspector", first, "inspector"),
            ("admin", first, "system-administrator"),
            ("access", first, "access-manager"),
        ):
            self._person(name, place, role)
        return self._people

    def forum(self) -> "Mapping[UUID, Cast]":
        """The working group with two co-chairs and everybody a member; who acts for each country."""
        from bench.worlds.requests import Cast

        secretariat = self._places.others[0]
        for name, role in (("desk", "secretariat"), ("observer", "observer"), ("inspector", "inspector")):
            self._person(name, secretariat, role)
        self._person("admin", secretariat, "system-administrator")
        seats = self._working_group()
        chairs = [
            (seat, self._person(f"chair-{number}", self._places.ministries[number], "co-chair"))
            for number, seat in enumerate(seats)
        ]
        hosts = {facility.country_id: facility for facility in reversed(self._places.facilities)}
        return {
            country.pk: Cast(*self._country(number, hosts[country.pk]), self._people["desk"], chairs)
            for number, country in enumerate(self._places.countries)
        }

    def _country(self, number: int, host: Organisation) -> tuple[User, User]:
        known = number < WITH_PASSWORD
        self._person(f"host-{number}", host, "host-coordinator", signs_in=known)
        service, ministry = self._places.services[number], self._places.ministries[number]
        return (
            self._person(f"corrections-{number}", service, "corrections-focal-point", signs_in=known),
            self._person(f"policy-{number}", ministry, "policy-focal-point", signs_in=known),
        )

    def _working_group(self) -> "list[Seat]":
        from pulang.forum.bodies.actions import give_seat, make_body
        from pulang.forum.bodies.models import SeatKind
        from pulang.forum.bodies.permissions import BodiesPermission

        by, start = command_viewer("bench", *BodiesPermission), clock.today()
        body = make_body(by=by, key="bench", name="Working group", starts_on=start)
        kinds = [SeatKind.CO_CHAIR] * 2 + [SeatKind.MEMBER] * (len(self._places.countries) - 2)
        seats = [
            give_seat(by=by, body=body, organisation=country, kind=kind, starts_on=start)
            for country, kind in zip(self._places.countries, kinds, strict=True)
        ]
        return seats[:2]
