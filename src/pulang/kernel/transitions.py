"""A frozen table of which verb leads from which state to which: legal moves as data."""

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

State = TypeVar("State", bound=Hashable)
Verb = TypeVar("Verb", bound=Hashable)


class IllegalTransition(Exception):
    """The verb is not allowed in this state; `allowed` holds the verbs that are."""

    def __init__(self, state: Hashable, verb: Hashable, allowed: frozenset[Hashable]) -> None:
        self.state, self.verb, self.allowed = state, verb, allowed
        names = ", ".join(sorted(map(str, allowed))) or "nothing"
        super().__init__(f"{verb!s} is not allowed in {state!s}; allowed: {names}")


class Table(Generic[State, Verb]):
    """`Table({state: {verb: next_state}})`; a final state stands with an empty mapping.

    Raises ValueError where a verb leads to a state that the table does not know.
    """

    def __init__(self, moves: Mapping[State, Mapping[Verb, State]]) -> None:
        strays = {target for verbs in moves.values() for target in verbs.values()} - set(moves)
        if strays:
            raise ValueError(f"these targets are no states of the table: {', '.join(sorted(map(str, strays)))}")
        self._moves = MappingProxyType({state: MappingProxyType(dict(verbs)) for state, verbs in moves.items()})

    @property
    def states(self) -> frozenset[State]:
        return frozenset(self._moves)

    def allowed(self, state: State) -> frozenset[Verb]:
        """Return the verbs that are legal in `state`. Raises KeyError for a state not in the table."""
        return frozenset(self._moves[state])

    def after(self, state: State, verb: Verb) -> State:
        """Return the state that `verb` leads to. Raises IllegalTransition with what is allowed."""
        if verb not in self._moves[state]:
            raise IllegalTransition(state, verb, frozenset(self.allowed(state)))
        return self._moves[state][verb]
