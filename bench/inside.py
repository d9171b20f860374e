"""What is measured inside a process of the installation: actions without the web around them.

python -m bench.inside create --times 200      (prints milliseconds as JSON)
"""

import argparse
import json
import os
import time
from collections.abc import Callable

from pulang.web.cli.main import setup

Call = Callable[[], object]


def main() -> None:
    """Set up the plane that the environment names, run one thing again and again, print how long each took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("create", "append", "token", "table", "request"))
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--who", default="corrections-3")
    asked = parser.parse_args()
    setup(os.environ["PULANG_PLANE"])
    if asked.what == "token":
        print(json.dumps(_token(asked.who)))
    elif asked.what == "table":
        print(json.dumps(_tables(asked.times)))
    elif asked.what == "request":
        print(json.dumps(_request(asked.who)))
    else:
        call = {"create": _create, "append": _append}[asked.what](asked.who)
        for _ in range(5):
            call()
        print(json.dumps([_milliseconds(call) for _ in range(asked.times)]))


def _milliseconds(call: Call) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def _create(who: str) -> Call:
    """A request with three provisions: marking, audience, links, event."""
    from pulang.common.accounts.models import User
    from pulang.common.frameworks.models import Provision
    from pulang.forum.engagements.actions import RequestText, draft
    from pulang.forum.engagements.queries import hosts
    from pulang.web.demo.building import viewer

    by = viewer(User.objects.get(sign_in_name=who))
    host, provisions = hosts(by)[0], list(Provision.objects.order_by("position")[:3])
    text = RequestText("A title", "The problem is long enough. " * 10, "Help is wanted.", "", "en")
    return lambda: draft(by=by, host=host, text=text, provisions=provisions)


def _append(who: str) -> Call:
    """One event in a transaction of its own, with sealed values."""
    from pulang.common.accounts.models import User
    from pulang.foundation.events.record import action, record
    from pulang.web.demo.building import viewer

    user = User.objects.get(sign_in_name=who)
    by = viewer(user)

    @action
    def happen() -> None:
        record("account.changed", by=by, about=user, before={"language": "en"}, after={"language": "fr"})

    return happen


def _token(who: str) -> str:
    from pulang.common.accounts.actions.tokens import make_token
    from pulang.common.accounts.models import TokenScope, User

    user = User.objects.get(sign_in_name=who)
    return make_token(user=user, name="bench", scope=TokenScope.WRITE, days=1)


def _request(who: str) -> dict[str, object]:
    """What a request by this person is made of: a host's key and three provisions, by id and by key."""
    from pulang.common.accounts.models import User
    from pulang.common.frameworks.models import Provision
    from pulang.forum.engagements.queries import hosts
    from pulang.web.demo.building import viewer

    host = hosts(viewer(User.objects.get(sign_in_name=who)))[0]
    provisions = list(Provision.objects.order_by("position")[:3])
    return {
        "host": host.key,
        "host_id": str(host.pk),
        "ids": [str(row.pk) for row in provisions],
        "keys": [row.key for row in provisions],
    }


def _tables(number: int) -> list[str]:
    """So many files of 200 facilities that are new."""
    from random import Random

    from bench.worlds.facilities import table
    from pulang.common.accounts.models import Organisation
    from pulang.kernel import clock

    regions = list(Organisation.objects.filter(kind="region", parent__key="s0").order_by("key")[:5])
    keys = [[f"new-{file}-{row}" for row in range(200)] for file in range(number)]
    return [table(Random(file), names, regions, clock.today()) for file, names in enumerate(keys)]


if __name__ == "__main__":
    main()
