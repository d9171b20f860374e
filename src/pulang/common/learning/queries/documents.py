"""Courses on paper: the run-sheet of a session for its facilitator, and a session as participants read and keep it."""

from collections.abc import Iterator, Sequence

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.books import Book, of_version
from pulang.common.learning.queries.courses import SessionLine, version
from pulang.common.learning.rules.speaking import Said, say, title_of
from pulang.common.learning.rules.vocabulary import METHOD_WORDS
from pulang.common.marking.queries import marked
from pulang.foundation.documents.contents import Block, Contents, Facts, Heading, Paragraph, Piece, Words, piece
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.documents.prose import prose
from pulang.foundation.policy.exits import PDF
from pulang.foundation.policy.rules import get
from pulang.foundation.policy.viewer import Viewer

BESIDE = ("objectives", "materials", "room", "cautions")
READ = ("objectives", "participants")
LONGEST_NUMBER = 4


def register() -> None:
    """Called at start-up."""
    run_sheet_title, book_title = gettext_lazy("Run-sheet"), gettext_lazy("For participants")
    register_offer(Offer("run-sheet", run_sheet_title, P.COURSE_TEACH, run_sheet, ways=(PDF,)))
    register_offer(Offer("participants-text", book_title, P.COURSE_READ, participants_text, ways=(PDF,)))


def run_sheet(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The session named by ``module`` and ``session`` of a ``course`` or an ``edition``, or ``Http404``."""
    book, line = session_named(viewer, parameters, P.COURSE_TEACH)
    blocks = [*_sections(line, BESIDE, language), *_timed(line, language)]
    return _document(_("Run-sheet"), book, line, [piece(*blocks, marked=[marked(book.row)])], language)


def participants_text(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The same session as participants read it: without notes and answers."""
    book, line = session_named(viewer, parameters, "")
    pieces = [piece(*_sections(line, READ, language), marked=[marked(book.row)])]
    return _document(_("For participants"), book, line, pieces, language)


def session_named(viewer: Viewer, parameters: Parameters, permission: str) -> tuple[Book, SessionLine]:
    """The session, for whoever may read it and holds ``permission`` on its version where one is asked."""
    number, module, key = (parameters.get(name, "") for name in ("number", "module", "session"))
    if not (number and module and key):
        raise Http404
    book = book_named(viewer, parameters, number)
    if permission:
        get(viewer, permission, type(book.row)._default_manager.all(), pk=book.row.pk)
    return book, book.session(module, key)


def book_named(viewer: Viewer, parameters: Parameters, number: str) -> Book:
    """The version of a ``course`` or an ``edition``, or ``Http404``."""
    if edition := parameters.get("edition", ""):
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            raise Http404
        return editions.book(editions.edition_version(viewer, edition, int(number)))
    if course := parameters.get("course", ""):
        return of_version(version(viewer, course, number))
    raise Http404


def _document(title: str, book: Book, line: SessionLine, pieces: Sequence[Piece], language: str) -> Contents:
    course, taught = title_of(book.course.wordings, language), title_of(line.session.wordings, language)
    facts = (
        (_("Course"), Words(f"{course.heading} {book.number}", course.language)),
        (_("Session"), Words(taught.heading, taught.language)),
        (_("Minutes"), line.minutes),
    )
    about = piece(Facts(facts), marked=[marked(book.row)])
    return Contents(title=title, language=language, about=about, pieces=tuple(pieces), subject=book.row)


def _sections(line: SessionLine, names: Sequence[str], language: str) -> Iterator[Block]:
    for name in names:
        said = say(line.session.wordings, name, language)
        if said.language:
            yield from _said(said, said.heading)


def _timed(line: SessionLine, language: str) -> Iterator[Block]:
    """Blocks with the minute at which they begin, their length and how short they may become."""
    begins = 0
    for block in line.session.blocks:
        said = say(line.session.wordings, block.key, language)
        yield Heading(Words(f"{begins}′ {said.heading}", said.language))
        words = _("{minutes} minutes, {shortest} at the shortest. {method}.")
        told = words.format(minutes=block.minutes, shortest=block.shortest, method=METHOD_WORDS[block.method])
        yield Paragraph(told, quiet=True)
        yield from prose(said.body, said.language)
        begins += block.minutes


def _said(said: Said, heading: str) -> Iterator[Block]:
    yield Heading(Words(heading, said.language))
    yield from prose(said.body, said.language)
