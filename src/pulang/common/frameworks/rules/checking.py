"""Whether a file of framework documents is right. One mistake anywhere means that nothing of it is imported."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from yaml.nodes import Node, ScalarNode

from pulang.common.frameworks.rules.content import (
    Catalogue,
    DocumentContent,
    ProvisionContent,
    RelationContent,
    SectionContent,
    Wording,
)
from pulang.common.frameworks.rules.vocabulary import (
    DOCUMENT_LANGUAGES,
    SOURCE_LANGUAGE,
    TRANSLATION_STATUSES,
    TRANSLATIONS,
    Area,
    Numbering,
    RelationKind,
    TextStatus,
)
from pulang.foundation.yamlfile import Findings, Item, Problem, line_of, tree

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SECTION = re.compile(r"[A-Za-z0-9.]{1,12}")
LONGEST_KEY = 60
SUMMARY = 4000
_DOCUMENT_TEXTS = ("title", "short_title", "label", "issuer")
_DOCUMENT_FIELDS = ("id", *_DOCUMENT_TEXTS, "year", "languages", "official_page", "expected_practices")
_PROVISION_FIELDS = ("key", "areas", "number", "section", "numbering", "title", "summary", "texts")


@dataclass(frozen=True)
class Known:
    """What the installation already has: for each document key its provision keys with their numbers."""

    documents: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """The outcome: a catalogue, or the problems in the order of their lines. Never both."""

    catalogue: Catalogue | None
    problems: tuple[Problem, ...]


def check(data: bytes | str, known: Known | None = None) -> Checked:
    """Read and check a whole file. A relation may also point at what the installation already knows."""
    findings = Findings()
    root = tree(data, findings)
    if root is None:
        if not findings.problems:
            findings.add(1, "", _("The file is empty."))
        return Checked(None, tuple(findings.problems))
    catalogue = _Checker(findings, known or Known()).catalogue(Item(root, "", findings))
    problems = tuple(sorted(set(findings.problems)))
    return Checked(None if problems else catalogue, problems)


class _Checker:
    """One run over one file: what each level of it may say, and what must agree between the levels."""

    def __init__(self, findings: Findings, known: Known) -> None:
        self.findings = findings
        self.numbers: dict[str, dict[str, int | None]] = {
            document: dict(provisions) for document, provisions in known.documents.items()
        }
        self.here: set[str] = set()

    def catalogue(self, root: Item) -> Catalogue:
        root.only("documents", "relations")
        documents = [self.document(node) for node in root.sequence("documents")]
        relations = self.relations(root.sequence("relations", required=False))
        return Catalogue(tuple(documents), relations)

    def document(self, node: Node) -> DocumentContent:
        item = self.keyed(node, "id", parent="")
        item.only(*_DOCUMENT_FIELDS, "texts", "sections", "practices")
        if item.key in self.here:
            item.wrong(node, _("The document “%s” stands in the file twice.") % item.key)
        self.here.add(item.key)
        sections = tuple(self.sections(item))
        return DocumentContent(
            key=item.key,
            year=self.required_number(item, "year", low=1900, high=2100),
            official_page=self.address(item),
            languages=item.choices("languages", DOCUMENT_LANGUAGES),
            expected_practices=item.number("expected_practices", low=1, high=999),
            wordings=tuple(self.wordings(item, ("title", "short_title", "issuer"), optional=("label",))),
            sections=sections,
            provisions=self.provisions(item, {section.code for section in sections}),
        )

    def keyed(self, node: Node, name: str, *, parent: str) -> Item:
        """The item under its full key; a missing or malformed key is answered with the item's line."""
        item = Item(node, parent, self.findings)
        key = item.text(name)
        if key and (len(key) > LONGEST_KEY or not KEY.fullmatch(key)):
            item.wrong(item.fields[name], _("“%s” is not a key. Use a to z, 0 to 9 and single hyphens.") % key)
        item.key = f"{parent}/{key}" if parent else key
        return item

    def sections(self, document: Item) -> Iterator[SectionContent]:
        for code, node in document.mapping("sections").items():
            if not SECTION.fullmatch(code):
                document.wrong(node, _("“%s” is not a section. Use letters and figures, at most 12.") % code)
            yield SectionContent(code, tuple(self.section_wordings(document, code, node)))

    def section_wordings(self, document: Item, code: str, node: Node) -> Iterator[Wording]:
        """A section is a mapping with its title and texts, or, in short, the English title alone."""
        if isinstance(node, ScalarNode):
            whole = Item(document.node, document.key, self.findings)
            whole.fields = {code: node}
            yield Wording(SOURCE_LANGUAGE, TextStatus.ORIGINAL, {"title": whole.text(code)})
            return
        item = Item(node, f"{document.key}/{code}", self.findings)
        item.only("title", "texts")
        yield from self.wordings(item, ("title",))

    def provisions(self, document: Item, sections: set[str]) -> tuple[ProvisionContent, ...]:
        numbers = self.numbers.setdefault(document.key, {})
        nodes = document.sequence("practices", required=False)
        found: dict[str, tuple[Item, ProvisionContent]] = {}
        for node in nodes:
            item = self.keyed(node, "key", parent=document.key)
            provision = self.provision(item, sections)
            if provision.key in found:
                item.wrong(node, _("The key “%s” is used twice in this document.") % provision.key)
            found[provision.key] = (item, provision)
            self.here.add(item.key)
        numbers.update(dict.fromkeys(found))
        for item, provision in found.values():
            self.number_is_free(document, item, provision, numbers)
        return tuple(provision for _item, provision in found.values())

    def provision(self, item: Item, sections: set[str]) -> ProvisionContent:
        item.only(*_PROVISION_FIELDS)
        if "number" not in item.fields:
            item.missing("number")
        return ProvisionContent(
            key=item.key.rpartition("/")[2],
            section=self.section_of(item, sections),
            number=item.number("number", low=1, high=999),
            numbering=item.choice("numbering", tuple(Numbering)),
            areas=item.choices("areas", tuple(Area)),
            wordings=tuple(self.wordings(item, ("title", "summary"))),
        )

    def section_of(self, item: Item, sections: set[str]) -> str | None:
        if not sections and "section" not in item.fields:
            return None
        code = item.text("section")
        if code and code not in sections:
            item.wrong(item.fields["section"], _("Section “%s” is not declared in this document.") % code)
        return code or None

    def number_is_free(
        self, document: Item, item: Item, provision: ProvisionContent, numbers: dict[str, int | None]
    ) -> None:
        if provision.number is None:
            return
        holder = next((key for key, number in numbers.items() if number == provision.number), None)
        if holder is not None:
            told = {"number": provision.number, "holder": holder}
            item.findings.add(
                item.line_at("number"),
                item.key,
                _("Number %(number)d is already that of “%(holder)s”.") % told,
            )
        numbers[provision.key] = provision.number
        expected = document.number("expected_practices", low=1, high=999)
        if expected is not None and provision.number > expected:
            told = {"number": provision.number, "expected": expected}
            message = _("Number %(number)d is more than the %(expected)d that the document is said to have.")
            item.findings.add(item.line_at("number"), item.key, message % told)

    def wordings(self, item: Item, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Wording]:
        """The English source from the item itself, then its translations."""
        yield Wording(SOURCE_LANGUAGE, TextStatus.ORIGINAL, self.texts(item, required, optional))
        for language, node in item.mapping("texts").items():
            if language not in TRANSLATIONS:
                told = {"language": language, "allowed": ", ".join(TRANSLATIONS)}
                message = _("“%(language)s” is not a language that texts can have. Allowed are: %(allowed)s.")
                item.wrong(node, message % told)
                continue
            text = Item(node, f"{item.key} ({language})", self.findings)
            text.only("status", *required, *optional)
            status = text.choice("status", TRANSLATION_STATUSES)
            yield Wording(language, status, self.texts(text, required, optional))

    def texts(self, item: Item, required: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, str]:
        found = {name: item.text(name, longest=_longest(name)) for name in required}
        found |= {name: item.text(name, longest=_longest(name), required=False) for name in optional}
        return {name: text for name, text in found.items() if text}

    def required_number(self, item: Item, name: str, *, low: int, high: int) -> int:
        before = len(self.findings.problems)
        number = item.number(name, low=low, high=high)
        if number is None and len(self.findings.problems) == before:
            item.missing(name)
        return number or 0

    def address(self, item: Item) -> str:
        address = item.text("official_page")
        if address and not re.fullmatch(r"https://[^\s/]+\.[^\s]+", address):
            item.wrong(item.fields["official_page"], _("“official_page” must be a full https:// address."))
        return address

    def relations(self, nodes: Iterable[Node]) -> tuple[RelationContent, ...]:
        found: dict[RelationContent, int] = {}
        for node in nodes:
            item = Item(node, "relations", self.findings)
            relation = self.relation(item)
            if relation in found:
                item.wrong(node, _("This relation stands in line %d already.") % found[relation])
            found.setdefault(relation, line_of(node))
        return tuple(found)

    def relation(self, item: Item) -> RelationContent:
        item.only("from", "to", "kind")
        relation = RelationContent(item.text("from"), item.text("to"), item.choice("kind", tuple(RelationKind)))
        item.key = f"{relation.source} → {relation.target}"
        if relation.source and relation.source not in self.here:
            message = _("There is no “%s” in this file. A relation stands in the file of what it begins at.")
            item.wrong(item.fields["from"], message % relation.source)
        if relation.target and not self.is_provision(relation.target):
            message = _("There is no good practice “%s”, neither in this file nor in the library.")
            item.wrong(item.fields["to"], message % relation.target)
        if relation.source.partition("/")[0] == relation.target.partition("/")[0] != "":
            item.wrong(item.node, _("A relation joins two different documents; this one stays in one."))
        return relation

    def is_provision(self, key: str) -> bool:
        document, _slash, provision = key.partition("/")
        return provision in self.numbers.get(document, {})


def _longest(name: str) -> int:
    return {"summary": SUMMARY, "label": 30, "short_title": 120}.get(name, 300)
