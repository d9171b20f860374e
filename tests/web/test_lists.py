"""Every list page: a number of queries that does not grow with its rows, and an index in its sort order."""

import ast
import re
from copy import deepcopy
from itertools import dropwhile
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Index, Model, QuerySet, UniqueConstraint
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.lookups import Exact
from django.db.models.sql.where import AND
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from pytest_django import DjangoDbBlocker
from tests.conftest import undone
from tests.repository.source import Module, modules
from tests.web.populate import OWN_READER, more
from tests.web.samples import delivery_of
from tests.worlds import World

from pulang.foundation import keyset
from pulang.foundation.listings import Listing, Start

# The self-study delivery at the prison, in an address.
NIL = UUID(int=0)
# address, who looks at it, and the most queries it may take
LISTS = {
    "forum": [
        ("/cve-p/", "mentor", 16),
        ("/cve-p/", "corrections", 16),
        ("/cve-p/?state=accepted", "chair-nordhav", 16),
        ("/plans/", "host", 22),
        ("/plans/?order=first-step", "corrections", 22),
        ("/training/", "corrections", 24),
        ("/training/?order=earliest&show=ahead", "observer", 24),
    ],
    "service": [
        ("/plans/", "training", 22),
        ("/plans/?order=first-step", "officer", 22),
        ("/training/", "training", 24),
        ("/training/?order=earliest&show=running", "officer", 24),
        ("/facilities/", "training", 16),
        ("/facilities/?order=capacity", "training", 16),
        ("/facilities/?order=population", "governor", 16),
        ("/facilities/mto/staff/", "governor", 16),
        ("/releases/", "training", 16),
    ],
}
PLACE = {"forum": "kilima", "service": "mto"}[settings.PULANG_PLANE]
COMMON = [
    (f"/directory/at/{PLACE}/contacts/", "access", 18),
    (f"/directory/at/{PLACE}/roles/", "access", 18),
    ("/directory/at/coast/", "access", 22),
    ("/directory/at/barge/suspension/", "access", 22),
    ("/directory/", "access", 18),
    ("/directory/contacts/", "access", 18),
    ("/directory/accounts/", "admin", 18),
    ("/audit/", "inspector", 18),
    ("/own-data/erasures/", "admin", 14),
    ("/bridge/installations/", "admin", 14),
    ("/documents/", OWN_READER, 14),
    ("/notices/", OWN_READER, 12),
    ("/courses/_editions/", OWN_READER, 22),
    ("/training/certificates/", "host" if settings.PULANG_PLANE == "forum" else "training", 24),
    (f"/training/{NIL}/folders/", "host" if settings.PULANG_PLANE == "forum" else "training", 30),
    ("/training/trainers/", "corrections" if settings.PULANG_PLANE == "forum" else "training", 24),
]
ALL = [*LISTS[settings.PULANG_PLANE], *COMMON]
# Lists that stand on one page, since there will not be many of what they list.
UNCUT = {
    "forum": [
        ("/cve-p/record/", "corrections", 24),
        ("/working-group/", "corrections", 16),
        ("/reach/", "corrections", 24),
        ("/reach/kilima/", "observer", 24),
    ],
    "service": [("/coverage/", "training", 34)],
}[settings.PULANG_PLANE] + [
    ("/", "corrections" if settings.PULANG_PLANE == "forum" else "training", 52),
    ("/practices/", "access", 24),
    ("/practices/rome-memorandum/", "access", 24),
    ("/directory/deputy/", "admin", 16),
    ("/access/roles/", "access", 12),
]
Sorted = tuple[type[Model], tuple[str, ...], frozenset[str]]


def real(world: World, address: str) -> str:
    """The address with the thing that it speaks of."""
    return address.replace(str(NIL), str(delivery_of("training:folders", world).pk)) if str(NIL) in address else address


def queries_of(world: World, who: str, address: str) -> list[str]:
    client, address = world.client(who), real(world, address)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture(scope="module")
def costs(module_full_world: World, django_db_blocker: DjangoDbBlocker) -> dict[tuple[str, str], tuple[int, int]]:
    """How many queries each list takes, and how many once there is more of everything."""
    asked = [(address, who) for address, who, _most in (*ALL, *UNCUT)]
    with django_db_blocker.unblock(), undone():
        few = [len(queries_of(module_full_world, who, address)) for address, who in asked]
        more(deepcopy(module_full_world))
        many = [len(queries_of(module_full_world, who, address)) for address, who in asked]
    return dict(zip(asked, zip(few, many, strict=True), strict=True))


