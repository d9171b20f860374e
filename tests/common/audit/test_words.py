"""Every verb that any action records has words for the inspector."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pulang.common.audit.rules import VERBS, verb_words

SOURCE = Path(__file__).resolve().parents[3] / "src" / "pulang"
FILES = sorted(path for path in SOURCE.rglob("*.py") if "record(" in path.read_text("utf-8"))
UNREADABLE = "a verb that is put together"


def recorded(source: str) -> set[str]:
    """The verbs that a module records, also through a function of its own that hands its first parameter on."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    handing_on = {function.name for function in functions if _hands_on(function)}
    calls = [call for call in _calls(tree) if _name(call) in handing_on | {"record"}]
    passed_on = {id(call) for function in functions if function.name in handing_on for call in _calls(function)}
    return {verb for call in calls if id(call) not in passed_on for verb in _verbs(call)}


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    yield from (child for child in ast.walk(node) if isinstance(child, ast.Call) and child.args)


def _hands_on(function: ast.FunctionDef) -> bool:
    first = function.args.args[0].arg if function.args.args else ""
    return any(
        _name(call) == "record" and isinstance(call.args[0], ast.Name) and call.args[0].id == first
        for call in _calls(function)
    )


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _verbs(call: ast.Call) -> set[str]:
    match call.args[0]:
        case ast.Constant(value=str(verb)):
            return {verb}
        case ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other))):
            return {one, other}
        case _:
            return {UNREADABLE}


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_recorded_verb_has_words(path: Path) -> None:
    assert recorded(path.read_text("utf-8")) - VERBS.keys() == set()


def test_there_is_no_word_for_a_verb_that_nobody_records() -> None:
    used = {verb for path in FILES for verb in recorded(path.read_text("utf-8"))}

    assert VERBS.keys() - used == set()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('record("a.done", by=x)', {"a.done"}),
        ('record("a.done" if x else "b.done", by=x)', {"a.done", "b.done"}),
        ('def _say(verb, x):\n    record(verb, by=x)\n\n_say("c.done", 1)', {"c.done"}),
        ('record(f"{x}.done", by=x)', {UNREADABLE}),
    ],
)
def test_verbs_are_found_however_they_are_written(source: str, found: set[str]) -> None:
    assert recorded(source) == found


def test_an_event_of_an_older_version_is_shown_as_it_is_stored() -> None:
    assert verb_words("something.forgotten") == "something.forgotten"
