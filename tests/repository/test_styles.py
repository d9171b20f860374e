"""Style sheets: logical properties only, one set of tokens, nothing from elsewhere, and small."""

import gzip
import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
import tinycss2  # type: ignore[import-untyped]

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pulang"
SHEETS = sorted(SOURCE.rglob("*.css"))
VENDORED = sorted(SOURCE.rglob("VENDORED.toml"))
SIDES = frozenset({"left", "right"})
FOUR_SIDED = frozenset(
    {"margin", "padding", "inset", "border-width", "border-style", "border-color"} | {"scroll-margin", "scroll-padding"}
)
SHEET_BUDGET = 9_000
STYLE_AND_SCRIPT_BUDGET = 25_000


def declarations(css: str) -> Iterator[tuple[str, Any]]:
    """Every declaration with the name of the outermost layer that it stands in."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        yield from _inside(rule, "")


def _inside(node: Any, layer: str) -> Iterator[tuple[str, Any]]:
    if node.type == "declaration":
        yield layer, node
    elif node.type in ("qualified-rule", "at-rule") and node.content is not None:
        if node.type == "at-rule" and node.at_keyword == "layer":
            layer = layer or tinycss2.serialize(node.prelude).strip()
        for child in tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True):
            yield from _inside(child, layer)


def tokens(values: Iterable[Any]) -> Iterator[Any]:
    """Every token of a value, also inside functions and brackets."""
    for value in values:
        yield value
        yield from tokens(getattr(value, "arguments", None) or getattr(value, "content", None) or ())


def physical(css: str) -> list[str]:
    """Properties and values that name a side of the screen, and four-sided shorthands with unequal sides."""
    return [
        f"line {node.source_line}: {node.name}"
        for _, node in declarations(css)
        if SIDES & set(node.name.split("-")) or _names_a_side(node) or _unequal(node)
    ]


def _names_a_side(node: Any) -> bool:
    return any(token.type == "ident" and token.lower_value in SIDES for token in tokens(node.value))


def _unequal(node: Any) -> bool:
    parts = [tinycss2.serialize([part]) for part in node.value if part.type not in ("whitespace", "comment")]
    if node.lower_name == "border-radius":
        return len(parts) > 1
    return node.lower_name in FOUR_SIDED and len(parts) == 4 and parts[1] != parts[3]


def shouted(css: str) -> list[str]:
    """``!important`` where the order of the layers decides."""
    return [
        f"line {node.source_line}: {node.name}"
        for layer, node in declarations(css)
        if node.important and layer not in ("print", "utilities")
    ]


def undeclared(css: str) -> list[str]:
    """Custom properties that are used and nowhere set."""
    declared = {node.name for _, node in declarations(css) if node.name.startswith("--")}
    used = {
        token.value
        for _, node in declarations(css)
        for token in tokens(node.value)
        if token.type == "ident" and token.value.startswith("--")
    }
    return sorted(used - declared)


def fetched(css: str) -> list[str]:
    """Addresses a browser would ask for; a page of ours asks nobody."""
    addresses = [
        str(token.value) for _, node in declarations(css) for token in tokens(node.value) if token.type == "url"
    ]
    quoted = ["url()" for _, node in declarations(css) for token in tokens(node.value) if _is_url(token)]
    imports = [
        rule.at_keyword
        for rule in tinycss2.parse_stylesheet(css)
        if rule.type == "at-rule" and rule.lower_at_keyword in ("import", "font-face")
    ]
    return addresses + quoted + imports


def _is_url(token: Any) -> bool:
    return bool(token.type == "function" and token.lower_name in ("url", "src", "image-set"))


def unlayered(css: str) -> list[str]:
    """Declarations outside every cascade layer: they would win against all of them."""
    return [f"line {node.source_line}: {node.name}" for layer, node in declarations(css) if not layer]


def broken(css: str) -> list[str]:
    """What a browser would drop without a word."""
    return [
        f"line {node.source_line}: {node.message}"
        for node in _everything(tinycss2.parse_stylesheet(css, skip_comments=True))
        if node.type == "error"
    ]


def _everything(nodes: Iterable[Any]) -> Iterator[Any]:
    for node in nodes:
        yield node
        if node.type in ("qualified-rule", "at-rule") and node.content is not None:
            yield from _everything(tinycss2.parse_blocks_contents(node.content, skip_comments=True))


RULES: dict[Callable[[str], list[str]], str] = {
    physical: "@layer base { p { margin-left: 1px } }",
    shouted: "@layer base { p { color: red !important } }",
    undeclared: "@layer base { p { color: var(--nowhere) } }",
    fetched: "@layer base { p { background: url(https://example.org/a.png) } }",
    unlayered: "p { color: red }",
    broken: "@layer base { p { color red } }",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_keeps_the_rule(rule: Callable[[str], list[str]], sheet: Path) -> None:
    assert rule(sheet.read_text("utf-8")) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_what_it_forbids(rule: Callable[[str], list[str]]) -> None:
    assert rule(RULES[rule])


@pytest.mark.parametrize(
    "declaration",
    [
        "text-align: left",
        "right: 0",
        "border-top-left-radius: 3px",
        "padding: 1px 2px 1px 0",
        "border-radius: 3px 0",
        "background: linear-gradient(to right, red, blue)",
    ],
)
def test_every_way_to_name_a_side_is_found(declaration: str) -> None:
    assert physical(f"@layer base {{ @media print {{ p {{ {declaration} }} }} }}")


@pytest.mark.parametrize("declaration", ["padding: 1px 2px 3px 2px", "margin-inline: 0 auto", "text-align: end"])
def test_what_mirrors_by_itself_is_allowed(declaration: str) -> None:
    assert not physical(f"@layer base {{ p {{ {declaration} }} }}")


@pytest.mark.parametrize("address", ['url("https://example.org/a")', "url(a.woff2)"])
def test_quoted_and_bare_addresses_are_found(address: str) -> None:
    assert fetched(f"@layer base {{ p {{ background: {address} }} }}")


def test_there_is_a_style_sheet_to_check() -> None:
    assert SHEETS


def test_a_style_sheet_stays_small_on_the_wire() -> None:
    for sheet in SHEETS:
        assert len(gzip.compress(sheet.read_bytes())) <= SHEET_BUDGET, sheet.name


def test_style_and_script_leave_room_for_the_page_in_a_first_visit() -> None:
    files = [*SHEETS, *SOURCE.rglob("static/**/*.js")]
    assert sum(len(brotli.compress(file.read_bytes())) for file in files) <= STYLE_AND_SCRIPT_BUDGET


def changed(manifest: Path) -> list[str]:
    """Vendored files that are not what their manifest says, and files beside it that it does not name."""
    named = {entry["name"]: entry for entry in tomllib.loads(manifest.read_text("utf-8"))["file"]}
    present = {file.name: file for file in manifest.parent.iterdir() if file.name != manifest.name}
    wrong = [
        name
        for name, entry in named.items()
        if name not in present or hashlib.sha256(present[name].read_bytes()).hexdigest() != entry["sha256"]
    ]
    return wrong + sorted(set(present) - set(named))


@pytest.mark.parametrize("manifest", VENDORED, ids=lambda path: path.parent.parent.name)
def test_vendored_files_are_what_their_manifest_says(manifest: Path) -> None:
    assert changed(manifest) == []
    for entry in tomllib.loads(manifest.read_text("utf-8"))["file"]:
        assert entry["version"]
        assert entry["licence"]


def test_a_changed_or_unnamed_vendored_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("changed")
    (tmp_path / "b.js").write_text("unnamed")
    (tmp_path / "VENDORED.toml").write_text('[[file]]\nname = "a.js"\nsha256 = "00"\n')
    assert changed(tmp_path / "VENDORED.toml") == ["a.js", "b.js"]