@pytest.mark.parametrize(("address", "who", "most"), [*ALL, *UNCUT])
def test_more_rows_take_no_more_queries(
    costs: dict[tuple[str, str], tuple[int, int]], address: str, who: str, most: int
) -> None:
    few, many = costs[address, who]
    assert many <= few <= most


def sort_orders(monkeypatch: pytest.MonkeyPatch, world: World, who: str, address: str) -> list[Sorted]:
    """Model and order of every list that the page cuts."""
    seen = watched_orders(monkeypatch)
    assert world.client(who).get(real(world, address)).status_code == 200
    return seen


def watched_orders(monkeypatch: pytest.MonkeyPatch) -> list[Sorted]:
    """What is sorted from now on: as it reaches the keyset pages, or as a listing whose query is known is asked."""
    seen: list[Sorted] = []
    real_keys, real_start = keyset.Keys.__init__, Listing._start

    def keys(self: Any, queryset: QuerySet[Any], order: keyset.Order) -> None:
        seen.append((queryset.model, order.fields, pinned(queryset)))
        real_keys(self, queryset, order)

    def start(self: Any, *asked: Any) -> Start:
        found = real_start(self, *asked)
        seen.append((self._model, found.order.fields, frozenset()))
        return found

    monkeypatch.setattr(keyset.Keys, "__init__", keys)
    monkeypatch.setattr(Listing, "_start", start)
    return seen


def pinned(queryset: QuerySet[Any]) -> frozenset[str]:
    """Fields that have one value in the whole list: an index may begin with them."""
    where = queryset.query.where
    if where.connector != AND or where.negated:
        return frozenset()
    return frozenset(child.lhs.target.name for child in where.children if isinstance(child, Exact | RelatedExact))


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


def is_indexed(order: tuple[str, ...], known: set[tuple[str, ...]], pinned: frozenset[str] = frozenset()) -> bool:
    for names in known:
        served = tuple(dropwhile(lambda name: name.removeprefix("-") in pinned, names))
        if served and (order[: len(served)] == served or served[: len(order)] == order):
            return True
    return False


def home(model: type[Model], order: tuple[str, ...], pinned: frozenset[str]) -> Sorted:
    """The model whose index serves the order: a leading field of a related model is served by that model's index."""
    *path, name = order[0].removeprefix("-").split("__")
    if not path:
        return model, order, pinned
    for step in path:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model, (order[0].replace(order[0].removeprefix("-"), name),), frozenset()


@pytest.mark.parametrize(("address", "who", "most"), ALL)
def test_every_sort_order_has_an_index(
    full_world: World, monkeypatch: pytest.MonkeyPatch, address: str, who: str, most: int
) -> None:
    orders = sort_orders(monkeypatch, full_world, who, address)
    assert orders, "the page cuts no sorted list"
    slow = [
        place for place in (home(*order) for order in orders) if not is_indexed(place[1], indexes(place[0]), place[2])
    ]
    assert slow == []


def test_the_rule_sees_an_order_without_an_index() -> None:
    assert not is_indexed(("title", "id"), {("id",), ("made_at", "id")})
    assert is_indexed(("-made_at", "-id"), {("-made_at", "-id")})
    assert is_indexed(("role", "id"), {("place", "role", "id")}, frozenset({"place"}))
    assert not is_indexed(("role", "id"), {("place", "role", "id")})


def cutting(module: Module) -> set[tuple[str, str]]:
    """Functions of a module that cut a list, as (dotted module, function)."""
    dotted = module.name.removeprefix("src/").removesuffix(".py").replace("/", ".")
    return {
        (dotted, function.name)
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CUTTERS
    }


CUTTERS = {"listed", "listed_by", "paginate"}
# Lists of programs are looked at in tests/foundation/api/test_lists.py, each of them.
IS_FOR_PROGRAMS = re.compile(r"/api(/\w+)?\.py$")


def test_every_list_view_is_in_the_table() -> None:
    views = {resolve(address.partition("?")[0]).func for address, _who, _most in ALL}
    looked_at = {(view.__module__, view.__name__) for view in views}
    there = {
        place
        for module in modules()
        if not IS_FOR_PROGRAMS.search(module.name)
        for place in cutting(module)
        if any(place[0].startswith(f"{app}.") for app in APPS)
    }
    assert there == looked_at


def test_the_rule_sees_a_list_wherever_it_is_cut() -> None:
    assert cutting(Module("src/pulang/a/b.py", "def c():\n    return [x.listed(1)]\n")) == {("pulang.a.b", "c")}


# Where the application's lists are; the engine that cuts them is in the foundation.
APPS = [app for app in settings.INSTALLED_APPS if app.startswith("pulang.") and ".foundation." not in app]
