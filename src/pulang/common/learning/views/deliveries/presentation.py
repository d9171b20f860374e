"""What pages of deliveries show, as values for the templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.learning.models import Delivery, DeliverySession, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import Book, participants, taught
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.rules.delivering import (
    ACTOR_WORDS,
    STANDING_WORDS,
    STATE_WORDS,
    Actor,
    Facts,
    delivery_state,
    trainer_code,
    why_no_nomination,
)
from pulang.common.learning.rules.speaking import Said
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, Link, State
from pulang.kernel import clock

Page = dict[str, Any]
COLUMNS = (
    Column(gettext_lazy("Course")),
    Column(gettext_lazy("Days"), "nowrap"),
    Column(gettext_lazy("Country")),
    Column(gettext_lazy("Who holds it")),
    Column(gettext_lazy("Places taken"), "num"),
    Column(gettext_lazy("State")),
)


@dataclass(frozen=True)
class SessionLine:
    """A session of a delivery on its page."""

    row: DeliverySession
    title: Said
    state: State
    url: str
    run_sheet: str
    room: str


def spoken() -> str:
    """The language of the page."""
    return get_language() or "en"


def days(row: Delivery) -> str:
    """The days of a delivery in words."""
    first, last = date_format(row.starts_on), date_format(row.ends_on)
    return first if row.starts_on == row.ends_on else f"{first} – {last}"


def lines(rows: Sequence[Delivery]) -> list[Cells]:
    """Deliveries as rows of a table."""
    facts, names = queries.facts_of(rows), taught.names_of(rows, spoken())
    address = cells.addresses("training:detail")
    tags = cells.state_tags(STATE_WORDS)
    return [_line(row, facts[row.pk], names[row.pk], address(row.pk), tags) for row in rows]


def _line(row: Delivery, facts: Facts, name: tuple[Said, Said | None], url: str, tags: Mapping[Any, Any]) -> Cells:
    country, (title, cut) = row.organisation.country, name
    shorter = [cells.filled('<br><span class="why">{}</span>', cells.spoken(cut.heading, cut.language))] if cut else []
    return (
        cells.beside(cells.link(url, cells.spoken(title.heading, title.language)), *shorter),
        days(row),
        cells.bidi(country.name) if country else "–",
        cells.bidi(row.organisation.name),
        cells.bidi(f"{facts.accepted} / {facts.places}"),
        tags[delivery_state(facts, clock.today()).state],
    )


def page(viewer: Viewer, row: Delivery, held: frozenset[str]) -> Page:
    """Everything that the page of a delivery shows to this viewer."""
    facts = queries.facts(row)
    state = delivery_state(facts, clock.today())
    label, kind = STATE_WORDS[state.state]
    inside = P.DELIVERY_VIEW in held
    return {
        "row": row,
        "facts": facts,
        "inside": inside,
        "may": words_of(held),
        "title": taught.titles_of([row], spoken())[row.pk],
        "cut": taught.cut_title(row, spoken()),
        "days": days(row),
        "language": get_language_info(row.language)["name_translated"],
        "state": state,
        "tag": State(label, kind),
        "actor": ACTOR_WORDS[state.actor] if state.actor is not Actor.NOBODY else "",
        "trainers": participants.trainers(viewer, row, held),
        "sessions": sessions(viewer, row, held) if inside else [],
        "own": own(viewer, row),
        "teaches": viewer.may(P.COURSE_TEACH),
        "begun": clock.today() >= row.starts_on,
        "may_nominate": may_nominate(held, facts),
        "number": taught.number_of(row),
        "course_url": taught.book_of(row).url("version"),
        "path": path_to(row),
    }


def may_nominate(held: frozenset[str], facts: Facts) -> bool:
    """Whether the viewer can nominate people now."""
    plans = P.DELIVERY_PLAN in held
    return P.DELIVERY_NOMINATE in held and why_no_nomination(facts, clock.today(), plans=plans) is None


def words_of(held: frozenset[str]) -> dict[str, bool]:
    """What templates ask: ``may.plan`` and so on."""
    return {str(permission).rpartition(".")[2]: True for permission in held}


def own(viewer: Viewer, row: Delivery) -> State | None:
    """Where the viewer's own nomination stands."""
    mine = participants.own_enrolments(viewer).filter(delivery=row).select_related("delivery").first()
    return standing(mine, participants.states_of([mine])) if mine else None


