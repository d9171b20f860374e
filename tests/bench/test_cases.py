"""A few cases of the gate as ``make bench ONLY=gate`` asks a hundred thousand of; and that a leak would be found."""

from random import Random

import pytest
from bench.cases import Leak, build, mark_anew, run
from django.db.models import Q

from bench import cases
from pulang.common.marking.rules import Ceiling
from pulang.foundation.policy.rules import Rule

pytestmark = pytest.mark.django_db
CASES = 60


def test_nothing_above_the_ceiling_leaves_by_any_way() -> None:
    told = run(CASES, seed=5)
    assert sum(told["kinds"].values()) == CASES
    assert set(told["kinds"]) == {"address", "carried", "list"}
    assert told["allowed"] > 0


def test_a_gate_that_lets_everything_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ceiling, "reaches", lambda ceiling, marking: marking is not None)
    with pytest.raises(Leak, match="the gate let out"):
        run(CASES, seed=5)


def test_a_list_that_leaves_out_its_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    marked, random = build(), Random(1)
    mark_anew(marked, random)
    monkeypatch.setattr(Rule, "filter", lambda rule, viewer: Q(pk__isnull=False))
    with pytest.raises(Leak, match="for Somebody"):
        all(cases._case(marked, random, "list") >= 0 for _ in range(CASES))
