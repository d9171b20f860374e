"""Random worlds of marked things and random callers at every way out; the oracle of the tests says what may leave.

    python -m bench.cases --plane forum --cases 50000 --seed 1

A case is one caller at one way out. *carried*: things with random markings through ``let_out`` by a random way. *list*:
all rows of one access rule. *address*: one page, document or answer to a program, read word by word; each text that
not everybody may read has a word of its own, and what is said must be for the caller and have passed the gate. The
markings of several things change before every twentieth case.
"""

import argparse
import json
import logging
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from pulang.web.cli.main import setup

if TYPE_CHECKING:
    from django.test import Client
    from tests.web.canaries import Canary
    from tests.web.oracle import Audience, Somebody
    from tests.worlds import World

    from pulang.common.accounts.models import Organisation, User
    from pulang.foundation.policy.rules import Rule
    from pulang.foundation.policy.viewer import Viewer

A_WORLD = 20
REMARKED = 6
KINDS = (("carried", 35), ("list", 45), ("address", 20))
OFFICES = ("co-chair", "secretariat", "governor")
TOLD_EVERY = 5_000


class Leak(AssertionError):
    """Something left that may not."""


@dataclass
class Marked:
    """The things of a world, with all that is asked about them."""

    world: "World"
    canaries: "dict[int, Canary]"
    places: "list[Organisation]"
    people: "list[User]"
    rows: "dict[Rule, list[Any]]"
    addresses: list[str]
    clients: "dict[object, Client]"
    audiences: "dict[Any, Audience]" = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """One caller: as the evaluator and as the oracle know it."""

    viewer: "Viewer"
    somebody: "Somebody"
    user: "User"


