"""Reading engagement requests: all of one for its readers, the stage for other members."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import Query

from pulang.common.access.queries import readers
from pulang.common.files.models import StoredFile
from pulang.common.followup.queries import has_outcome, readable_plan_ids
from pulang.common.marking.queries import marked, markings_of, standing
from pulang.forum.engagements import queries, rules
from pulang.forum.engagements.actions.answering import open_answer, seats_missing
from pulang.forum.engagements.api.shapes import (
    AnswerGiven,
    AnswerShown,
    Content,
    File,
    PlanOf,
    Reader,
    RequestLine,
    RequestShown,
    Said,
    requests,
)
from pulang.forum.engagements.models import REQUEST_TEXTS, Answer, EngagementRequest, TurnKind
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, listed
from pulang.foundation.api.operations import etag
from pulang.foundation.api.shapes import Choice, Listed, Named, Paging
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.editing import version
from pulang.kernel.tlp import Label, Marking

if TYPE_CHECKING:
    State = str
else:
    State = Literal[("", *(state.value for state in rules.State))]
MEMBERS = standing(Label.GREEN)


@requests.reads("requests", Listed[RequestLine], may=[P.REQUEST_STAGE], summary=_("List engagement requests"))
def list_requests(request: ApiRequest, paging: Query[Paging], state: State = "") -> OfferedList:
    """The latest change first, each as full as the person may see it; with `state` only those they may read."""
    rows = queries.known(request.viewer)
    if state:
        rows = queries.readable(request.viewer).filter(queries.STATE_FILTERS[rules.State(state)])
    return listed(request, queries.with_facts(rows), queries.ORDERS, paging, partial(_lines, request))


@requests.reads(
    "requests/{uuid:pk}",
    RequestShown,
    may=[P.REQUEST_STAGE],
    summary=_("Read an engagement request"),
    versioned=True,
)
def read_request(request: ApiRequest, pk: UUID) -> Offered:
    """In the reader's language where there is a translation. The ETag is that of the original."""
    row = known(request, pk)
    if not queries.readable_ids(request.viewer, [row]):
        return Offered(row, [MEMBERS], lambda: RequestShown(**_stage(row), content=None))
    answers = queries.given_answers(request.viewer, row)
    markings = [marked(row), *markings_of(answers).values()]
    shape = partial(_whole, request, row, answers)
    return Offered(row, markings, shape, etag(version(values_of(row))))


@requests.reads(
    "requests/{uuid:pk}/answer",
    AnswerShown,
    may=[P.ANSWER_VIEW],
    summary=_("Read the answer that is being worked on"),
    versioned=True,
)
def read_answer(request: ApiRequest, pk: UUID) -> Offered:
    """For those inside the working group. An answer that was given stands on the request itself."""
    row = readable(request, pk)
    answer = open_answer(row)
    if answer is None or not allows(request.viewer, P.ANSWER_VIEW, answer):
        raise Http404
    return Offered(answer, [marked(answer)], partial(_answer, answer), answer_etag(answer))


@requests.reads(
    "requests/{uuid:pk}/readers",
    Listed[Reader],
    may=[P.REQUEST_VIEW],
    summary=_("Read who could read the request"),
)
def read_request_readers(request: ApiRequest, pk: UUID) -> OfferedList:
    """By the rule that opens it. The owner of the server is none of them, and can read everything."""
    row = readable(request, pk)
    marking = marked(row)
    return OfferedList(
        [
            Offered(
                one,
                [marking],
                partial(Reader, name=one.name, organisation=one.organisation, reason=str(one.reason)),
            )
            for one in readers(P.REQUEST_VIEW, row)
        ]
    )


def known(request: ApiRequest, pk: UUID) -> EngagementRequest:
    """A request of which the caller may know, with its facts; else 404."""
    rows = queries.with_facts(EngagementRequest.objects.select_related("body"))
    return get(request.viewer, P.REQUEST_STAGE, rows, pk=pk)


def readable(request: ApiRequest, pk: UUID) -> EngagementRequest:
    """A request that the caller may read in full; else 404."""
    row = known(request, pk)
    if not queries.readable_ids(request.viewer, [row]):
        raise Http404
    return row


