"""No signals as control flow, no ``save()`` overrides, no generic foreign keys, no superuser, no naive time."""

import ast

import pytest
from tests.repository.source import Module, modules

# Where a library offers nothing but a signal, the receiver stands here with its reason.
RECEIVERS_ALLOWED: dict[str, str] = {}
FORBIDDEN_NAMES = {"GenericForeignKey", "is_superuser", "has_perm", "utcnow"}
FORBIDDEN_FILES = {"utils.py", "helpers.py", "signals.py", "misc.py", "common.py"}


def faults(module: Module) -> list[str]:
    """What breaks the rules in one module."""
    return [*_signals(module), *_saves(module), *_names(module)]


def _signals(module: Module) -> list[str]:
    if module.name in RECEIVERS_ALLOWED:
        return []
    return [
        f"{module.name}:{node.lineno} uses signals"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module
        and (node.module in {"django.dispatch", "django.db.models.signals"} or node.module.endswith(".signals"))
    ]


def _saves(module: Module) -> list[str]:
    if "/models" not in module.name:
        return []
    return [
        f"{module.name}:{node.lineno} overrides save or delete"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]


def _names(module: Module) -> list[str]:
    return [
        f"{module.name}:{node.lineno} uses {name}"
        for node in ast.walk(module.tree)
        if (name := getattr(node, "id", None) or getattr(node, "attr", None)) in FORBIDDEN_NAMES
    ]


def test_the_application_keeps_the_rules() -> None:
    assert [fault for module in modules() for fault in faults(module)] == []


def test_no_room_for_odds_and_ends() -> None:
    names = [module.name for module in modules()]
    odd = [name for name in names if name.rpartition("/")[2] in FORBIDDEN_FILES and not name.endswith("urls/common.py")]
    assert odd == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/pulang/x/actions.py", "from django.db.models.signals import post_save\n"),
        ("src/pulang/x/actions.py", "from django.dispatch import receiver\n"),
        ("src/pulang/x/models.py", "class A:\n    def save(self): ...\n"),
        ("src/pulang/x/rules.py", "if user.is_superuser: ...\n"),
        ("src/pulang/x/models.py", "x = GenericForeignKey()\n"),
    ],
)
def test_the_rule_can_fail(name: str, text: str) -> None:
    assert faults(Module(name, text))
