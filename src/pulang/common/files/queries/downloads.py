"""A document as a file: gathered by its app, let out by the gate, written in the asked format."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from django.http import Http404
from django.utils.module_loading import import_string
from django.utils.translation import override

from pulang.common.accounts.models import User
from pulang.common.marking.queries import Carried, let_out
from pulang.foundation.documents.contents import Block, Contents, Document, Piece, Stamp, joined
from pulang.foundation.documents.offers import Offer, Parameters, offer_of
from pulang.foundation.policy.exits import CSV, EXITS, PDF, XLSX, Exit
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tlp import Label

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_IN_A_NAME = re.compile(r"[^\w .-]+")


@dataclass(frozen=True)
class Format:
    """How one way out is written. ``writer`` is loaded when it is first needed: spreadsheets alone take 0.15 s."""

    content_type: str
    writer: str

    def write(self, document: Document) -> bytes:
        """The file."""
        write: Callable[[Document], bytes] = import_string(self.writer)
        return write(document)


FORMATS = {
    PDF.slug: Format("application/pdf", "pulang.foundation.documents.pdf.write"),
    XLSX.slug: Format(SPREADSHEET, "pulang.foundation.documents.sheets.write_xlsx"),
    CSV.slug: Format("text/csv; charset=utf-8", "pulang.foundation.documents.sheets.write_csv"),
}


@dataclass(frozen=True)
class Download:
    """A file to hand over. Neither name holds anything of what the document says; ``plain_name`` is ASCII.

    ``subject`` and ``organisation_id`` are for the audit.
    """

    data: bytes
    filename: str
    plain_name: str
    content_type: str
    label: Label
    subject: Model | None
    organisation_id: UUID | None


def offered(viewer: Viewer, slug: str, way: str) -> tuple[Offer, Exit]:
    """The offer and the way out, or ``Http404`` where there is none for this viewer."""
    offer = offer_of(slug)
    found = EXITS.get(way)
    if offer is None or found not in offer.ways or not (not offer.permission or viewer.may(offer.permission)):
        raise Http404
    return offer, found


def draw(viewer: Viewer, offer: Offer, way: Exit, parameters: Parameters, language: str) -> Download:
    """The document in this format and language; ``Http404`` when the viewer may not have what it is about."""
    with override(language):
        contents = offer.gather(viewer, parameters, language)
        label, blocks = _let_out(viewer, way, contents)
        stamp = Stamp(label, made_for(viewer), clock.now())
        document = Document(str(contents.title), language, blocks, stamp)
        made = FORMATS[way.slug]
        day = clock.today().isoformat()
        return Download(
            data=made.write(document),
            filename=f"{NOT_IN_A_NAME.sub(' ', document.title)} {day}.{way.slug}",
            plain_name=f"{offer.slug}-{day}.{way.slug}",
            content_type=made.content_type,
            label=label,
            subject=contents.subject,
            organisation_id=contents.organisation_id,
        )


def _let_out(viewer: Viewer, way: Exit, contents: Contents) -> tuple[Label, tuple[Block, ...]]:
    """What passes the gate, with the label of it all together."""
    pieces: tuple[Piece, ...] = (*([contents.about] if contents.about else []), *contents.pieces)
    passed = let_out(viewer, way, [Carried(piece, piece.markings) for piece in pieces])
    if contents.about is not None and contents.about not in passed.things[:1]:
        raise Http404
    return passed.label, joined(block for piece in passed.things for block in piece.blocks)


def made_for(viewer: Viewer) -> str:
    """The sign-in name of whoever takes a document, or the command that makes it."""
    if viewer.user_id is None:
        return viewer.command
    return User.objects.values_list("sign_in_name", flat=True).get(pk=viewer.user_id)