def values_of(row: EngagementRequest) -> dict[str, Any]:
    """What a change would write over, as its forms begin."""
    values = {name: getattr(row, name) for name in (*REQUEST_TEXTS, "language")}
    return values | {
        "host": str(row.host_id),
        "provisions": [str(key) for key in row.links.values_list("provision_id", flat=True)],
    }


def answer_etag(answer: Answer) -> str:
    """The fingerprint that the answer's form carries."""
    return etag(version({"language": answer.language, "outcome": answer.outcome, "text": answer.text}))


def _lines(request: ApiRequest, rows: Sequence[EngagementRequest]) -> list[Offered]:
    full, markings = queries.readable_ids(request.viewer, rows), markings_of(rows)
    return [_offered(row, markings[row.pk] if row.pk in full else None) for row in rows]


def _offered(row: EngagementRequest, marking: Marking | None) -> Offered:
    """``marking`` is that of the text, ``None`` for whoever sees only how far it has come."""
    values = _stage(row) if marking is None else _line(row)
    return Offered(row, [marking or MEMBERS], partial(RequestLine, **values))


def _stage(row: EngagementRequest) -> dict[str, Any]:
    stage = rules.stage(queries.facts_of(row))
    return {
        "id": str(row.pk),
        "full": False,
        "country": Named(id=row.country.key, name=row.country.name),
        "stage": Choice(slug=stage.value, words=str(rules.STAGE_WORDS[stage][0])),
        "title": None,
        "language": None,
        "host": None,
        "changed_at": None,
    }


def _line(row: EngagementRequest) -> dict[str, Any]:
    state, texts = queries.state_of(row).state, queries.texts_of(row, _language())
    return _stage(row) | {
        "full": True,
        "stage": Choice(slug=state.value, words=str(rules.STATE_WORDS[state][0])),
        "title": texts.translation.title,
        "language": texts.language,
        "host": Named(id=row.host.key, name=row.host.name),
        "changed_at": row.changed_at,
    }


def _whole(request: ApiRequest, row: EngagementRequest, answers: Sequence[Answer]) -> RequestShown:
    state, texts = queries.state_of(row), queries.texts_of(row, _language()).translation
    content = Content(
        problem=texts.problem,
        help_wanted=texts.help_wanted,
        tried=texts.tried,
        original_language=row.language,
        state_reason=str(state.reason),
        waits_for=Choice(slug=state.actor.value, words=str(rules.ACTOR_WORDS[state.actor])),
        expected_by=queries.expected_by(row),
        provisions=[Named(id=line.provision.key, name=line.chip) for line in queries.provisions_of(row, _language())],
        said=[_said(turn) for turn in queries.turns(request.viewer, row)],
        answers=[_given(answer) for answer in answers],
        plans=_plans(request, row),
        files=[_file(link.file) for link in queries.files_of(row)],
    )
    return RequestShown(**_line(row), content=content)


def _said(line: queries.Turn) -> Said:
    turn = line.turn
    return Said(
        kind=turn.kind,
        words=str(TurnKind(turn.kind).label),
        at=turn.at,
        by=line.name,
        on_behalf_of=line.principal,
        text=turn.text,
    )


def _given(answer: Answer) -> AnswerGiven:
    assert answer.given_at is not None, "asked only of answers that were given"
    return AnswerGiven(outcome=answer.outcome, text=answer.text, language=answer.language, given_at=answer.given_at)


def _plans(request: ApiRequest, row: EngagementRequest) -> list[PlanOf]:
    links = list(queries.plans_of(row))
    readable = readable_plan_ids(request.viewer, [link.plan_id for link in links])
    return [
        PlanOf(id=str(link.plan_id) if link.plan_id in readable else None, has_result=has_outcome(link.plan))
        for link in links
    ]


def _file(file: StoredFile) -> File:
    return File(id=str(file.pk), title=file.title, name=file.name, kind=file.kind, size=file.size)


def _answer(answer: Answer) -> AnswerShown:
    missing = seats_missing(answer) if answer.sent_at else []
    return AnswerShown(
        outcome=answer.outcome,
        language=answer.language,
        text=answer.text,
        drafted_at=answer.drafted_at,
        sent_at=answer.sent_at,
        waits_for=[Named(id=seat.organisation.key, name=seat.organisation.name) for seat in missing],
    )


def _language() -> str:
    return get_language() or "en"
