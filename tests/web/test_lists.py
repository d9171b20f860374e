"""Every list page: a number of queries that does not grow with its rows, and an index in its sort order."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Index, Model, QuerySet, UniqueConstraint
from django.test.utils import CaptureQueriesContext
from tests.repository.source import modules
from tests.web.populate import more, populate
from tests.worlds import World

from pulang.foundation import pages

# address, who looks at it, and the most queries it may take
LISTS = {
    "forum": [
        ("/cve-p/", "corrections", 16),
        ("/cve-p/?state=accepted", "chair-nordhav", 16),
        ("/plans/", "host", 16),
        ("/plans/?order=first-step", "corrections", 16),
    ],
    "service": [
        ("/plans/", "training", 16),
        ("/plans/?order=first-step", "officer", 16),
        ("/facilities/", "training", 16),
        ("/facilities/?order=capacity", "training", 16),
        ("/facilities/?order=population", "governor", 16),
    ],
}
COMMON = [
    ("/directory/", "access", 18),
    ("/directory/contacts/", "access", 18),
    ("/directory/accounts/", "admin", 18),
    ("/audit/", "inspector", 18),
]
ALL = [*LISTS[settings.PULANG_PLANE], *COMMON]
# Modules that cut lists for the views of others.
HELPING: set[str] = set()
Sorted = tuple[type[Model], tuple[str, ...]]


@pytest.fixture
def populated(world: World) -> World:
    populate(world)
    return world


def queries_of(world: World, who: str, address: str) -> list[str]:
    client = world.client(who)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize(("address", "who", "most"), ALL)
def test_more_rows_take_no_more_queries(populated: World, address: str, who: str, most: int) -> None:
    few = len(queries_of(populated, who, address))
    more(populated)
    assert len(queries_of(populated, who, address)) <= few <= most


def sort_orders(monkeypatch: pytest.MonkeyPatch, world: World, who: str, address: str) -> list[Sorted]:
    """Model and order of every list that the page cuts, as they reach the keyset pages."""
    seen: list[Sorted] = []
    real = pages._Keys.__init__

    def watching(self: Any, queryset: QuerySet[Any], order: pages.Order) -> None:
        seen.append((queryset.model, order.fields))
        real(self, queryset, order)

    monkeypatch.setattr(pages._Keys, "__init__", watching)
    assert world.client(who).get(address).status_code == 200
    return seen


def indexes(model: type[Model]) -> set[tuple[str, ...]]:
    """What the model's indexes sort by, forwards and backwards."""
    columns = {field.name: field.name for field in model._meta.concrete_fields}
    found: set[tuple[str, ...]] = {(model._meta.pk.name,)}
    for index in (*model._meta.indexes, *model._meta.constraints):
        if isinstance(index, Index):
            found.add(tuple(f"{way and '-'}{columns[name]}" for name, way in index.fields_orders))
        elif isinstance(index, UniqueConstraint) and not index.expressions:
            found.add(tuple(columns[name] for name in index.fields))
    found |= {(field.name,) for field in model._meta.concrete_fields if field.unique}
    return found | {tuple(name[1:] if name[0] == "-" else f"-{name}" for name in names) for names in found}


def is_indexed(order: tuple[str, ...], known: set[tuple[str, ...]]) -> bool:
    return any(order[: len(names)] == names or names[: len(order)] == order for names in known)


def home(model: type[Model], order: tuple[str, ...]) -> Sorted:
    """The model whose index serves the order: a leading field of a related model is served by that model's index."""
    *path, name = order[0].removeprefix("-").split("__")
    if not path:
        return model, order
    for step in path:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model, (order[0].replace(order[0].removeprefix("-"), name),)


@pytest.mark.parametrize(("address", "who", "most"), ALL)
def test_every_sort_order_has_an_index(
    populated: World, monkeypatch: pytest.MonkeyPatch, address: str, who: str, most: int
) -> None:
    orders = sort_orders(monkeypatch, populated, who, address)
    assert orders, "the page cuts no sorted list"
    assert [place for place in (home(*order) for order in orders) if not is_indexed(place[1], indexes(place[0]))] == []


def test_the_rule_sees_an_order_without_an_index() -> None:
    assert not is_indexed(("title", "id"), {("id",), ("made_at", "id")})
    assert is_indexed(("-made_at", "-id"), {("-made_at", "-id")})


def test_every_list_view_is_in_the_table() -> None:
    from django.urls import resolve

    looked_at = {resolve(address.partition("?")[0]).func.__module__ for address, _who, _most in ALL}
    cutting = {
        module.name.removeprefix("src/").removesuffix(".py").replace("/", ".")
        for module in modules()
        if "/views" in module.name and re.search(r"\blisted\(", module.text)
    }
    installed = {name for name in cutting if any(name.startswith(app) for app in settings.INSTALLED_APPS)}
    assert installed <= looked_at | HELPING
