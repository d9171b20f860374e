from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest

from pulang.kernel import clock, ids

MOMENT = datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC)


def millisecond(identifier: UUID) -> int:
    return identifier.int >> 80


def test_a_version_7_id_says_so_and_carries_the_time_of_the_clock() -> None:
    with clock.at(MOMENT):
        made = ids.uuid7()
    assert (made.version, made.variant) == (7, RFC_4122)
    assert millisecond(made) == int(MOMENT.timestamp() * 1000)


def test_ids_of_one_process_rise_strictly_even_from_many_threads() -> None:
    def make(_: int) -> list[UUID]:
        return [ids.uuid7() for _ in range(500)]

    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(make, range(8)))
    assert all(run == sorted(run) for run in runs)
    assert len({made for run in runs for made in run}) == 4000


def test_ids_rise_while_the_set_clock_stands_still() -> None:
    with clock.at(MOMENT):
        made = [ids.uuid7() for _ in range(1000)]
    assert made == sorted(set(made))


def test_ids_of_a_demonstration_world_carry_its_time_also_when_it_goes_back() -> None:
    with clock.at(MOMENT):
        later = ids.uuid7()
    with clock.at(MOMENT - timedelta(days=400)):
        earlier = ids.uuid7()
    assert earlier < later < ids.uuid7()


def test_a_keyed_id_is_the_same_in_every_installation_and_release() -> None:
    made = ids.keyed("provision", "rome-memorandum/family")
    assert made == UUID("314aed18-882f-5ebc-8407-6c8fb133d6c9")
    assert made.version == 5


@pytest.mark.parametrize(
    ("namespace", "key"),
    [
        ("provision", "rome-memorandum/families"),
        ("document", "rome-memorandum/family"),
        ("provisionrome", "-memorandum/family"),
    ],
)
def test_another_kind_or_key_gives_another_id(namespace: str, key: str) -> None:
    assert ids.keyed(namespace, key) != ids.keyed("provision", "rome-memorandum/family")


@pytest.mark.parametrize(("namespace", "key"), [("", "family"), ("provision", "")])
def test_an_empty_key_is_refused(namespace: str, key: str) -> None:
    with pytest.raises(ValueError, match="needs a namespace and a key"):
        ids.keyed(namespace, key)
