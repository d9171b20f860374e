"""A small world for tests, made through the same actions that users take.

Nordhav and Sungai co-chair, Kilima asks, Qasr stands outside. People are called by what they are: ``policy``,
``corrections``, ``host``, ``mentor``, ``outsider`` and so on; ``stranger`` holds no role at all.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client

from pulang.common.accounts.models import Organisation, User
from pulang.foundation.policy.viewer import Viewer
from pulang.web.demo import building

BACKEND = "pulang.common.accounts.adapters.SignInNameBackend"
FORUM_PEOPLE = (
    ("chair-nordhav", "nordhav-mfa", "co-chair"),
    ("chair-sungai", "sungai-mfa", "co-chair"),
    ("desk", "secretariat", "secretariat"),
    ("policy", "kilima-mfa", "policy-focal-point"),
    ("corrections", "kilima-corrections", "corrections-focal-point"),
    ("host", "mto", "host-coordinator"),
    ("mentor", "kilima-academy", "mentor"),
    ("trainer", "kilima-academy", "trainer"),
    ("curriculum", "secretariat", "curriculum-lead"),
    ("rights", "secretariat", "human-rights-reader"),
    ("expert", "secretariat", "expert"),
    ("observer", "secretariat", "observer"),
    ("inspector", "secretariat", "inspector"),
    ("access", "kilima", "access-manager"),
    ("admin", "secretariat", "system-administrator"),
    ("outsider", "qasr-mfa", "policy-focal-point"),
    ("outside-corrections", "qasr-corrections", "corrections-focal-point"),
    ("outside-host", "wadi", "host-coordinator"),
    ("outside-access", "qasr", "access-manager"),
)
SERVICE_PEOPLE = (
    ("governor", "mto", "governor"),
    ("security", "mto", "security-manager"),
    ("training", "kilima-corrections", "training-officer"),
    ("rights", "kilima-academy", "human-rights-reader"),
    ("officer", "mto", "prison-officer"),
    ("colleague", "mto", "prison-officer"),
    ("other-governor", "ziwa", "governor"),
    ("other-officer", "ziwa", "prison-officer"),
    ("inspector", "kilima-corrections", "inspector"),
    ("data-protection", "kilima-corrections", "data-protection-officer"),
    ("access", "kilima-corrections", "access-manager"),
    ("admin", "kilima-corrections", "system-administrator"),
)
PEOPLE = {"forum": FORUM_PEOPLE, "service": SERVICE_PEOPLE}
TREE = (
    ("nordhav", "country", None),
    ("nordhav-mfa", "ministry", "nordhav"),
    ("sungai", "country", None),
    ("sungai-mfa", "ministry", "sungai"),
    ("kilima", "country", None),
    ("kilima-mfa", "ministry", "kilima"),
    ("kilima-corrections", "service", "kilima"),
    ("coast", "region", "kilima-corrections"),
    ("mto", "facility", "coast"),
    ("ziwa", "facility", "coast"),
    ("kilima-academy", "academy", "kilima-corrections"),
    ("qasr", "country", None),
    ("qasr-mfa", "ministry", "qasr"),
    ("qasr-corrections", "service", "qasr"),
    ("wadi", "facility", "qasr-corrections"),
    ("secretariat", "international", None),
)


@dataclass
class World:
    """Organisations by key and people by what they are."""

    places: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def viewer(self, who: str) -> Viewer:
        """What this person may do now."""
        return building.viewer(self.people[who])

    def client(self, who: str | None) -> Client:
        """A browser signed in as this person; ``None`` for nobody."""
        client = Client()
        if who is not None:
            client.force_login(self.people[who], backend=BACKEND)
        return client


def build() -> World:
    """The world of the plane on which the tests run."""
    building.import_documents()
    world = World()
    for key, kind, parent in TREE:
        world.places[key] = building.organisation(key, kind, key.title(), world.places[parent] if parent else None)
    for name, place, role in PEOPLE[settings.PULANG_PLANE]:
        world.people[name] = building.person(name, name.title(), world.places[place], role)
    world.people["stranger"] = building.person("stranger", "Stranger", world.places["qasr"])
    if settings.PULANG_PLANE == "forum":
        _working_group(world)
    return world


def _working_group(world: World) -> None:
    from datetime import timedelta

    from pulang.forum.bodies.actions import give_seat, make_body
    from pulang.forum.bodies.models import SeatKind
    from pulang.forum.bodies.permissions import BodiesPermission
    from pulang.foundation.policy.viewer import command_viewer
    from pulang.kernel import clock

    by = command_viewer("tests", *BodiesPermission)
    start = clock.today() - timedelta(days=100)
    body = make_body(by=by, key="group", name="Working group", starts_on=start)
    seats = {
        "nordhav": SeatKind.CO_CHAIR,
        "sungai": SeatKind.CO_CHAIR,
        "kilima": SeatKind.MEMBER,
        "qasr": SeatKind.MEMBER,
    }
    for key, kind in seats.items():
        give_seat(by=by, body=body, organisation=world.places[key], kind=kind, starts_on=start)
