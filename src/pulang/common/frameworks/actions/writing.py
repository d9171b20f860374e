"""Writing the changes of one import into the tables, parents before what points at them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Model

from pulang.common.frameworks.actions import findable
from pulang.common.frameworks.models import (
    Document,
    DocumentText,
    DocumentVersion,
    FrameworkImport,
    Provision,
    ProvisionArea,
    ProvisionText,
    ProvisionVersion,
    Relation,
    Section,
    SectionText,
)
from pulang.common.frameworks.rules.content import Content
from pulang.kernel.ids import keyed


@dataclass(frozen=True)
class Change:
    """What a document (``rome-memorandum``) or provision (``rome-memorandum/family``) said, and is to say."""

    key: str
    earlier: Content | None
    content: Content

    @property
    def is_document(self) -> bool:
        return "/" not in self.key

    @property
    def is_new(self) -> bool:
        return self.earlier is None

    @property
    def is_changed(self) -> bool:
        return self.earlier is not None and self.earlier != self.content


def write(changes: Sequence[Change], imported: FrameworkImport) -> None:
    """Write all changes with their versions; numbers are cleared first, since they may have been exchanged."""
    provisions = [change for change in changes if not change.is_document]
    Provision.objects.filter(key__in=[change.key for change in provisions]).update(number=None)
    for change in changes:
        if change.is_document:
            _document(change, imported)
    for change in provisions:
        _provision(change, imported)
    for change in changes:
        _relations(change)
    _arrange()
    findable.refresh([change.key for change in changes])


def _document(change: Change, imported: FrameworkImport) -> None:
    content = change.content
    document = Document.objects.filter(key=change.key).first() or Document(
        id=keyed("document", change.key), key=change.key, position=_next_position(), version=0
    )
    document.year = content["year"]
    document.official_page = content["official_page"]
    document.languages = content["languages"]
    document.expected_practices = content["expected_practices"]
    document.version += 1
    document.save()
    _texts(DocumentText, "document", document, content["texts"])
    for position, (code, texts) in enumerate(content["sections"].items()):
        section, _made = Section.objects.update_or_create(document=document, code=code, defaults={"position": position})
        _texts(SectionText, "section", section, texts)
    DocumentVersion.objects.create(document=document, number=document.version, imported=imported, content=content)


def _next_position() -> int:
    last: int | None = Document.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _provision(change: Change, imported: FrameworkImport) -> None:
    content = change.content
    document = Document.objects.get(key=change.key.partition("/")[0])
    provision = Provision.objects.filter(key=change.key).first() or Provision(
        id=keyed("provision", change.key), key=change.key, document=document, position=0, version=0
    )
    provision.section = document.sections.filter(code=content["section"]).first()
    provision.number = content["number"]
    provision.numbering = content["numbering"]
    provision.version += 1
    provision.save()
    _texts(ProvisionText, "provision", provision, content["texts"])
    provision.areas.all().delete()
    ProvisionArea.objects.bulk_create(ProvisionArea(provision=provision, area=area) for area in content["areas"])
    ProvisionVersion.objects.create(provision=provision, number=provision.version, imported=imported, content=content)


def _texts(model: type[Model], field: str, owner: Model, texts: Content) -> None:
    rows = model._default_manager
    rows.filter(**{field: owner}).delete()
    rows.bulk_create(
        model(
            **{field: owner},
            language=language,
            status=text["status"],
            source_hash=text["source_hash"],
            **text["fields"],
        )
        for language, text in texts.items()
    )


def _relations(change: Change) -> None:
    field = "source_document" if change.is_document else "source_provision"
    source = keyed(field.removeprefix("source_"), change.key)
    Relation.objects.filter(**{field: source}).delete()
    Relation.objects.bulk_create(
        Relation(**{f"{field}_id": source}, target_id=keyed("provision", found["to"]), kind=found["kind"])
        for found in change.content["relations"]
    )


def _arrange() -> None:
    """Give every provision its place in the library: by document, section, number, and key where there is none."""
    rows = Provision.objects.select_related("document", "section")
    in_order = sorted(rows, key=_place)
    moved = []
    for position, provision in enumerate(in_order):
        if provision.position != position:
            provision.position = position
            moved.append(provision)
    Provision.objects.bulk_update(moved, ["position"])


def _place(provision: Provision) -> tuple[int, int, int, str]:
    return (
        provision.document.position,
        provision.section.position if provision.section else -1,
        provision.number or 10_000,
        provision.key,
    )
