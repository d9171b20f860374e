"""What the file of each kind of activity may say, as data: fields, and shapes within shapes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from yaml.nodes import Node, ScalarNode

from pulang.common.learning.rules.packs.texts import check_safe
from pulang.common.learning.rules.vocabulary import KEY, LONGEST_KEY, Advice, Asked, Kind, Purpose
from pulang.foundation.yamlfile import Item, line_of

LONGEST_TEXT = 6_000
LARGEST_COUNTER = 1_000


class Holds(StrEnum):
    """What a field holds. ``TEXT`` is for people and is translated; ``WORDS`` is a list of such."""

    TEXT = "text"
    WORDS = "words"
    WORD = "word"
    KEY = "key"
    NUMBER = "number"
    FLAG = "flag"
    COUNTERS = "counters"
    CONDITIONS = "conditions"
    ITEMS = "items"


@dataclass(frozen=True)
class Field:
    """One field: what it holds, whether it must be there, and the words or the shape that it may have."""

    holds: Holds
    needed: bool = True
    allowed: Collection[str] = ()
    shape: "Shape | None" = None
    least: int = 1
    most: int = 100


Shape = Mapping[str, Field]
TEXT, LEFT_OUT = Field(Holds.TEXT), Field(Holds.TEXT, needed=False)
A_KEY, A_KEY_OR_NONE = Field(Holds.KEY), Field(Holds.KEY, needed=False)
MINUTES = Field(Holds.NUMBER, needed=False, most=240)


def items(shape: Shape, *, needed: bool = True, least: int = 1) -> Field:
    """A list of things with a key each."""
    return Field(Holds.ITEMS, needed=needed, shape=shape, least=least)


_ROLES = items({"key": A_KEY, "title": TEXT, "card": TEXT}, needed=False)
_QUESTION: Shape = {
    "key": A_KEY,
    "kind": Field(Holds.WORD, allowed=tuple(Asked)),
    "text": TEXT,
    "options": items({"key": A_KEY, "text": TEXT, "right": Field(Holds.FLAG, needed=False)}, needed=False, least=2),
    "pairs": items({"key": A_KEY, "left": TEXT, "right": TEXT}, needed=False, least=2),
    "accepted": Field(Holds.WORDS, needed=False),
    "feedback": TEXT,
}
_CHOICE: Shape = {
    "key": A_KEY,
    "text": TEXT,
    "reason": Field(Holds.WORD, needed=False, allowed=("asked",)),
    "leads": A_KEY,
    "changes": Field(Holds.COUNTERS, needed=False),
    "only-if": Field(Holds.CONDITIONS, needed=False),
    "feedback": LEFT_OUT,
}
_SCENE: Shape = {
    "key": A_KEY,
    "text": TEXT,
    "minutes": MINUTES,
    "choices": items(_CHOICE, needed=False),
    "ends": Field(Holds.FLAG, needed=False),
    "debrief": LEFT_OUT,
}
_EXAMPLE: Shape = {
    "key": A_KEY, "problem": TEXT, "change": TEXT, "first-step": TEXT, "who-agrees": TEXT, "how-seen": TEXT,
}  # fmt: skip
_HEAD: Shape = {"kind": Field(Holds.WORD, allowed=tuple(Kind)), "title": TEXT, "minutes": MINUTES}
SHAPES: Mapping[str, Shape] = {
    Kind.QUIZ: {
        **_HEAD,
        "purpose": Field(Holds.WORD, allowed=tuple(Purpose)),
        "same-as": A_KEY_OR_NONE,
        "questions": items(_QUESTION, needed=False),
    },
    Kind.SCENARIO: {
        **_HEAD,
        "advice": Field(Holds.WORD, allowed=tuple(Advice)),
        "roles": _ROLES,
        "state": Field(Holds.COUNTERS, needed=False),
        "start": A_KEY,
        "scenes": items(_SCENE, least=2),
    },
    Kind.REFLECTION: {**_HEAD, "prompt": TEXT},
    Kind.GROUP_TASK: {
        **_HEAD,
        "case": LEFT_OUT,
        "prompt": TEXT,
        "groups": Field(Holds.NUMBER, needed=False, most=40),
        "questions": items({"key": A_KEY, "text": TEXT}, needed=False),
        "product": LEFT_OUT,
        "roles": _ROLES,
    },
    Kind.CHECKLIST: {**_HEAD, "prompt": TEXT, "items": items({"key": A_KEY, "text": TEXT}, least=2)},
    Kind.ACTION_PLAN: {
        **_HEAD,
        "prompt": TEXT,
        "provision": Field(Holds.WORD, needed=False),
        "examples": items(_EXAMPLE, needed=False),
    },
}


def read(item: Item, shape: Shape) -> dict[str, Any]:
    """What an item says, field by field; mistakes go to its findings and leave the field out."""
    item.only(*shape)
    found = {}
    for name, field in shape.items():
        if name in item.fields:
            found[name] = _READERS[field.holds](item, name, field)
        elif field.needed:
            item.missing(name)
    return found


def texts(content: Mapping[str, Any], shape: Shape, before: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an activity with the keys that lead to it (``scenes.landing.choices.ask.text``)."""
    for name, field in shape.items():
        value = content.get(name)
        if not value:
            continue
        if field.holds is Holds.TEXT:
            yield before + name, str(value)
        elif field.holds is Holds.WORDS:
            yield before + name, "\n".join(value)
        elif field.holds is Holds.ITEMS and field.shape:
            for thing in value:
                yield from texts(thing, field.shape, f"{before}{name}.{thing.get('key', '')}.")


