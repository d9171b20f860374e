"""Our own log lines have fixed words: what differs goes into named fields, and only fields that hold nothing typed."""

import ast

import pytest
from tests.repository.source import Module, modules

METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def faults(module: Module) -> list[str]:
    """Calls of a logger with words that are not fixed."""
    return [
        f"{module.name}:{node.lineno}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in METHODS
        and getattr(node.func.value, "id", "") in {"log", "logger", "logging"}
        and not _is_fixed(node)
    ]


def _is_fixed(call: ast.Call) -> bool:
    words = call.args[1:] if getattr(call.func, "attr", "") == "log" else call.args
    return len(words) == 1 and isinstance(words[0], ast.Constant)


def test_every_line_of_ours_has_fixed_words() -> None:
    assert [fault for module in modules() for fault in faults(module)] == []


@pytest.mark.parametrize("text", ['log.info("x %s", y)', 'log.info(f"{x}")', "log.warning(x)", 'log.log(30, "%s", x)'])
def test_the_rule_can_fail(text: str) -> None:
    assert faults(Module("src/pulang/x.py", text))


def test_fixed_words_pass() -> None:
    assert faults(Module("src/pulang/x.py", 'log.log(30, "x")\nlog.info("x", extra={"fields": {"a": b}})')) == []
