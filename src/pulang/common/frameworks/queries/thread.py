"""The thread: what has been done about a provision, gathered from every app that says that it serves one.

An app links its own model to provisions by its own typed table and registers one source for each kind of thing
when it starts (``apps.ready``). Each source narrows to what the viewer may see; nothing here looks into other apps.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from pulang.common.frameworks.models import Provision
from pulang.foundation.policy.viewer import Viewer

PUBLIC = "public"


@dataclass(frozen=True)
class ThreadEntry:
    """One thing that was done, as this viewer may see it.

    ``when`` sorts; ``when_text`` is what is printed (a partial date keeps its own words). ``heading`` says what kind
    of thing it is and by whom ("Kilima asked for help"). ``text_language`` is the language of ``title`` and ``text``.
    ``kind`` is the source's own word, or :data:`PUBLIC` for what was reported in public and not re-checked here.
    ``state_kind`` is one of foundation.ui's state kinds. ``row`` is the marked row whose text this is; None for what
    members may know without its text. ``source`` is the slug of the source that gave it, once it stands in a thread.
    """

    when: date | None
    when_text: str
    heading: str | Promise
    title: str
    url: str = ""
    text: str = ""
    text_language: str = ""
    tlp_label: str | None = None
    state_text: str | Promise | None = None
    kind: str = ""
    detail: str | Promise = ""
    state_kind: str = "neutral"
    row: Any = None
    source: str = ""

    @property
    def is_public_record(self) -> bool:
        return self.kind == PUBLIC


@dataclass(frozen=True)
class ThreadSource:
    """What one app contributes. ``order`` decides between entries of one day.

    ``entries`` gives what the viewer may see about one provision. ``counts`` gives, for many provisions at once and
    in one query, how many of them there are for this viewer.
    """

    slug: str
    label: str | Promise
    order: int
    entries: Callable[[Viewer, Provision], Sequence[ThreadEntry]]
    counts: Callable[[Viewer, Sequence[UUID]], Mapping[UUID, int]]


_sources: dict[str, ThreadSource] = {}


def register_source(source: ThreadSource) -> None:
    """Add a source; registering the same slug again replaces it."""
    _sources[source.slug] = source


def sources() -> tuple[ThreadSource, ...]:
    """The registered sources in their order."""
    return tuple(sorted(_sources.values(), key=lambda source: (source.order, source.slug)))


def thread(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Everything that was done about a provision, oldest first; what has no date stands at the end."""
    found = [
        (entry.when is None, entry.when or date.max, source.order, place, replace(entry, source=source.slug))
        for source in sources()
        for place, entry in enumerate(source.entries(viewer, provision))
    ]
    return [entry for *_order, entry in sorted(found, key=lambda row: row[:4])]


def serves(viewer: Viewer, provision_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """For each provision, how many things of each source serve it, as far as this viewer may know."""
    counted: dict[UUID, dict[str, int]] = {key: {} for key in provision_ids}
    for source in sources():
        for key, count in source.counts(viewer, provision_ids).items():
            if count and key in counted:
                counted[key][source.slug] = count
    return counted
