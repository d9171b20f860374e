"""Reading requests: full text for those who may, stage for the others, and what each viewer has to do next."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import calendar_of
from pulang.common.followup.models import PlanOutcome
from pulang.common.frameworks.queries import ProvisionLine, lines_of
from pulang.common.marking.queries import shown
from pulang.forum.engagements import rules
from pulang.forum.engagements.models import (
    REQUEST_TEXTS,
    Answer,
    EngagementRequest,
    RequestFile,
    RequestPlan,
    RequestProvision,
    RequestTranslation,
)
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.counts import Moment
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import ID, IDS, Prepared
from pulang.foundation.texts.models import Picked, pick_beside

# Where with_facts leaves the translations: a plain list, since a queryset for each row costs more than reading them.
SPOKEN = "spoken_translations"
ORDERS = (Order("changed", _("Last change"), ("-changed_at", "-id")),)
OPEN_ANSWER = Answer.objects.filter(request=OuterRef("pk"), given_at__isnull=True, set_aside_at__isnull=True)
# What a line of Today says of a request, with all that its translations are compared with.
BRIEFLY = (
    *REQUEST_TEXTS, "language", "made_at", "submitted_at", "endorsed_at", "returned_at", "withdrawn_at",
    "country__name", "host__name", "given__outcome", "given__given_at", "marking__label",
)  # fmt: skip
_TRANSLATIONS = Prepared(
    lambda requests: RequestTranslation.objects.filter(request__in=requests).order_by("pk"), requests=IDS
)
PLANS = RequestPlan.objects.filter(request=OuterRef("pk"))
BEFORE_CO_CHAIRS = OPEN_ANSWER.filter(sent_at__isnull=False)
NOT_WITHDRAWN = Q(withdrawn_at__isnull=True)
IS_SENT = Q(Exists(BEFORE_CO_CHAIRS))
# The same asked of each row that is looked at: for the first few, where PostgreSQL would list all that are sent.
IS_SENT_ITSELF = Q(IsNull(Subquery(BEFORE_CO_CHAIRS.values("sent_at")[:1]), False))

# States in which a request is unless an answer lies before the co-chairs.
_UNLESS_SENT: dict[rules.State, Q] = {
    rules.State.ACCEPTED: Q(given__outcome=rules.Outcome.ACCEPT),
    rules.State.IN_PRINCIPLE: Q(given__outcome=rules.Outcome.IN_PRINCIPLE),
    rules.State.ASKED_BACK: Q(given__outcome=rules.Outcome.ASK_BACK),
    rules.State.DECLINED: Q(given__outcome=rules.Outcome.DECLINE),
    rules.State.WITH_SECRETARIAT: Q(given__isnull=True, endorsed_at__isnull=False),
}
# The same states as rules.request_state, as filters; a test holds the two together.
STATE_FILTERS: dict[rules.State, Q] = {
    rules.State.WITHDRAWN: Q(withdrawn_at__isnull=False),
    rules.State.WITH_CO_CHAIRS: NOT_WITHDRAWN & IS_SENT,
    **{state: NOT_WITHDRAWN & ~IS_SENT & condition for state, condition in _UNLESS_SENT.items()},
    rules.State.TO_ENDORSE: NOT_WITHDRAWN & Q(given__isnull=True, endorsed_at__isnull=True, submitted_at__isnull=False),
    rules.State.RETURNED: NOT_WITHDRAWN & Q(given__isnull=True, submitted_at__isnull=True, returned_at__isnull=False),
    rules.State.DRAFT: NOT_WITHDRAWN & Q(given__isnull=True, submitted_at__isnull=True, returned_at__isnull=True),
}


def in_states(states: Collection[rules.State]) -> Q:
    """In any of these, for the first few: whether an answer is before the co-chairs is asked once of a row at most."""
    with_co_chairs = rules.State.WITH_CO_CHAIRS
    found = [STATE_FILTERS[state] for state in states if state not in (*_UNLESS_SENT, with_co_chairs)]
    if unless := [_UNLESS_SENT[state] for state in states if state in _UNLESS_SENT]:
        one_of = NOT_WITHDRAWN & reduce(or_, unless)
        found.append(one_of if with_co_chairs in states else one_of & ~IS_SENT_ITSELF)
    if with_co_chairs in states:
        found.append(NOT_WITHDRAWN & IS_SENT_ITSELF)
    return reduce(or_, found)


def with_facts(queryset: QuerySet[EngagementRequest], *, texts: bool = True) -> QuerySet[EngagementRequest]:
    """Requests with everything that ``facts_of`` needs, in one query, which looks only at the rows that it gives.

    Without ``texts`` whoever asks gives them their translations by :func:`speak`.
    """
    rows = queryset.select_related("country", "host", "given", "marking")
    if texts:
        rows = rows.prefetch_related(Prefetch("translations", to_attr=SPOKEN))
    return rows.annotate(**COUNTS)


def speak(rows: Iterable[EngagementRequest]) -> None:
    """Give requests their translations, as ``with_facts`` leaves them. One query for all of them."""
    by_request: dict[UUID, list[RequestTranslation]] = {row.pk: [] for row in rows}
    for text in _TRANSLATIONS.objects(requests=by_request) if by_request else ():
        by_request[text.request_id].append(text)
    for row in rows:
        setattr(row, SPOKEN, by_request[row.pk])


def _number_of(rows: QuerySet[RequestPlan]) -> Coalesce:
    """How many there are for each request; a subquery, since a join would be grouped before any row is left out."""
    counted = rows.order_by().values("request").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


# Those facts of a request that stand in other tables.
COUNTS: dict[str, Any] = {
    "sent_at": BEFORE_CO_CHAIRS.values("sent_at")[:1],
    "plan_count": _number_of(PLANS),
    "result_count": _number_of(PLANS.filter(plan__outcome__isnull=False)),
}


def facts_of(request: EngagementRequest) -> rules.Facts:
    """The facts of a request that came through :func:`with_facts`."""
    given = request.given
    return rules.Facts(
        made_at=request.made_at,
        submitted_at=request.submitted_at,
        endorsed_at=request.endorsed_at,
        returned_at=request.returned_at,
        withdrawn_at=request.withdrawn_at,
        sent_at=getattr(request, "sent_at", None),
        outcome=rules.Outcome(given.outcome) if given else None,
        given_at=given.given_at if given else None,
        plans=getattr(request, "plan_count", 0),
        results=getattr(request, "result_count", 0),
    )


def state_of(request: EngagementRequest) -> rules.RequestState:
    """The computed state of a request that came through :func:`with_facts`."""
    return rules.request_state(facts_of(request))


def readable(viewer: Viewer) -> QuerySet[EngagementRequest]:
    """Requests whose text the viewer may read."""
    return visible(viewer, P.REQUEST_VIEW, EngagementRequest.objects.all())


def known(viewer: Viewer) -> QuerySet[EngagementRequest]:
    """Requests of which the viewer may know at least the stage."""
    return visible(viewer, P.REQUEST_STAGE, EngagementRequest.objects.all())


def readable_ids(viewer: Viewer, requests: Iterable[EngagementRequest]) -> frozenset[UUID]:
    """Which of these requests the viewer may read in full, through the gate. Six queries at most."""
    return frozenset(row.pk for row in shown(viewer, _READABLE.objects(viewer, keys={row.pk for row in requests})))


_READABLE = Prepared(lambda viewer, keys: readable(viewer).filter(pk__in=keys).only("marking_id"), keys=IDS)
_KNOWN = Prepared(
    lambda viewer, request: with_facts(
        visible(viewer, P.REQUEST_STAGE, EngagementRequest.objects.filter(pk=request)), texts=False
    ).select_related("body"),
    request=ID,
)


def find(viewer: Viewer, pk: UUID) -> EngagementRequest:
    """A request of which the viewer may know, with its facts; else ``Http404``. Two queries."""
    found: list[EngagementRequest] = _KNOWN.objects(viewer, request=pk)
    if not found:
        raise Http404
    speak(found)
    return found[0]


def by_state(viewer: Viewer) -> dict[rules.State, int]:
    """How many of the requests that the viewer may read are in each state that has any. Two queries at most."""
    conditions = {state.name: Count("pk", filter=condition) for state, condition in STATE_FILTERS.items()}
    counted = Moment.now().answered((by_state, viewer), lambda: readable(viewer).aggregate(**conditions))
    return {state: counted[state.name] for state in rules.State if counted[state.name]}


def hosts(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations for which the viewer may draft a request: facilities, corrections systems, training facilities."""
    allowed = visible(viewer, P.REQUEST_DRAFT, Organisation.objects.all())
    return allowed.filter(kind__in=rules.HOST_KINDS, closed_on__isnull=True).order_by("sort_key", "id")


