"""Making the whole world of a plane, in an installation that is empty."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction

from bench.worlds.cast import Casting
from bench.worlds.library import library
from bench.worlds.places import crowd, forum_tree, service_tree
from bench.worlds.stock import Advance, Chronicle, Stock
from pulang.common.accounts.models import Organisation, User
from pulang.common.frameworks.models import Provision
from pulang.kernel import clock
from pulang.web.demo.building import viewer

DAYS, STEP, EACH = 400, timedelta(days=30), 1_000


def make(size: int, seed: int, advance: Advance = lambda done: None) -> None:
    """So many of each thing: organisations, people, texts; then requests, or facilities and plans."""
    random = Random(f"{settings.PULANG_PLANE} {size} {seed}")
    moment = clock.now().replace(hour=6, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
    with clock.at(moment):
        {"forum": _forum, "service": _service}[settings.PULANG_PLANE](random, size, advance)
    settle()


def settle() -> None:
    """Let the engine know how much there is of what, as its own upkeep does on a machine that runs for long."""
    with connection.cursor() as cursor:
        plain = connection.vendor == "sqlite" or connection.in_atomic_block
        cursor.execute("ANALYZE" if plain else "VACUUM ANALYZE")


def _forum(random: Random, size: int, advance: Advance) -> None:
    from bench.worlds.requests import requests

    with transaction.atomic():
        places = forum_tree(random, size, advance)
        casts = Casting(places).forum()
        crowd("forum", random, places, size, Chronicle(), advance)
        provisions = library(random, size, Chronicle(), advance)
    requests(random, size, places.facilities, casts, provisions, Chronicle(), advance)


def _service(random: Random, size: int, advance: Advance) -> None:
    from bench.worlds.facilities import facilities

    with transaction.atomic():
        places = service_tree(random, size, advance)
        people = Casting(places).service()
    shares = (("training", 0, size - size // 14), ("other-training", 1, size // 14))
    for name, service, number in shares:
        regions = [region for region in places.regions if region.parent_id == places.services[service].pk]
        facilities(random, name[:1], number, regions, viewer(people[name]), advance)
    with transaction.atomic():
        places.facilities = list(Organisation.objects.filter(kind="facility").order_by("key"))
        crowd("service", random, places, size, Chronicle(), advance)
        provisions = library(random, size, Chronicle(), advance)
    _plans(random, size, places.facilities, provisions, advance)


def _plans(
    random: Random, size: int, hosts: Sequence[Organisation], provisions: Sequence[Provision], advance: Advance
) -> None:
    """Officers' own plans over the last year; half of them have a result."""
    from bench.worlds.plans import MODELS, Plans

    stock, chronicle = Stock(*MODELS), Chronicle()
    plans, begin, every = Plans(random, stock, chronicle), clock.now(), timedelta(days=DAYS - 36) / size
    places = {host.pk: host for host in hosts}
    officers = User.objects.filter(contact__organisation__in=hosts).select_related("contact")
    writers = list(officers.order_by("sign_in_name")[:size]) if size <= EACH else list(officers.order_by("pk"))
    for number in range(size):
        at, by = begin + number * every, random.choice(writers)
        assert by.contact is not None
        plan = plans.plan(at, by, places[by.contact.organisation_id], random.sample(provisions, 2), by.contact)
        if random.random() < 0.5:
            plans.outcome(at + STEP, by, plan)
        if number % EACH == EACH - 1 or number == size - 1:
            with transaction.atomic():
                stock.write()
                chronicle.append_until(at if number < size - 1 else None)
            advance(EACH)
