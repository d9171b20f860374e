"""Writing the changed entries of the public record, each anew with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulang.common.frameworks.models import Provision
from pulang.common.marking.actions import mark
from pulang.forum.engagements.models import (
    ClaimSource,
    ClaimText,
    RecordClaim,
    RecordEntry,
    RecordImport,
    RecordPlace,
    RecordProvision,
    RecordSource,
    RecordText,
    RecordVersion,
)
from pulang.forum.engagements.rules.partial import between
from pulang.forum.engagements.rules.record import ENTRY_TEXTS, SOURCE_LANGUAGE, Content
from pulang.foundation.texts.models import hash_of
from pulang.kernel.ids import keyed
from pulang.kernel.tlp import Label


@dataclass(frozen=True)
class Change:
    """What an entry said, and is to say; ``position`` is its place in the file."""

    key: str
    position: int
    earlier: Content | None
    content: Content

    @property
    def is_changed(self) -> bool:
        return self.earlier is not None and self.earlier != self.content

    @property
    def is_written(self) -> bool:
        return self.earlier != self.content


def write(changes: Sequence[Change], imported: RecordImport) -> None:
    """Write entries with their texts, claims and links, and a version of each."""
    for change in changes:
        entry = _entry(change)
        _texts(entry, change)
        _claims(entry, change.content["claims"], change.content["texts"])
        _links(entry, change.content["provisions"])
        RecordVersion.objects.create(entry=entry, number=entry.version, imported=imported, content=change.content)


def _entry(change: Change) -> RecordEntry:
    content = change.content
    entry = RecordEntry.objects.filter(key=change.key).first() or RecordEntry(
        id=keyed("record-entry", change.key), key=change.key, version=0
    )
    days = between(content["when"])
    entry.kind, entry.when, entry.position = content["kind"], content["when"], change.position
    entry.starts_on, entry.ends_on = (days.first, days.last) if days else (None, None)
    entry.country, entry.place = _place(content["country"]), _place(content["place"])
    if entry.version == 0:
        entry.marking = mark(Label.CLEAR)
    entry.version += 1
    entry.save()
    return entry


def _place(content: Content | None) -> RecordPlace | None:
    if content is None:
        return None
    place, _made = RecordPlace.objects.update_or_create(key=content["key"], defaults={"names": content["names"]})
    return place


def _texts(entry: RecordEntry, change: Change) -> None:
    """A translation that is given again word for word stays one of the English wording from which it was made."""
    earlier = {text.language: text for text in entry.texts.all()}
    original = hash_of(*_wording(change.content["texts"][SOURCE_LANGUAGE]))
    entry.texts.all().delete()
    RecordText.objects.bulk_create(
        RecordText(
            entry=entry,
            language=language,
            status=text["status"],
            source_hash=_made_from(earlier.get(language), text, original),
            **{name: text[name] for name in ENTRY_TEXTS},
        )
        for language, text in change.content["texts"].items()
    )


def _made_from(earlier: RecordText | None, text: Content, original: str) -> str:
    if earlier is None or earlier.language == SOURCE_LANGUAGE:
        return original
    same = (earlier.status, earlier.title, earlier.summary, earlier.when_text) == (text["status"], *_wording(text))
    return earlier.source_hash if same else original


def _wording(text: Content) -> list[str]:
    return [text[name] for name in ENTRY_TEXTS]


def _claims(entry: RecordEntry, claims: Sequence[Content], texts: Content) -> None:
    entry.claims.all().delete()
    rows = {
        claim["key"]: RecordClaim.objects.create(
            entry=entry,
            key=claim["key"],
            position=position,
            figure=claim["figure"],
            claimed_by=claim["claimed_by"],
            claimed_when=claim["claimed_when"],
        )
        for position, claim in enumerate(claims)
    }
    for claim in claims:
        _claim(rows, claim, {language: text["status"] for language, text in texts.items()})


def _claim(rows: dict[str, RecordClaim], claim: Content, statuses: dict[str, str]) -> None:
    """A statement has the status of its entry's text in that language."""
    row = rows[claim["key"]]
    if claim["differs_from"]:
        row.differs_from = rows[claim["differs_from"]]
        row.save(update_fields=["differs_from"])
    original = hash_of(claim["statement"][SOURCE_LANGUAGE])
    ClaimText.objects.bulk_create(
        ClaimText(claim=row, language=language, statement=text, status=statuses[language], source_hash=original)
        for language, text in claim["statement"].items()
        if language in statuses
    )
    ClaimSource.objects.bulk_create(ClaimSource(claim=row, source=_source(source)) for source in claim["sources"])


def _source(content: Content) -> RecordSource:
    fields = {name: content[name] for name in ("title", "published", "address")}
    source, _made = RecordSource.objects.update_or_create(key=content["key"], defaults=fields)
    return source


def _links(entry: RecordEntry, keys: Sequence[str]) -> None:
    entry.links.all().delete()
    provisions = Provision.objects.filter(pk__in=[keyed("provision", key) for key in keys])
    RecordProvision.objects.bulk_create(RecordProvision(entry=entry, provision=provision) for provision in provisions)
