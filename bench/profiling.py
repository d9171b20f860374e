"""Where the time of a page goes: functions by cProfile, queries with their times and plans.

PULANG_DATA=... python -m bench.profiling --plane forum --as policy-3 "/cve-p/?size=100"
"""

import argparse
import cProfile
import logging
import pstats
import statistics
import time

from pulang.web.cli.main import setup

BACKEND = "pulang.common.accounts.adapters.SignInNameBackend"


def main() -> None:
    """Ask a page again and again inside this process, without a server, and tell what it cost."""
    parser = argparse.ArgumentParser(description="Profile a page of an installation.")
    parser.add_argument("--plane", choices=("forum", "service"), required=True)
    parser.add_argument("--as", dest="who", required=True, help="a sign-in name")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--plans", action="store_true", help="also print how the engine finds the rows of each query")
    parser.add_argument("path")
    asked = parser.parse_args()
    setup(asked.plane)
    logging.disable()
    from django.test import Client

    from pulang.common.accounts.models import User

    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(sign_in_name=asked.who), backend=BACKEND)
    _times(client, asked.path, asked.times)
    _queries(client, asked.path, plans=asked.plans)
    with cProfile.Profile() as profile:
        for _ in range(asked.times):
            client.get(asked.path)
    pstats.Stats(profile).sort_stats("tottime").print_stats(asked.lines)
    pstats.Stats(profile).sort_stats("cumulative").print_stats("pulang", asked.lines)


def _times(client: object, path: str, times: int) -> None:
    """On the clock, and as processor time, which says more on a machine where others are at work."""
    taken, spent = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        answer = client.get(path)  # type: ignore[attr-defined]
        taken.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - busy) * 1000)
    on_the_clock = f"{statistics.median(taken):.1f} ms (least {min(taken):.1f})"
    print(f"{path}: {answer.status_code}, {on_the_clock}, processor {statistics.median(spent):.1f} ms")


def _queries(client: object, path: str, *, plans: bool) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(path)  # type: ignore[attr-defined]
    for query in captured.captured_queries:
        print(f"{float(query['time']) * 1000:8.1f} ms  {query['sql'][:1500]}")
        if plans and query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + query["sql"])
                for row in cursor.fetchall():
                    print("             ", row[-1])


if __name__ == "__main__":
    main()