def _text(item: Item, name: str, field: Field) -> str:
    text = item.text(name, longest=LONGEST_TEXT)
    check_safe(text, item.findings, item.line_at(name), f"{item.key} {name}".strip())
    return text


def _words(item: Item, name: str, field: Field) -> list[str]:
    nodes = item.sequence(name)
    wrong = [node for node in nodes if not isinstance(node, ScalarNode) or not str(node.value).strip()]
    for node in wrong:
        item.wrong(node, _("“%s” must be a list of texts.") % name)
    return [str(node.value).strip() for node in nodes if node not in wrong]


def _word(item: Item, name: str, field: Field) -> str:
    return item.choice(name, field.allowed) if field.allowed else item.text(name, longest=130)


def read_key(item: Item, name: str) -> str:
    """A key; empty when it is missing or malformed."""
    key = item.text(name)
    if key and (len(key) > LONGEST_KEY or not KEY.fullmatch(key)):
        item.wrong(item.fields[name], _("“%s” is not a key. Use a to z, 0 to 9 and single hyphens.") % key)
        return ""
    return key


def _key(item: Item, name: str, field: Field) -> str:
    return read_key(item, name)


def _number(item: Item, name: str, field: Field) -> int | None:
    return item.number(name, low=1, high=field.most)


def _flag(item: Item, name: str, field: Field) -> bool:
    node = item.fields[name]
    if isinstance(node, ScalarNode) and str(node.value) in ("true", "false"):
        return str(node.value) == "true"
    item.wrong(node, _("“%s” must be true or false.") % name)
    return False


def _counters(item: Item, name: str, field: Field) -> dict[str, int]:
    found = {}
    for counter, node in item.mapping(name).items():
        value = _whole(node)
        if not KEY.fullmatch(counter) or value is None:
            item.wrong(node, _("“%s” must be a list of counters, each with a whole number.") % name)
        else:
            found[counter] = value
    return found


def _whole(node: Node) -> int | None:
    text = str(node.value) if isinstance(node, ScalarNode) else ""
    digits = text.removeprefix("-").removeprefix("+")
    return int(text) if digits.isdecimal() and int(digits) <= LARGEST_COUNTER else None


def _conditions(item: Item, name: str, field: Field) -> dict[str, dict[str, int]]:
    found = {}
    for counter, node in item.mapping(name).items():
        bounds = Item(node, item.key, item.findings)
        bounds.only("at-least", "at-most")
        found[counter] = {
            bound: value for bound, at in bounds.fields.items() if (value := _bound(bounds, bound, at)) is not None
        }
    return found


def _bound(item: Item, name: str, node: Node) -> int | None:
    value = _whole(node)
    if value is None:
        item.wrong(node, _("“%s” must be a whole number.") % name)
    return value


def _items(item: Item, name: str, field: Field) -> list[dict[str, Any]]:
    assert field.shape is not None, "a list of things says what they are"
    found: list[dict[str, Any]] = []
    keys: set[str] = set()
    nodes = item.sequence(name)
    for node in nodes:
        thing = read(Item(node, item.key, item.findings), field.shape)
        if (key := thing.get("key")) and key in keys:
            item.findings.add(line_of(node), item.key, _("The key “%(key)s” is used twice in “%(name)s”.") % {
                "key": key, "name": name,
            })  # fmt: skip
        keys.add(key or "")
        found.append(thing)
    if nodes and len(nodes) < field.least:
        item.wrong(item.fields[name], _("“%(name)s” needs at least %(least)d.") % {"name": name, "least": field.least})
    return found


_READERS = {
    Holds.TEXT: _text,
    Holds.WORDS: _words,
    Holds.WORD: _word,
    Holds.KEY: _key,
    Holds.NUMBER: _number,
    Holds.FLAG: _flag,
    Holds.COUNTERS: _counters,
    Holds.CONDITIONS: _conditions,
    Holds.ITEMS: _items,
}
