"""Whether a file of the public record is right. One mistake anywhere means that nothing of it is imported."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from yaml.nodes import Node, ScalarNode

from pulang.forum.engagements.rules.partial import between, partial
from pulang.forum.engagements.rules.record import (
    LANGUAGES,
    ORIGINAL,
    SOURCE_LANGUAGE,
    STATUSES,
    Claim,
    Entry,
    Kind,
    Place,
    Record,
    Source,
)
from pulang.foundation.yamlfile import Findings, Item, Problem, tree

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Z]{2}")
ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
LONGEST_KEY = 80
SUMMARY = 4000


@dataclass(frozen=True)
class Checked:
    """The outcome: a record, or the problems in the order of their lines. Never both."""

    record: Record | None
    problems: tuple[Problem, ...]


def check(data: bytes | str, known_provisions: Collection[str]) -> Checked:
    """Read and check a whole file; the good practices that it names must be in the library."""
    findings = Findings()
    root = tree(data, findings)
    if root is None:
        if not findings.problems:
            findings.add(1, "", _("The file is empty."))
        return Checked(None, tuple(findings.problems))
    record = _Checker(findings, known_provisions).record(Item(root, "", findings))
    problems = tuple(sorted(set(findings.problems)))
    return Checked(None if problems else record, problems)


class _Checker:
    """One run over one file: what each level may say, and what must exist where it points."""

    def __init__(self, findings: Findings, known_provisions: Collection[str]) -> None:
        self.findings = findings
        self.provisions = known_provisions
        self.sources: dict[str, Source] = {}
        self.countries: dict[str, Place] = {}
        self.places: dict[str, Place] = {}

    def record(self, root: Item) -> Record:
        root.only("sources", "countries", "places", "entries")
        self.sources = {key: self.source(key, node) for key, node in root.mapping("sources").items()}
        self.countries = self.named(root, "countries", CODE)
        self.places = self.named(root, "places", KEY)
        entries: dict[str, Entry] = {}
        for node in root.sequence("entries"):
            entry = self.entry(node)
            if entry.key in entries:
                root.wrong(node, _("The key “%s” is used twice.") % entry.key)
            entries[entry.key] = entry
        return Record(self.sources, self.countries, self.places, tuple(entries.values()))

    def source(self, key: str, node: Node) -> Source:
        item = self.keyed(node, key, KEY)
        item.only("title", "published", "address")
        address = item.text("address", required=False)
        if address and not ADDRESS.fullmatch(address):
            message = _("“address” must be a full web address, or null where it is not known.")
            item.wrong(item.fields["address"], message)
        return Source(key, item.text("title"), self.day(item, "published"), address)

    def named(self, root: Item, name: str, form: re.Pattern[str]) -> dict[str, Place]:
        return {
            key: Place(key, self.languages(self.keyed(node, key, form))) for key, node in root.mapping(name).items()
        }

    def keyed(self, node: Node, key: str, form: re.Pattern[str]) -> Item:
        item = Item(node, key, self.findings)
        if len(key) > LONGEST_KEY or not form.fullmatch(key):
            item.wrong(node, _("“%s” is not a key.") % key)
        return item

    def languages(self, item: Item, longest: int = 300) -> dict[str, str]:
        """A text by language: the source language always, others where they are given."""
        item.only(*LANGUAGES)
        found = {code: item.text(code, longest=longest, required=code == SOURCE_LANGUAGE) for code in LANGUAGES}
        return {code: text for code, text in found.items() if text}

    def entry(self, node: Node) -> Entry:
        item = Item(node, "", self.findings)
        item.key = item.text("key", longest=LONGEST_KEY)
        if item.key and not KEY.fullmatch(item.key):
            item.wrong(item.fields["key"], _("“%s” is not a key. Use a to z, 0 to 9 and single hyphens.") % item.key)
        item.only("key", "kind", "country", "place", "when", "when_text", "texts", "claims", "provisions")
        return Entry(
            key=item.key,
            kind=item.choice("kind", tuple(Kind)),
            country=self.one_of(item, "country", self.countries),
            place=self.one_of(item, "place", self.places),
            when=self.time(item),
            texts=self.texts(item),
            claims=self.claims(item),
            provisions=self.links(item),
        )

    def one_of(self, item: Item, name: str, known: Mapping[str, object]) -> str:
        key = item.text(name, required=False)
        if key and key not in known:
            told = {"key": key, "list": _PLURAL[name]}
            item.wrong(item.fields[name], _("“%(key)s” does not stand under “%(list)s”.") % told)
            return ""
        return key

    def time(self, item: Item) -> str:
        text = item.text("when", required=False)
        if text and between(text) is None:
            message = _("“%s” is not a time. Write 2016, 2019-05, 2015-10-07, or two of these with a slash.")
            item.wrong(item.fields["when"], message % text)
            return ""
        return text

    def day(self, item: Item, name: str) -> str:
        text = item.text(name, required=False)
        if text and partial(text) is None:
            message = _("“%s” is not a date. Write 2016, 2019-05 or 2015-10-07.")
            item.wrong(item.fields[name], message % text)
            return ""
        return text

    def texts(self, item: Item) -> dict[str, tuple[str, dict[str, str]]]:
        times = self.child(item, "when_text")
        when = self.languages(times) if times else {}
        original = when.get(SOURCE_LANGUAGE, "")
        found: dict[str, tuple[str, dict[str, str]]] = {}
        for language, node in item.mapping("texts").items():
            text = Item(node, f"{item.key} ({language})", self.findings)
            if language not in LANGUAGES:
                text.wrong(node, _("“%s” is not a language that texts can have.") % language)
                continue
            text.only("status", "title", "summary")
            status = text.choice("status", (ORIGINAL,) if language == SOURCE_LANGUAGE else STATUSES)
            title, summary = text.text("title"), text.text("summary", longest=SUMMARY)
            found[language] = (
                status,
                {"title": title, "summary": summary, "when_text": when.get(language) or original},
            )
        if SOURCE_LANGUAGE not in found:
            item.missing("texts")
        return found

    def child(self, item: Item, name: str) -> Item | None:
        node = item.fields.get(name)
        if node is None:
            item.missing(name)
            return None
        return Item(node, item.key, self.findings)

    def claims(self, item: Item) -> tuple[Claim, ...]:
        found: dict[str, tuple[Item, Claim]] = {}
        for node in item.sequence("claims"):
            inside = Item(node, item.key, self.findings)
            claim = self.claim(inside)
            inside.key = f"{item.key}/{claim.key}"
            if claim.key in found:
                inside.wrong(node, _("The key “%s” is used twice.") % claim.key)
            found[claim.key] = (inside, claim)
        for inside, claim in found.values():
            if claim.differs_from and (claim.differs_from not in found or claim.differs_from == claim.key):
                message = _("“differs_from” must name another claim of this entry, not “%s”.")
                inside.wrong(inside.fields["differs_from"], message % claim.differs_from)
        return tuple(claim for _item, claim in found.values())

    def claim(self, item: Item) -> Claim:
        item.only("key", "figure", "statement", "claimed_by", "claimed_when", "sources", "differs_from")
        statement = self.child(item, "statement")
        return Claim(
            key=item.text("key", longest=LONGEST_KEY),
            figure=item.text("figure", longest=60, required=False),
            statement=self.languages(statement, SUMMARY) if statement else {},
            claimed_by=item.text("claimed_by", required=False),
            claimed_when=self.day(item, "claimed_when"),
            sources=item.choices("sources", tuple(self.sources)) if item.sequence("sources", required=False) else (),
            differs_from=item.text("differs_from", required=False),
        )

    def links(self, item: Item) -> tuple[str, ...]:
        found = []
        for node in item.sequence("provisions", required=False):
            key = str(node.value) if isinstance(node, ScalarNode) else "…"
            if key not in self.provisions:
                item.wrong(node, _("There is no good practice “%s” in the library.") % key)
            found.append(key)
        return tuple(dict.fromkeys(found))


_PLURAL = {"country": "countries", "place": "places"}
