import pytest

from pulang.kernel.transitions import IllegalTransition, Table

DOOR = Table({"open": {"close": "closed"}, "closed": {"open": "open", "lock": "locked"}, "locked": {}})


@pytest.mark.parametrize(
    ("state", "verb", "after"),
    [("open", "close", "closed"), ("closed", "open", "open"), ("closed", "lock", "locked")],
)
def test_a_legal_verb_leads_to_its_state(state: str, verb: str, after: str) -> None:
    assert DOOR.after(state, verb) == after


@pytest.mark.parametrize(("state", "verb"), [("open", "lock"), ("locked", "open"), ("open", "paint")])
def test_an_illegal_verb_says_what_is_allowed_instead(state: str, verb: str) -> None:
    with pytest.raises(IllegalTransition, match=f"{verb} is not allowed in {state}") as refused:
        DOOR.after(state, verb)
    assert refused.value.allowed == DOOR.allowed(state)


def test_a_final_state_allows_nothing() -> None:
    assert DOOR.allowed("locked") == frozenset()
    with pytest.raises(IllegalTransition, match="allowed: nothing"):
        DOOR.after("locked", "open")


def test_a_verb_into_an_unknown_state_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="ajar"):
        Table({"open": {"close": "ajar"}})


def test_a_table_does_not_follow_later_changes_of_what_it_was_made_from() -> None:
    moves = {"open": {"close": "closed"}, "closed": {}}
    table = Table(moves)
    moves["closed"]["open"] = "open"
    assert table.allowed("closed") == frozenset()


def test_the_states_are_known() -> None:
    assert DOOR.states == {"open", "closed", "locked"}