def main() -> None:
    """Ask so many cases; the last line is what was counted. The exit code is 1 at the first leak, which is printed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--plane", choices=("forum", "service"), required=True)
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    _prepare(asked.plane)
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        counted = run(asked.cases, asked.seed)
    except Leak as leak:
        print(f"seed {asked.seed}: {leak}")
        sys.exit(1)
    print(json.dumps(counted))


def _prepare(plane: str) -> None:
    """As the tests are prepared: plain static files, languages compiled."""
    os.environ["PULANG_DEMONSTRATION"] = "true"
    setup(plane)
    from django.conf import settings

    from pulang.web import catalogues

    catalogues.compile_all()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ALLOWED_HOSTS = ["*"]
    logging.disable()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def run(cases: int, seed: int) -> dict[str, Any]:
    """Ask so many cases in a database that is empty; what was counted. Raises ``Leak``."""
    from django.db import transaction

    random, kinds, allowed = Random(seed), Counter[str](), 0
    with transaction.atomic():
        marked = build()
        for number in range(cases):
            if number % A_WORLD == 0:
                mark_anew(marked, random)
            (kind,) = random.choices([name for name, _ in KINDS], [weight for _, weight in KINDS])
            allowed += _case(marked, random, kind)
            kinds[kind] += 1
            if number % TOLD_EVERY == TOLD_EVERY - 1:
                print(f"{number + 1:,} cases", flush=True)
        transaction.set_rollback(True)
    return {"kinds": dict(sorted(kinds.items())), "allowed": allowed}


def build() -> Marked:
    """The world of the tests with something of everything, and a word in every text that is delicate."""
    from django.test import Client  # noqa: F401 - loads what the tests load
    from tests.web.canaries import seed
    from tests.web.populate import populate
    from tests.web.test_canaries import documents, pages
    from tests.web.test_oracle import WALKED
    from tests.worlds import build as build_world

    from pulang.common.accounts.models import Organisation
    from pulang.foundation.policy.rules import rulebook

    world = build_world()
    populate(world)
    canaries = seed()
    tables = [address for ways in documents(world) for address in ways if ".pdf" not in address]
    rows = {
        rule: list(
            rule.model._default_manager.order_by("pk").prefetch_related(*WALKED.get(rule.model._meta.label, ()))[:40]
        )
        for rule in rulebook.all()
    }
    return Marked(
        world,
        canaries,
        list(Organisation.objects.select_related("parent__parent__parent").order_by("key")),
        sorted(world.people.values(), key=lambda user: user.sign_in_name),
        rows,
        [address for _route, address in pages(world)] + tables,
        {user.pk: world.client(who) for who, user in world.people.items()},
    )


def mark_anew(marked: Marked, random: Random) -> None:
    """Give some of the things other labels and audiences."""
    from tests.web.test_oracle import audiences

    from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson, Marking
    from pulang.kernel.tlp import Label

    for marking in random.sample(list(Marking.objects.order_by("pk")), REMARKED):
        Marking.objects.filter(pk=marking.pk).update(label=random.choice(list(Label)).value)
        for audience in (AudienceOrganisation, AudienceOffice, AudiencePerson):
            audience.objects.filter(marking=marking).delete()
        named: dict[str, Any] = {"marking": marking, "invited": random.random() < 0.5}
        for place in random.sample(marked.places, random.randrange(3)):
            AudienceOrganisation.objects.create(organisation=place, **named)
        if random.random() < 0.4:
            AudienceOffice.objects.create(role=random.choice(OFFICES), **named)
        if random.random() < 0.4:
            AudiencePerson.objects.create(person=random.choice(marked.people), **named)
    marked.audiences, guests = audiences(), audiences(invited=True)
    things = [row for rows in marked.rows.values() for row in rows]
    for thing in (*things, *(canary.rests_on for canary in marked.canaries.values())):
        if hasattr(thing, "marking_id"):
            thing.marking.label = marked.audiences[thing.marking_id].label
            thing.marking.guests = guests[thing.marking_id]


def _case(marked: Marked, random: Random, kind: str) -> int:
    """One case; how many things left. Roles are given for it and taken away again."""
    from django.db import transaction

    with transaction.atomic():
        asking = _somebody(marked, random)
        left = {"carried": _carried, "list": _list, "address": _address}[kind](marked, random, asking)
        transaction.set_rollback(True)
    return left


def _somebody(marked: Marked, random: Random) -> Asking:
    """One of the people with other roles at other places, none of them now and then."""
    from tests.web.oracle import Somebody

    from pulang.common.access.queries import viewer_for
    from pulang.common.accounts.models import Membership
    from pulang.foundation.policy.registry import registry
    from pulang.kernel import clock

    user, now = random.choice(marked.people), clock.now()
    Membership.objects.filter(user=user).delete()
    roles = [role.slug for role in registry.roles()]
    pairs = {(random.choice(roles), random.choice(marked.places).pk) for _ in range(random.randrange(4))}
    Membership.objects.bulk_create(
        Membership(user=user, organisation_id=place, role=role, starts_on=now.date(), granted_at=now)
        for role, place in sorted(pairs)
    )
    viewer = viewer_for(user)
    places = {place.pk: place for place in marked.places}
    held = tuple((grant.role, places[grant.organisation_id]) for grant in viewer.grants)
    return Asking(viewer, Somebody(user.pk, held), user)


def _carried(marked: Marked, random: Random, asking: Asking) -> int:
    """Things with up to three markings each, some unmarked, by any declared way."""
    from tests.web.oracle import may_have

    from pulang.common.marking.queries import Carried, let_out
    from pulang.foundation.policy.exits import EXITS

    known = list(marked.audiences.values())
    parts = [[random.choice([*known, None]) for _ in range(random.randrange(4))] for _ in range(8)]
    carried = [Carried(number, tuple(map(_as_marking, each))) for number, each in enumerate(parts)]
    passed = let_out(asking.viewer, random.choice(list(EXITS.values())), carried).things
    expected = tuple(
        number
        for number, each in enumerate(parts)
        if each and all(one is not None and may_have(asking.somebody, one) for one in each)
    )
    if passed != expected:
        raise Leak(f"the gate let out {passed} and not {expected} of {parts} for {asking.somebody}")
    return len(passed)


def _as_marking(audience: "Audience | None") -> Any:
    """What stands in the tables, as the gate takes it."""
    from pulang.common.marking.rules import office_key, organisation_key, person_key
    from pulang.kernel.tlp import Label, Marking

    if audience is None:
        return None
    label = Label(audience.label)
    if label in (Label.CLEAR, Label.GREEN):
        return Marking(label)
    keys = [organisation_key(place.pk) for place in audience.organisations]
    keys += [*map(office_key, audience.offices), *map(person_key, audience.people)]
    return Marking(label, frozenset(keys))


def _list(marked: Marked, random: Random, asking: Asking) -> int:
    """The rows that one rule opens: those of the oracle, no more and no fewer."""
    from django.conf import settings
    from tests.web.oracle import ORACLES, may_have

    from pulang.common.accounts.models import Membership
    from pulang.foundation.policy.rules import visible

    rule = random.choice(list(marked.rows))
    oracle = ORACLES[settings.PULANG_PLANE][rule.model._meta.label, str(rule.permission)]
    opened = set(
        visible(asking.viewer, rule.permission, rule.model._default_manager.all()).values_list("pk", flat=True)
    )
    for row in marked.rows[rule]:
        if isinstance(row, Membership) and row.user_id == asking.user.pk:
            continue  # taken away for this case
        fenced = rule.fence is None or may_have(asking.somebody, marked.audiences[row.marking_id])
        if (row.pk in opened) != (fenced and oracle(asking.somebody, row)):
            raise Leak(f"{rule.model._meta.label} {rule.permission}: {row.pk} for {asking.somebody}")
    return len(opened)


def _address(marked: Marked, random: Random, asking: Asking) -> int:
    """Every word that an address says is for the caller, and what is marked has passed the gate."""
    from tests.web.test_canaries import ask, went_through

    address = random.choice(marked.addresses)
    said, passed = ask(marked.clients[asking.user.pk], address)
    for number in said:
        canary = marked.canaries[number]
        if not canary.may_be_seen(asking.somebody, marked.audiences):
            raise Leak(f"{address}: {canary.row._meta.label} is not for {asking.somebody}")
        if hasattr(canary.rests_on, "marking_id") and not went_through(canary.rests_on, passed):
            raise Leak(f"{address}: {canary.row._meta.label} went round the gate")
    return len(said)


if __name__ == "__main__":
    main()
