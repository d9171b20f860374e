"""What other apps put beside a course: each registers one source when it starts (``apps.ready``)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from pulang.common.learning.queries.books import Book
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Line:
    """One line: a text that may lead somewhere, what is to be known of it, and the label of what it says."""

    text: str
    url: str = ""
    why: str = ""
    label: str = ""
    saved: bool = False


@dataclass(frozen=True)
class Beside:
    """Lines under a heading."""

    heading: str | Promise
    lines: Sequence[Line]


Source = Callable[[Viewer, Book], Beside | None]
_sources: dict[str, Source] = {}


def register_beside(slug: str, source: Source) -> None:
    """Add a source; it gives what the viewer may have beside a version that the viewer was let to."""
    _sources[slug] = source


def beside(viewer: Viewer, book: Book) -> list[Beside]:
    """Everything that stands beside a version, in the order of the names of the sources."""
    found = (source(viewer, book) for _slug, source in sorted(_sources.items()))
    return [one for one in found if one is not None and one.lines]
