"""An engagement request as a document: as much of it as its reader sees on the page."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.followup.queries import readable_plan_ids
from pulang.common.marking.queries import markings_of
from pulang.forum.engagements import rules
from pulang.forum.engagements.models import Answer, EngagementRequest
from pulang.forum.engagements.permissions import BODY_ROLES
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.queries.requests import (
    expected_by,
    plans_of,
    provisions_of,
    readable,
    readable_ids,
    state_of,
    texts_of,
    with_facts,
)
from pulang.forum.engagements.queries.said import Turn, given_answers, turns
from pulang.foundation.documents.contents import (
    Block,
    Contents,
    Entry,
    Facts,
    Heading,
    Paragraph,
    Piece,
    Text,
    Timeline,
    Value,
    Words,
    piece,
)
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.rules import get
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label, Marking

# What was said inside the working group does not become wider when the request's own label is lowered.
INSIDE = Marking(Label.AMBER, frozenset(f"office:{role}" for role in BODY_ROLES))


def register() -> None:
    """Called at start-up."""
    register_offer(Offer("engagement-request", gettext_lazy("Engagement request"), P.REQUEST_VIEW, document))


def document(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The request named by ``id`` with what was answered and what happened, or ``Http404``."""
    row = _request(viewer, parameters)
    own = markings_of([row])[row.pk]
    return Contents(
        title=_("Engagement request"),
        language=language,
        about=piece(*_about(row, language), marked=[own]),
        pieces=(
            *_answers(viewer, row),
            piece(*_asked(row, language), marked=[own]),
            *_provisions(row, language, own),
            *_plans(viewer, row, own),
            *_happened(viewer, row, own),
        ),
        subject=row,
        organisation_id=row.country_id,
    )


def _request(viewer: Viewer, parameters: Parameters) -> EngagementRequest:
    try:
        pk = UUID(parameters.get("id", ""))
    except ValueError:
        raise Http404 from None
    row = get(viewer, P.REQUEST_VIEW, with_facts(readable(viewer)), pk=pk)
    if not readable_ids(viewer, [row]):
        raise Http404
    return row


def _about(row: EngagementRequest, language: str) -> tuple[Block, ...]:
    texts, state = texts_of(row, language), state_of(row)
    facts: list[tuple[Text, Value]] = [
        (_("Host"), row.host.name),
        (_("Country"), row.country.name),
        (_("State"), rules.STATE_WORDS[state.state][0]),
        (_("Who must act"), rules.ACTOR_WORDS[state.actor]),
        (_("Expected by"), expected_by(row)),
    ]
    title = Heading(Words(texts.translation.title, texts.language))
    return title, Facts(tuple(fact for fact in facts if fact[1])), Paragraph(state.reason, quiet=True)


def _asked(row: EngagementRequest, language: str) -> Iterator[Block]:
    texts = texts_of(row, language)
    parts = (
        (_("The problem"), texts.translation.problem),
        (_("The help that is wanted"), texts.translation.help_wanted),
        (_("What has been tried"), texts.translation.tried),
    )
    yield Heading(_("What is asked"))
    yield Facts(tuple((label, Words(text, texts.language)) for label, text in parts if text))


def _provisions(row: EngagementRequest, language: str, own: Marking) -> Iterator[Piece]:
    lines = provisions_of(row, language)
    rows = tuple((line.chip, Words(line.text.translation.title, line.text.language)) for line in lines)
    if rows:
        yield piece(Heading(_("Good practices")), Facts(rows), marked=[own])


def _answers(viewer: Viewer, row: EngagementRequest) -> Iterator[Piece]:
    answers = given_answers(viewer, row)
    markings = markings_of(answers)
    for answer in answers:
        yield piece(*_answer(answer), marked=[markings[answer.pk]])


def _answer(answer: Answer) -> tuple[Block, ...]:
    word = rules.STATE_WORDS[rules.OUTCOME_STATES[rules.Outcome(answer.outcome)]][0]
    facts: tuple[tuple[Text, Value], ...] = (
        (_("Answer"), word),
        (_("Day"), answer.given_at.date() if answer.given_at else None),
        (_("Marking"), Label(answer.marking.label)),
    )
    return Heading(_("Answer of the working group")), Facts(facts), Paragraph(Words(answer.text, answer.language))


def _plans(viewer: Viewer, row: EngagementRequest, own: Marking) -> Iterator[Piece]:
    """The plans it led to: by name for their readers, for others that there is one."""
    links = list(plans_of(row))
    allowed = readable_plan_ids(viewer, [link.plan_id for link in links])
    markings = markings_of([link.plan for link in links])
    if links:
        yield piece(Heading(_("Action plans")), marked=[own])
    for link in links:
        is_readable = link.plan_id in allowed
        name: Value = link.plan.title if is_readable else _("An action plan was recorded")
        entry = Entry(link.plan.made_at.date(), link.plan.host.name, name)
        yield piece(Timeline((entry,)), marked=[own, markings[link.plan_id]] if is_readable else [own])


def _happened(viewer: Viewer, row: EngagementRequest, own: Marking) -> Iterator[Piece]:
    found = turns(viewer, row)
    if found:
        yield piece(Heading(_("What happened")), marked=[own])
    for item in found:
        inside = [INSIDE] if item.turn.inside_working_group else []
        yield piece(Timeline((_turn(item),)), marked=[own, *inside])


def _turn(item: Turn) -> Entry:
    who = item.name
    if item.principal:
        who = f"{who} {_('for {name}').format(name=item.principal)}"
    inside = (_("inside the working group"),) if item.turn.inside_working_group else ()
    return Entry(item.turn.at.date(), who, item.turn.get_kind_display(), item.turn.text, notes=inside)
