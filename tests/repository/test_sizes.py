"""A ratchet on size: functions of at most 40 lines and files of at most 300; what is larger today may only shrink."""

import ast
import json
from pathlib import Path

from tests.repository.source import Module, modules

FUNCTION_LINES, FILE_LINES = 40, 300
RATCHET = Path(__file__).with_name("sizes.json")


def oversized(module: Module) -> dict[str, int]:
    """Names of functions and files over the limit, with their lines."""
    found = {}
    lines = len(module.text.splitlines())
    if lines > FILE_LINES:
        found[module.name] = lines
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found[f"{module.name}::{node.name}"] = length
    return found


def test_nothing_grows_past_comfort() -> None:
    allowed: dict[str, int] = json.loads(RATCHET.read_text(encoding="utf-8"))
    found = {name: lines for module in modules() for name, lines in oversized(module).items()}
    grown = {name: lines for name, lines in found.items() if lines > allowed.get(name, 0)}
    assert not grown, f"split along the meaning: {grown}"
    gone = {name for name, lines in allowed.items() if found.get(name, 0) < lines}
    assert not gone, f"these have shrunk; lower or remove them in {RATCHET.name}: {gone}"


def test_the_rule_sees_a_long_function() -> None:
    body = "\n".join(f"    x{n} = {n}" for n in range(FUNCTION_LINES + 1))
    assert oversized(Module("sample.py", f"def long():\n{body}\n"))
    assert not oversized(Module("sample.py", "def short():\n    pass\n"))


def test_the_rule_sees_a_long_file() -> None:
    assert oversized(Module("sample.py", "x = 1\n" * (FILE_LINES + 1)))
