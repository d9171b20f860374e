"""The command that makes a world: in the installation that the environment names."""

import argparse

from pulang.web.cli.main import setup
from pulang.web.cli.terminal import progress


def main() -> None:
    """Prepare an empty installation and fill it."""
    parser = argparse.ArgumentParser(description="Make a large world in an empty installation.")
    parser.add_argument("--plane", choices=("forum", "service"), required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    setup(asked.plane)
    from django.db import connection

    from bench.worlds.make import make
    from pulang.web.prepare import prepare

    prepare()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    with progress(f"{asked.plane}, {asked.size:,} of each thing", total=4 * asked.size) as advance:
        make(asked.size, asked.seed, advance)


if __name__ == "__main__":
    main()
