"""Where versions came from, and what leaves of them as a signed file."""

from dataclasses import dataclass
from datetime import date

from pulang.common.learning.models import CourseOrigin, CourseVersion, EditionVersion
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.books import Book
from pulang.common.learning.queries.courses import pack_of, version
from pulang.common.learning.rules.course import Course
from pulang.common.learning.rules.packs.archives import pack
from pulang.common.learning.rules.packs.writing import files_of
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


@dataclass(frozen=True)
class Leaving:
    """A released version as it leaves: key and number of the pack, its titles by language, label, release, and pack."""

    row: CourseVersion | EditionVersion
    key: str
    number: str
    titles: dict[str, str]
    languages: tuple[str, ...]
    label: Label
    released_on: date
    released_by: str
    pack: bytes


def origin_of(book: Book) -> CourseOrigin | None:
    """Where a version of a master came from, if it came signed from elsewhere. One query."""
    return None if book.is_edition else CourseOrigin.objects.filter(version=book.row.pk).first()


def leaving_course(viewer: Viewer, course: str, number: str = "") -> Leaving | None:
    """A released version through the gate, or ``Http404``; None while it is a draft."""
    row = version(viewer, course, number)
    if row.released_at is None:
        return None
    content = pack_of(viewer, row)
    let_out_one(viewer, FILE, Carried(row, (marked(row),)))
    by = row.released_by.contact if row.released_by else None
    whole, office = editions.base_course(row.pk), by.organisation.name if by else row.course.key
    return _leaving(row, whole, (row.course.key, row.number), row.released_at.date(), office, content)


def leaving_edition(viewer: Viewer, edition: str, number: int | None = None) -> Leaving | None:
    """A released version of an edition as a pack of its own, through the gate, or ``Http404``; None while a draft."""
    row = editions.edition_version(viewer, edition, number)
    if row.released_at is None:
        return None
    let_out_one(viewer, FILE, Carried(row, (marked(row),)))
    whole, office = editions.applied(row).course, row.edition.organisation.name
    return _leaving(row, whole, (whole.key, whole.version), row.released_at.date(), office, pack(files_of(whole)))


def _leaving(
    row: CourseVersion | EditionVersion, whole: Course, named: tuple[str, str], on: date, office: str, content: bytes
) -> Leaving:
    return Leaving(
        row=row,
        key=named[0],
        number=named[1],
        titles={each.language: each.sections["title"].heading for each in whole.wordings if "title" in each.sections},
        languages=whole.languages,
        label=Label(row.marking.label),
        released_on=on,
        released_by=office,
        pack=content,
    )
