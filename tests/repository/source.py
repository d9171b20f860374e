"""The project's own files as the repository rules read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "pulang"


@dataclass(frozen=True)
class Module:
    """A Python file with its syntax tree; ``name`` is its path below the repository."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def modules(*, migrations: bool = False) -> Iterator[Module]:
    """Every Python file of the application."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if migrations or "migrations" not in path.parts:
            yield Module(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