def standing(row: Enrolment, states: Mapping[Any, Any]) -> State:
    """Where a nomination stands, in words with their shape."""
    label, kind = STANDING_WORDS[states[row.pk].state]
    return State(label, kind)


def sessions(viewer: Viewer, row: Delivery, held: frozenset[str]) -> list[SessionLine]:
    """The sessions with their times; ways to write down who was there for those who hold them."""
    titles = taught.session_titles(taught.taught(row), spoken())
    book = taught.book_of(row) if viewer.may(P.COURSE_TEACH) else None
    begun = clock.today() >= row.starts_on
    writes = P.DELIVERY_HOLD in held and begun and row.cancelled_at is None
    return [
        SessionLine(
            row=each,
            title=titles[str(each)],
            state=session_state(each),
            url=_attendance(row, each) if writes and _is_due(each) else "",
            run_sheet=_run_sheet(row, each, book, P.DELIVERY_HOLD in held) if book else "",
            room=reverse("training:room-open", args=[row.pk, each.pk]) if writes else "",
        )
        for each in queries.sessions_of(row)
    ]


def _run_sheet(row: Delivery, session: DeliverySession, book: Book, holds: bool) -> str:
    """By the clock for those who teach it, as it is written for others."""
    if holds and row.cancelled_at is None:
        return reverse("training:run-sheet", args=[row.pk, session.pk])
    return book.url("run-sheet", module=session.module, session=session.key)


def session_state(row: DeliverySession) -> State:
    """Held, not held, or neither yet."""
    if row.held_at is not None:
        return State(_("was held"), "done")
    if row.missed_at is not None:
        return State(_("not held"), "neutral")
    begun = row.starts_at is not None and row.starts_at <= clock.now()
    return State(_("who was there?"), "attention") if begun else State(_("still ahead"), "waiting")


def _is_due(row: DeliverySession) -> bool:
    """Whether it can be written down who was there: on its day and later, or where it has no time."""
    return row.starts_at is None or timezone.localtime(row.starts_at).date() <= clock.today()


def titled(row: Delivery, rows: Sequence[DeliverySession]) -> list[tuple[DeliverySession, str]]:
    """Sessions with what each is called."""
    titles = taught.session_titles(taught.taught(row), spoken())
    return [(each, titles[str(each)].heading) for each in rows]


def people(viewer: Viewer, row: Delivery, held: frozenset[str]) -> list[Page]:
    """Nominations that the viewer sees, by name, with what may be done about each."""
    rows = list(participants.enrolments(viewer, row))
    states = participants.states_of(rows)
    over = row.closed_at is not None or row.cancelled_at is not None
    return [
        {
            "row": each,
            "state": standing(each, states),
            "why": states[each.pk].reason,
            "may_withdraw": not over and participants.may_withdraw(viewer, each),
        }
        for each in rows
    ]


def found_trainer(viewer: Viewer, contact: Any, known: set[Any]) -> Page:
    """Somebody who could teach: the name where the viewer sees the contact, else code and country."""
    country = contact.organisation.country
    return {
        "contact": contact,
        "name": contact.name if contact.pk in known else "",
        "code": trainer_code(contact.pk),
        "place": contact.organisation.name if contact.pk in known else (country.name if country else ""),
    }


def _attendance(row: Delivery, session: DeliverySession) -> str:
    return reverse("training:session", kwargs={"pk": row.pk, "session": session.pk})


def path_to(row: Delivery, *more: Link) -> list[Link]:
    """The way from the list to a page of this delivery."""
    title = taught.titles_of([row], spoken())[row.pk].heading
    name = f"{title}, {date_format(row.starts_on)}"
    return [Link(_("Training"), reverse("training:list")), Link(name, url_of(row)), *more]


def url_of(row: Delivery) -> str:
    """The page of a delivery."""
    return reverse("training:detail", kwargs={"pk": row.pk})
