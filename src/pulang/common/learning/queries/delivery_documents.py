"""Deliveries on paper: the attendance sheet to sign, and the list of participants."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.http import Http404
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.learning.models import Delivery, DeliverySession, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import delivery, sessions_of
from pulang.common.learning.queries.participants import accepted, enrolments, states_of
from pulang.common.learning.queries.taught import session_titles, taught, titles_of
from pulang.common.learning.rules.delivering import STANDING_WORDS
from pulang.common.marking.queries import marked
from pulang.foundation.documents.contents import (
    Block,
    Column,
    Contents,
    Facts,
    Heading,
    Paragraph,
    Piece,
    Signature,
    Table,
    Words,
    piece,
)
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.exits import PDF
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Marking

ACROSS = 6


def register() -> None:
    """Called at start-up."""
    sheet, people = gettext_lazy("Attendance sheet"), gettext_lazy("Participants")
    register_offer(Offer("attendance-sheet", sheet, P.DELIVERY_HOLD, attendance_sheet, ways=(PDF,)))
    register_offer(Offer("participants", people, P.ENROLMENT_VIEW, participants))


def attendance_sheet(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The sheet of a session (``id`` and ``session``), or of the whole delivery, with a box for each session."""
    row = _delivery(viewer, parameters, P.DELIVERY_HOLD)
    people, marking = list(accepted(row)), marked(row)
    sessions = _sessions(row, parameters)
    titles = session_titles(taught(row), language)
    named = [(each, Words(titles[str(each)].heading, titles[str(each)].language)) for each in sessions]
    if parameters.get("session"):
        blocks = list(_one(people, named[0]))
    else:
        blocks = [
            block for first in range(0, len(named), ACROSS) for block in _part(people, named[first : first + ACROSS])
        ]
    signature = Signature((_("Trainer: date and signature"),))
    return _document(_("Attendance sheet"), row, [piece(*blocks, signature, marked=[marking])], language)


def _one(people: Sequence[Enrolment], session: tuple[DeliverySession, Words]) -> Iterator[Block]:
    row, title = session
    yield Heading(title)
    if row.starts_at is not None:
        yield Paragraph(date_format(localtime(row.starts_at), "DATETIME_FORMAT"), quiet=True)
    columns = (*_who(), Column(_("Signature"), share=4))
    yield Table(columns, tuple((*_person(each), "") for each in people))


def _part(people: Sequence[Enrolment], sessions: Sequence[tuple[DeliverySession, Words]]) -> Iterator[Block]:
    """A few sessions side by side, with what each number means below."""
    first, last = sessions[0][0].position + 1, sessions[-1][0].position + 1
    yield Heading(_("Sessions {first} to {last}").format(first=first, last=last))
    boxes = tuple(Column(str(session.position + 1)) for session, _title in sessions)
    empty = ("",) * len(sessions)
    yield Table((*_who(), *boxes), tuple((*_person(each), *empty) for each in people))
    for session, title in sessions:
        yield Paragraph(Words(f"{session.position + 1}. {title.text}", title.language), quiet=True)


def _who() -> tuple[Column, ...]:
    return Column(_("Name"), share=4), Column(_("Service number"), share=2)


def _person(row: Enrolment) -> tuple[str, str]:
    return row.contact.name, row.contact.service_number


def participants(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """Nominations for the delivery named by ``id`` that the viewer sees, with where each stands."""
    row = _delivery(viewer, parameters, P.DELIVERY_VIEW)
    people, marking = list(enrolments(viewer, row)), marked(row)
    states = states_of(people)
    columns = (
        *_who(), Column(_("Where they serve"), share=3), Column(_("State"), share=2),
    )  # fmt: skip
    lines = [(*_person(each), each.organisation.name, STANDING_WORDS[states[each.pk].state][0]) for each in people]
    pieces = [piece(Table(columns, (line,)), marked=[marking]) for line in lines]
    return _document(_("Participants"), row, [piece(Table(columns), marked=[marking]), *pieces], language)


def _document(title: str, row: Delivery, pieces: Sequence[Piece], language: str) -> Contents:
    marking: Marking = marked(row)
    name = titles_of([row], language)[row.pk]
    facts = (
        (_("Course"), Words(name.heading, name.language)),
        (_("Days"), f"{date_format(row.starts_on)} – {date_format(row.ends_on)}"),
        (_("Who holds it"), row.organisation.name),
        (_("Where"), ", ".join(filter(None, (row.venue_text, row.venue.name if row.venue else "")))),
    )
    return Contents(
        title=title,
        language=language,
        about=piece(Facts(facts), marked=[marking]),
        pieces=tuple(pieces),
        subject=row,
        organisation_id=row.organisation_id,
    )


def _sessions(row: Delivery, parameters: Parameters) -> list[DeliverySession]:
    asked, every = parameters.get("session", ""), sessions_of(row)
    found = [each for each in every if not asked or str(each.pk) == asked]
    if not found:
        raise Http404
    return found


def _delivery(viewer: Viewer, parameters: Parameters, permission: str) -> Delivery:
    try:
        pk = UUID(parameters.get("id", ""))
    except ValueError:
        raise Http404 from None
    return delivery(viewer, pk, permission)
