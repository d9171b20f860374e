"""What the public record adds to a provision's page; always shown as reported, not re-checked."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import PUBLIC, ThreadEntry, ThreadSource, register_source
from pulang.common.marking.queries import shown
from pulang.forum.engagements.models import RecordEntry, RecordProvision
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.queries.record import RecordLine, line_of, with_texts
from pulang.forum.engagements.rules.record import KIND_WORDS, SOURCE_LANGUAGE, Kind
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("record", _("Public record"), 50, entries, counts))


def entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Entries that are about the provision."""
    language = get_language() or SOURCE_LANGUAGE
    rows = visible(viewer, P.RECORD_VIEW, RecordEntry.objects.filter(links__provision=provision))
    return [_entry(line_of(row, language)) for row in shown(viewer, with_texts(rows).order_by("position", "id"))]


def counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many entries are about each provision."""
    seen = visible(viewer, P.RECORD_VIEW, RecordEntry.objects.all()).values("pk")
    rows = RecordProvision.objects.filter(provision__in=provision_ids, entry__in=seen)
    return dict(rows.values_list("provision").annotate(Count("pk")))


def _entry(line: RecordLine) -> ThreadEntry:
    heading = str(KIND_WORDS[Kind(line.entry.kind)])
    return ThreadEntry(
        when=line.entry.starts_on,
        when_text=line.text.translation.when_text,
        heading=f"{heading} · {line.where}" if line.where else heading,
        title=line.text.translation.title,
        url=reverse("engagements:record-entry", kwargs={"key": line.entry.key}),
        text=line.text.translation.summary,
        text_language=line.text.language,
        kind=PUBLIC,
        row=line.entry,
    )
