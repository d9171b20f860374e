"""The audit as a document: for the inspector's own organisation, and like the page without any content."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.audit.permissions import AuditPermission as P
from pulang.common.audit.queries.events import Asked, Line, events, lines
from pulang.foundation.documents.contents import Column, Contents, Paragraph, Piece, Table, Value, piece
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label, Marking

MOST = 10_000
PUBLIC = Marking(Label.CLEAR)


def register() -> None:
    """Called at start-up."""
    register_offer(Offer("audit", gettext_lazy("Extract of the audit"), P.AUDIT_READ, extract, rows_of))


def rows_of(viewer: Viewer, parameters: Parameters) -> int:
    """How many events the extract would hold."""
    return min(events(viewer, _asked(parameters)).count(), MOST)


def extract(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The newest ten thousand events that answer, newest first."""
    found = events(viewer, _asked(parameters))
    total = found.count()
    mine = _own(viewer)
    columns = _columns()
    said = [
        piece(Table(columns, (_cells(line),)), marked=[mine])
        for line in lines(list(found.order_by("-position")[:MOST]))
    ]
    return Contents(
        title=_("Extract of the audit"),
        language=language,
        pieces=(*_cut(total), piece(Table(columns), marked=[PUBLIC]), *said),
        organisation_id=next((grant.organisation_id for grant in viewer.grants_for(P.AUDIT_READ)), None),
    )


def _own(viewer: Viewer) -> Marking:
    """For the organisations at which the viewer reads the audit, and nobody beyond them."""
    places = {grant.organisation_id for grant in viewer.grants_for(P.AUDIT_READ)}
    return Marking(Label.AMBER_STRICT, frozenset(f"organisation:{pk}" for pk in places))


def _cut(total: int) -> Iterable[Piece]:
    if total > MOST:
        text = _("The newest {most} of {total} events. Narrow the dates to get the others.")
        yield piece(Paragraph(text.format(most=MOST, total=total), quiet=True), marked=[PUBLIC])


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("No."), numeric=True, share=2),
        Column(_("When"), share=4),
        Column(_("What happened"), share=5),
        Column(_("Who"), share=4),
        Column(_("Organisation"), share=4),
        Column(_("To what"), share=4),
        Column(_("Id of the object"), share=6),
    )


def _cells(line: Line) -> tuple[Value, ...]:
    event = line.event
    return (
        event.position,
        event.at,
        line.happened,
        _who(line),
        line.organisation,
        line.kind,
        str(event.object_id or ""),
    )


def _who(line: Line) -> str:
    if line.on_behalf_of:
        return _("{name} on behalf of {principal}").format(name=line.who, principal=line.on_behalf_of)
    return line.who or line.event.command or _("nobody signed in")


def _asked(parameters: Parameters) -> Asked:
    """The filters of the page; what cannot be understood finds nothing, as there (``Http404``)."""
    plain = {name: parameters.get(name, "") for name in ("words", "who", "verb", "kind", "organisation")}
    try:
        return Asked(
            **plain,
            since=_day(parameters.get("since", "")),
            until=_day(parameters.get("until", "")),
            id=UUID(parameters["id"]) if parameters.get("id") else None,
        )
    except ValueError:
        raise Http404 from None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
