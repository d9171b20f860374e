"""Framework documents of up to a thousand provisions each, with their texts in four languages."""

from collections.abc import Iterator
from itertools import count
from random import Random
from uuid import UUID

from bench.worlds import words
from bench.worlds.stock import Advance, Chronicle, Stock, Told
from pulang.common.frameworks.models import (
    Document,
    DocumentText,
    DocumentVersion,
    FrameworkImport,
    Provision,
    ProvisionArea,
    ProvisionText,
    ProvisionVersion,
    Section,
    SectionText,
)
from pulang.common.frameworks.rules.content import Content, source_hash
from pulang.common.frameworks.rules.vocabulary import SEARCH_DOCUMENT, SEARCH_PROVISION, Area, chip
from pulang.foundation.search import index
from pulang.kernel import clock
from pulang.kernel.ids import keyed

EACH = 1_000
COMMAND = "frameworks import"
STATUS = {"en": "original", "fr": "reviewed", "ar": "machine-assisted", "id": "machine-assisted"}


class Library:
    """Writes documents with a section of up to a thousand provisions each."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.imported = FrameworkImport.objects.create(made_at=clock.now(), command=COMMAND)
        self.created: list[str] = []
        self._positions = count()
        self._stock = Stock(
            Document, Section, Provision, DocumentText, SectionText, ProvisionText, ProvisionArea, DocumentVersion,
            ProvisionVersion,
        )  # fmt: skip
        self._findable: dict[str, list[index.Findable]] = {SEARCH_DOCUMENT: [], SEARCH_PROVISION: []}

    def document(self, number: int, provisions: int) -> Document:
        """A document with its only section and so many provisions, numbered from one."""
        key, texts = f"bench-{number}", self._texts("title", "short_title", "label", "issuer")
        for language, text in texts.items():
            text["fields"] |= {"label": f"B{number}", "short_title": f"Bench {number} {language}"}
        _fingerprint(texts)
        content: Content = {
            "year": 2026, "official_page": "https://example.org/", "languages": ["en"],
            "expected_practices": provisions,
            "texts": texts, "sections": {"A": _fingerprint(self._texts("title"))}, "relations": [],
        }  # fmt: skip
        document = Document(
            id=keyed("document", key), key=key, year=2026, official_page="https://example.org/", languages=["en"],
            expected_practices=provisions, position=number, version=1,
        )  # fmt: skip
        section = Section(document=document, code="A", position=0)
        self._stock.add(document, section)
        self._stock.add(DocumentVersion(document=document, number=1, imported=self.imported, content=content))
        self._stock.add(*(DocumentText(document=document, **row) for row in _rows(texts)))
        self._stock.add(*(SectionText(section=section, **row) for row in _rows(content["sections"]["A"])))
        self._find(SEARCH_DOCUMENT, document.pk, texts, lambda fields: f"{fields['short_title']}: {fields['title']}")
        self.created.append(key)
        for place in range(provisions):
            self._provision(document, section, place + 1)
        return document

    def _provision(self, document: Document, section: Section, number: int) -> None:
        key, area = f"{document.key}/p{number}", str(self.random.choice(list(Area)))
        texts = _fingerprint(self._texts("title", "summary"))
        content: Content = {
            "section": "A", "number": number, "numbering": "confirmed", "areas": [area], "texts": texts,
            "relations": [],
        }  # fmt: skip
        provision = Provision(
            id=keyed("provision", key), key=key, document=document, section=section, number=number,
            numbering="confirmed", position=next(self._positions), version=1,
        )  # fmt: skip
        self._stock.add(provision, ProvisionArea(provision=provision, area=area))
        self._stock.add(ProvisionVersion(provision=provision, number=1, imported=self.imported, content=content))
        self._stock.add(*(ProvisionText(provision=provision, **row) for row in _rows(texts)))
        label = chip(f"B{document.position}", number)
        self._find(SEARCH_PROVISION, provision.pk, texts, lambda fields: f"{label} {fields['title']}")
        self.created.append(key)

    def _texts(self, *names: str) -> Content:
        return {
            language: {
                "status": STATUS[language],
                "fields": {
                    name: words.text(self.random, language, 40)
                    if name == "summary"
                    else words.title(self.random, language)
                    for name in names
                },
            }
            for language in words.LANGUAGES
        }

    def _find(self, kind: str, pk: UUID, texts: Content, title: object) -> None:
        for language, text in texts.items():
            fields = text["fields"]
            passage = fields["summary"] if "summary" in fields else fields["issuer"]
            self._findable[kind].append(index.Findable(pk, language, title(fields), passage))  # type: ignore[operator]

    def write(self) -> None:
        """Write what waits."""
        self._stock.write()
        for kind, texts in self._findable.items():
            index.put_many(kind, texts)
            texts.clear()


def _fingerprint(texts: Content) -> Content:
    made_from = source_hash(texts["en"]["fields"])
    for text in texts.values():
        text["source_hash"] = made_from
    return texts


def _rows(texts: Content) -> Iterator[Content]:
    for language, text in texts.items():
        yield {"language": language, "status": text["status"], "source_hash": text["source_hash"], **text["fields"]}


def library(random: Random, texts: int, chronicle: Chronicle, advance: Advance) -> list[Provision]:
    """Documents until there are so many texts of provisions, four of each; the provisions."""
    shelf, wanted = Library(random), max(100, -(-texts // len(words.LANGUAGES)))
    for number, start in enumerate(range(0, wanted, EACH)):
        shelf.document(number, min(EACH, wanted - start))
        shelf.write()
        advance(EACH)
    after: dict[str, object] = {"after": {"created": shelf.created}}
    chronicle.tell(clock.now(), Told("frameworks.imported", None, shelf.imported, None, after, command=COMMAND))
    chronicle.append_until()
    return list(Provision.objects.order_by("position", "id"))
