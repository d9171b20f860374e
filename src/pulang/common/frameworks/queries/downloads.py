"""A good practice as a document: what it says, and what has been done about it, as far as the viewer may have it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.queries.library import provision, relations
from pulang.common.frameworks.queries.lines import ProvisionLine
from pulang.common.frameworks.queries.thread import ThreadEntry, thread
from pulang.common.marking.queries import markings_of, standing
from pulang.foundation.documents.contents import (
    Contents,
    Entry,
    Facts,
    Heading,
    Paragraph,
    Piece,
    Timeline,
    Value,
    Words,
    piece,
)
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label, Marking

PUBLIC = standing(Label.CLEAR)
# What members learn of work whose text is not for them: that it is there, where, and how far it has come.
FOR_MEMBERS = standing(Label.GREEN)


def register() -> None:
    """Called at start-up."""
    register_offer(Offer("good-practice", gettext_lazy("Good practice"), P.FRAMEWORK_READ, document))


def document(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The good practice named by ``document`` and ``provision``, or ``Http404``."""
    keys = parameters.get("document", ""), parameters.get("provision", "")
    line = provision(viewer, *keys, language=language)
    return Contents(
        title=_("Good practice"),
        language=language,
        about=_about(line),
        pieces=(*_thread(viewer, line), *_neighbours(viewer, line, language)),
        subject=line.provision,
    )


def _about(line: ProvisionLine) -> Piece:
    text = line.text.translation
    title = Words(f"{line.chip} {text.title}", line.text.language)
    facts = (
        (_("Document"), Words(line.document.text.translation.title, line.document.text.language)),
        (_("Priority areas"), ", ".join(map(str, line.areas))),
    )
    remarks = [] if line.provision.is_confirmed else [_("The number is not yet confirmed against the official text.")]
    quiet = [Paragraph(remark, quiet=True) for remark in remarks]
    return piece(
        Heading(title), Paragraph(Words(text.summary, line.text.language)), *quiet, Facts(facts), marked=[PUBLIC]
    )


def _thread(viewer: Viewer, line: ProvisionLine) -> Iterator[Piece]:
    entries = thread(viewer, line.provision)
    markings = markings_of([entry.row for entry in entries if entry.row is not None])
    if entries:
        yield piece(Heading(_("What has been done about it")), marked=[PUBLIC])
    for entry in entries:
        marking = markings[entry.row.pk] if entry.row is not None else FOR_MEMBERS
        yield piece(Timeline((_entry(entry, marking),)), marked=[marking])


def _entry(entry: ThreadEntry, marking: Marking) -> Entry:
    reported: list[Value] = [_("reported, not re-checked")] if entry.is_public_record else []
    return Entry(
        when=entry.when_text,
        heading=entry.heading,
        title=Words(entry.title, entry.text_language),
        text=Words(entry.text, entry.text_language),
        notes=(entry.detail, *reported, entry.state_text),
        label=marking.label,
    )


def _neighbours(viewer: Viewer, line: ProvisionLine, language: str) -> Iterator[Piece]:
    near = relations(viewer, line.provision, language=language)
    if near:
        rows = tuple(
            (one.label, Words(_name(one.provision), one.provision.text.language))
            if one.provision
            else (one.label, Words(one.document.text.translation.short_title, one.document.text.language))
            for one in near
        )
        note = Paragraph(_("Our own cross-references, not part of any official text."), quiet=True)
        yield piece(Heading(_("See also")), Facts(rows), note, marked=[PUBLIC])


def _name(line: ProvisionLine) -> str:
    return f"{line.chip} {line.text.translation.title}"
