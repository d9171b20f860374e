"""Reading course.yaml, module.yaml and session.yaml: what there is and in which order; texts come from other files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from yaml.nodes import ScalarNode

from pulang.common.learning.rules.course import Block, Cut, Shifts
from pulang.common.learning.rules.packs.shapes import read_key
from pulang.common.learning.rules.vocabulary import KEY, LANGUAGES, LICENCE, LONGEST_KEY, VERSION, Method, Tier
from pulang.foundation.yamlfile import Findings, Item, line_of, tree

LONGEST_BLOCK, LONGEST_SESSION = 240, 480
_COURSE = ("key", "version", "licence", "source", "languages", "tiers", "modules", "cuts", "shifts")


@dataclass(frozen=True)
class CourseSheet:
    """What course.yaml says."""

    key: str
    version: str
    licence: str
    source: str
    languages: tuple[str, ...]
    tiers: tuple[str, ...]
    modules: tuple[str, ...]
    cuts: tuple[Cut, ...]
    shifts: tuple[Shifts, ...]


@dataclass(frozen=True)
class SessionSheet:
    """What session.yaml says."""

    minutes: int
    tiers: tuple[str, ...]
    provisions: tuple[str, ...]
    blocks: tuple[Block, ...]


def read_course(data: bytes, findings: Findings) -> CourseSheet | None:
    """What course.yaml says; ``None`` where nothing can be read."""
    item = _item(data, "", findings)
    if item is None:
        return None
    item.only(*_COURSE)
    languages = item.choices("languages", LANGUAGES)
    return CourseSheet(
        key=read_key(item, "key"),
        version=_like(item, "version", VERSION, _("“version” has three numbers, for example 1.0.0.")),
        licence=_like(item, "licence", LICENCE, _("“licence” is an SPDX name, for example CC-BY-4.0.")),
        source=item.choice("source", languages or LANGUAGES),
        languages=languages,
        tiers=item.choices("tiers", tuple(Tier)),
        modules=keys(item, "modules"),
        cuts=tuple(_cuts(item, "cuts")),
        shifts=tuple(_shifts(item)),
    )


def read_module(data: bytes, key: str, findings: Findings) -> tuple[str, ...]:
    """The keys of a module's sessions, in their order."""
    item = _item(data, key, findings)
    if item is None:
        return ()
    item.only("key", "sessions")
    _same_key(item, key)
    return keys(item, "sessions")


def read_session(data: bytes, key: str, known: frozenset[str], findings: Findings) -> SessionSheet | None:
    """What session.yaml says; ``known`` are the good practices of the library. ``None`` where nothing can be read."""
    item = _item(data, key, findings)
    if item is None:
        return None
    item.only("key", "minutes", "tiers", "provisions", "blocks")
    _same_key(item, key)
    blocks = tuple(_blocks(item))
    minutes = item.number("minutes", low=5, high=LONGEST_SESSION)
    if minutes is None and "minutes" not in item.fields:
        item.missing("minutes")
    _minutes_fit(item, minutes, blocks)
    return SessionSheet(minutes or 0, item.choices("tiers", tuple(Tier)), _provisions(item, known), blocks)


def keys(item: Item, name: str, *, required: bool = True) -> tuple[str, ...]:
    """A list of keys, none twice; parts of an address are joined by a slash (``module/session``)."""
    found: list[str] = []
    for node in item.sequence(name, required=required):
        word = str(node.value) if isinstance(node, ScalarNode) else "…"
        if not all(_is_key(part) for part in word.split("/")):
            item.wrong(node, _("“%s” is not a key. Use a to z, 0 to 9 and single hyphens.") % word)
        elif word in found:
            item.wrong(node, _("“%(word)s” is listed twice in “%(name)s”.") % {"word": word, "name": name})
        else:
            found.append(word)
    return tuple(found)


def _is_key(text: str) -> bool:
    return len(text) <= LONGEST_KEY and KEY.fullmatch(text) is not None


def _item(data: bytes, key: str, findings: Findings) -> Item | None:
    root = tree(data, findings)
    if root is None:
        if not findings.problems:
            findings.add(1, key, _("The file is empty."))
        return None
    return Item(root, key, findings)


def _like(item: Item, name: str, pattern: re.Pattern[str], message: str) -> str:
    text = item.text(name)
    if text and not pattern.fullmatch(text):
        item.wrong(item.fields[name], message)
    return text


def _same_key(item: Item, key: str) -> None:
    found = read_key(item, "key")
    if found and found != key:
        told = {"found": found, "folder": key}
        item.wrong(item.fields["key"], _("The folder is “%(folder)s”, so “%(found)s” cannot be the key.") % told)


def _cuts(item: Item, name: str) -> Iterator[Cut]:
    seen: set[str] = set()
    for node in item.sequence(name, required=False):
        part = Item(node, item.key, item.findings)
        part.only("key", "sessions")
        key = read_key(part, "key")
        if key in seen:
            part.wrong(node, _("The key “%(key)s” is used twice in “%(name)s”.") % {"key": key, "name": name})
        seen.add(key)
        yield Cut(key, keys(part, "sessions"))


def _shifts(item: Item) -> Iterator[Shifts]:
    for node in item.sequence("shifts", required=False):
        plan = Item(node, item.key, item.findings)
        plan.only("key", "parts", "make-up")
        plan.sequence("parts")
        parts, make_up = tuple(_cuts(plan, "parts")), keys(plan, "make-up", required=False)
        for unknown in set(make_up) - {part.key for part in parts}:
            plan.wrong(plan.fields["make-up"], _("“%s” is none of the parts.") % unknown)
        yield Shifts(read_key(plan, "key"), parts, make_up)


def _blocks(item: Item) -> Iterator[Block]:
    seen: set[str] = set()
    for node in item.sequence("blocks"):
        block = Item(node, item.key, item.findings)
        block.only("key", "minutes", "shortest", "method", "activity", "groups")
        found = _block(block)
        if found.key in seen:
            told = {"key": found.key, "name": "blocks"}
            block.findings.add(line_of(node), item.key, _("The key “%(key)s” is used twice in “%(name)s”.") % told)
        seen.add(found.key)
        yield found


def _block(item: Item) -> Block:
    minutes = item.number("minutes", low=1, high=LONGEST_BLOCK)
    if minutes is None and "minutes" not in item.fields:
        item.missing("minutes")
    return Block(
        key=read_key(item, "key"),
        minutes=minutes or 0,
        shortest=item.number("shortest", low=1, high=minutes or LONGEST_BLOCK) or minutes or 0,
        method=item.choice("method", tuple(Method)),
        activity=read_key(item, "activity") if "activity" in item.fields else "",
        groups=item.number("groups", low=2, high=40),
    )


def _minutes_fit(item: Item, minutes: int | None, blocks: tuple[Block, ...]) -> None:
    together = sum(block.minutes for block in blocks)
    if minutes and blocks and together != minutes:
        told = {"minutes": minutes, "together": together}
        message = _("The session lasts %(minutes)d minutes, its blocks together %(together)d.")
        item.findings.add(item.line_at("minutes"), item.key, message % told)


def _provisions(item: Item, known: frozenset[str]) -> tuple[str, ...]:
    found: list[str] = []
    for node in item.sequence("provisions"):
        key = str(node.value)
        if key not in known:
            item.wrong(node, _("There is no good practice “%s” in the library.") % key)
        elif key not in found:
            found.append(key)
    return tuple(found)
