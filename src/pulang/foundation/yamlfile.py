"""Reading YAML so that every mistake can be answered by its line: nodes, not values."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

LARGEST = 4_000_000
# The same reader in C, where the library has it: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake: the line (from 1), the key of the item it is in, and what is wrong in the user's words."""

    line: int
    key: str
    message: str


@dataclass
class Findings:
    """The mistakes found so far; reading goes on after each, so that all are answered at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, line: int, key: str, message: str) -> None:
        self.problems.append(Problem(line, key, message))


def tree(data: bytes | str, findings: Findings) -> Node | None:
    """The file's node tree, or ``None`` with the reason in ``findings``. Aliases are refused: they hide repetition."""
    text = _decoded(data, findings)
    if text is None:
        return None
    try:
        if "*" in text and any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=_LOADER)):
            findings.add(1, "", _("The file uses YAML aliases (*name). Write the text out instead."))
            return None
        return yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        findings.add(_line_of_error(error), "", _("This is not valid YAML: %s.") % (error.problem or error))
    except (yaml.reader.ReaderError, RecursionError) as error:
        findings.add(_line_at(text, getattr(error, "position", 0)), "", _("The file cannot be read as YAML."))
    return None


def line_of(node: Node) -> int:
    """The line on which a node begins, from 1."""
    return int(node.start_mark.line) + 1


class Item:
    """One mapping of the file, read field by field; every mistake goes to ``findings`` with line and key."""

    def __init__(self, node: Node, key: str, findings: Findings) -> None:
        self.node = node
        self.key = key
        self.findings = findings
        self.fields = {str(name.value): value for name, value in self._named()}

    def is_mapping(self) -> None:
        """Answer an item that is no mapping, and every name that stands in it twice."""
        if not isinstance(self.node, MappingNode):
            self.wrong(self.node, _("Here a list of “name: value” lines is expected."))
        seen = set()
        for name, _value in self._named():
            word = str(name.value)
            if word in seen:
                self.wrong(name, _("“%s” is given twice.") % word)
            seen.add(word)

    @property
    def line(self) -> int:
        return line_of(self.node)

    def wrong(self, node: Node, message: str) -> None:
        self.findings.add(line_of(node), self.key, message)

    def missing(self, name: str) -> None:
        self.wrong(self.fields.get(name, self.node), _("“%s” is missing.") % name)

    def line_at(self, name: str) -> int:
        return line_of(self.fields.get(name, self.node))

    def only(self, *allowed: str) -> None:
        """Answer every field that nobody knows, with the nearest word that is meant, and every doubled one."""
        self.is_mapping()
        for name, value in self._named():
            if str(name.value) not in allowed:
                self.wrong(name, _unknown_field(str(name.value), value, allowed))

    def text(self, name: str, *, longest: int = 300, required: bool = True) -> str:
        """The text of a field; empty when it is missing or wrong."""
        node = self._scalar(name, required=required)
        if node is None:
            return ""
        if node.tag != _TAG + "str":
            self.wrong(node, _("“%s” must be a text. Put it in quotation marks.") % name)
            return ""
        return self._fitting(name, node, longest)

    def _fitting(self, name: str, node: ScalarNode, longest: int) -> str:
        text = str(node.value).strip()
        if not text:
            self.missing(name)
        if len(text) > longest:
            self.wrong(
                node,
                _("“%(name)s” is longer than %(longest)d characters.") % {"name": name, "longest": longest},
            )
        return text

    def number(self, name: str, *, low: int, high: int) -> int | None:
        """A whole number between two bounds; ``None`` for null, for absent, and for a mistake."""
        node = self._scalar(name, required=False)
        if node is None:
            return None
        digits = str(node.value)
        if node.tag == _TAG + "int" and digits.isdecimal() and low <= int(digits) <= high:
            return int(digits)
        told = {"name": name, "low": low, "high": high, "value": digits}
        self.wrong(node, _("“%(name)s” must be a whole number from %(low)d to %(high)d, not “%(value)s”.") % told)
        return None

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """One of the allowed words; empty when it is missing or unknown."""
        word = self.text(name)
        if word and word not in allowed:
            self.wrong(self.fields[name], _unknown_word(name, word, allowed))
            return ""
        return word

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """A list of allowed words, at least one, none twice."""
        found: list[str] = []
        for node in self.sequence(name):
            word = str(node.value) if isinstance(node, ScalarNode) else "…"
            if word not in allowed:
                self.wrong(node, _unknown_word(name, word, allowed))
            elif word in found:
                self.wrong(node, _("“%(word)s” is listed twice in “%(name)s”.") % {"word": word, "name": name})
            else:
                found.append(word)
        return tuple(found)

    def sequence(self, name: str, *, required: bool = True) -> list[Node]:
        """The nodes of a list; an empty list is allowed only where the field is not required."""
        node = self.fields.get(name)
        if node is None or _is_null(node) or (required and not node.value):
            if required:
                self.missing(name)
            return []
        if not isinstance(node, SequenceNode):
            self.wrong(node, _("“%s” must be a list.") % name)
            return []
        return list(node.value)

    def mapping(self, name: str) -> dict[str, Node]:
        """A mapping below this item by its own names; empty when absent."""
        node = self.fields.get(name)
        if node is None or _is_null(node):
            return {}
        item = Item(node, self.key, self.findings)
        item.is_mapping()
        return item.fields

    def _scalar(self, name: str, *, required: bool) -> ScalarNode | None:
        node = self.fields.get(name)
        if node is None or _is_null(node):
            if required:
                self.missing(name)
            return None
        if isinstance(node, ScalarNode):
            return node
        self.wrong(node, _("“%s” must be a single value.") % name)
        return None

    def _named(self) -> list[tuple[Node, Node]]:
        return list(self.node.value) if isinstance(self.node, MappingNode) else []


def _is_null(node: Node) -> bool:
    return bool(node.tag == _TAG + "null")


def _unknown_field(name: str, value: Node, allowed: Collection[str]) -> str:
    if _is_null(value) and " " in name:
        return _("“%s” is read as a name of its own. A text with a comma must stand in quotation marks.") % name
    nearest = difflib.get_close_matches(name, allowed, n=1)
    if nearest:
        return _("“%(name)s” is not known here. Is “%(nearest)s” meant?") % {
            "name": name,
            "nearest": nearest[0],
        }
    return _("“%(name)s” is not known here. Known are: %(allowed)s.") % {
        "name": name,
        "allowed": ", ".join(allowed),
    }


def _unknown_word(name: str, word: str, allowed: Collection[str]) -> str:
    told = {"word": word, "name": name, "allowed": ", ".join(allowed)}
    return _("“%(word)s” is not allowed as “%(name)s”. Allowed are: %(allowed)s.") % told


def _decoded(data: bytes | str, findings: Findings) -> str | None:
    if len(data) > LARGEST:
        findings.add(1, "", _("The file is larger than 4 MB."))
        return None
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        findings.add(line, "", _("The file is not UTF-8 text. Save it as UTF-8 and try again."))
        return None


def _line_of_error(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return int(mark.line) + 1 if mark else 1


def _line_at(text: str, position: int) -> int:
    return text[:position].count("\n") + 1