def plans_of(request: EngagementRequest) -> Sequence[RequestPlan]:
    """The plans a request led to, oldest first; whether their text may be read is for followup to say."""
    return _PLANS_OF.objects(request=request.pk)


_PLANS_OF = Prepared(
    lambda request: (
        RequestPlan.objects.filter(request=request)
        .select_related("plan__host", "plan__outcome")
        .order_by("plan__made_at")
    ),
    request=ID,
)


def outcomes_of(request: EngagementRequest) -> QuerySet[PlanOutcome]:
    """Outcomes of the request's plans, unfiltered: narrow with followup's rule before showing."""
    return PlanOutcome.objects.filter(plan__request_link__request=request)


def files_of(request: EngagementRequest) -> Sequence[RequestFile]:
    """The files beside a request that the viewer was let to, in the order in which they came."""
    return _FILES_OF.objects(request=request.pk)


_FILES_OF = Prepared(
    lambda request: (
        RequestFile.objects.filter(to=request).select_related("file__marking").order_by("file__made_at", "pk")
    ),
    request=ID,
)


def texts_of(request: EngagementRequest, language: str) -> Picked[EngagementRequest | RequestTranslation]:
    """The request's texts in the reader's language where a translation exists, else as they were written."""
    spoken = getattr(request, SPOKEN, None)
    return pick_beside(request, request.translations.all() if spoken is None else spoken, language, REQUEST_TEXTS)


def provisions_of(request: EngagementRequest, language: str) -> list[ProvisionLine]:
    """The good practices a request names, with label, title and address."""
    return lines_of([pk for (pk,) in _NAMED.rows(request=request.pk)], language)


_NAMED = Prepared(
    lambda request: RequestProvision.objects.filter(request=request).values_list("provision_id"), request=ID
)


def clock_country(request: EngagementRequest, state: rules.RequestState) -> UUID | None:
    """The country's own working days while it acts, the plain week while the working group does."""
    group = {rules.Actor.SECRETARIAT, rules.Actor.CO_CHAIRS}
    return None if state.actor in group else request.country_id


def expected_by(request: EngagementRequest) -> date | None:
    """The day by which the present wait should be over."""
    state = state_of(request)
    return state.expected_by(calendar_of(clock_country(request, state)))
