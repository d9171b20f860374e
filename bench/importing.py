"""A list of 200 people nominated from a workbook, in a service with 10,000 contacts, on both engines.

    python -m bench.importing --engines sqlite,postgresql

Half of them are in the directory, half are new. Reading the workbook, the check, and taking all of it with its events
are measured each; every time is a delivery of its own.
"""

import argparse
from collections.abc import Iterator

from bench.coverage import measured
from bench.figures import Figure, figure, print_table

PEOPLE, CONTACTS = 200, 10_000
WANTED = 1_000.0  # milliseconds
TITLES = {
    "read": "Reading a workbook of 200 people",
    "check": "What a list of 200 people would do",
    "take": "Nominating 200 people from a list",
}


def figures(engine: str, contacts: int) -> Iterator[Figure]:
    """Reading, checking and taking a list on one engine, in a place that is made for it."""
    said = measured(engine, ["bench.worlds.listing", "--contacts", str(contacts), "--people", str(PEOPLE)])
    for slug, title in TITLES.items():
        note = f"{contacts:,} contacts; half of the list is new"
        yield figure(f"import-{slug}", title, "ms", said[slug], engine=engine, size=PEOPLE, beat=WANTED, note=note)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Measure the import of a list of people.")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--contacts", type=int, default=CONTACTS)
    asked = parser.parse_args()
    print_table([each for engine in asked.engines.split(",") for each in figures(engine, asked.contacts)])


if __name__ == "__main__":
    main()
