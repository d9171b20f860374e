"""Engagement requests in every state, each with its whole story."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from bench.worlds import words
from bench.worlds.plans import MODELS as PLAN_MODELS
from bench.worlds.plans import Plans, lower
from bench.worlds.stock import Advance, Chronicle, Stock, Told, identifier
from pulang.common.accounts.models import Organisation, User
from pulang.common.followup.models import ActionPlan, PlanOutcome
from pulang.common.frameworks.models import Provision
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, Marking
from pulang.forum.bodies.models import Seat
from pulang.forum.engagements.models import (
    Answer,
    Clearance,
    EngagementRequest,
    RequestPlan,
    RequestProvision,
    RequestTurn,
    TurnKind,
)
from pulang.forum.engagements.permissions import BODY_ROLES
from pulang.kernel import clock
from pulang.kernel.tlp import Label

# The steps of each story, and how many of a hundred requests have it.
STORIES: tuple[tuple[int, tuple[str, ...]], ...] = (
    (4, ()),
    (3, ("submit",)),
    (1, ("submit", "return")),
    (2, ("submit", "endorse", "withdraw")),
    (14, ("submit", "endorse")),
    (10, ("submit", "endorse", "answer:accept")),
    (10, ("submit", "endorse", "answer:accept", "send")),
    (6, ("submit", "endorse", "answer:decline", "send", "clear")),
    (4, ("submit", "endorse", "answer:ask-back", "send", "clear")),
    (6, ("submit", "endorse", "answer:in-principle", "send", "clear")),
    (10, ("submit", "endorse", "answer:accept", "send", "clear")),
    (16, ("submit", "endorse", "answer:accept", "send", "clear", "plan")),
    (8, ("submit", "endorse", "answer:accept", "send", "clear", "plan", "outcome")),
    (6, ("submit", "endorse", "answer:accept", "send", "clear", "plan", "outcome", "release")),
)
DAYS, SPAN, LONGEST_STEP, EACH = 400, 36, timedelta(days=4), 1_000
ENDORSED = "Its country endorsed the request."
RELEASED = "Others can learn from it."
MODELS = (
    *PLAN_MODELS, EngagementRequest, Answer, AudienceOffice, RequestProvision, RequestTurn, Clearance, RequestPlan,
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Who acts in the stories of one country, and the co-chairs' seats with who clears for them."""

    drafter: User
    policy: User
    desk: User
    chairs: Sequence[tuple[Seat, User]]


@dataclass
class Story:
    """A request on its way: the moment of its last step, and what came of it so far."""

    at: datetime
    cast: Cast
    provisions: Sequence[Provision]
    request: EngagementRequest
    answer: Answer | None = None
    plan: ActionPlan | None = None
    outcome: PlanOutcome | None = None

    @property
    def written(self) -> Answer:
        """The answer, in a story that has come so far."""
        assert self.answer is not None
        return self.answer


class Requests:
    """Makes requests as the actions of ``engagements`` do, step by step."""

    def __init__(self, random: Random, chronicle: Chronicle) -> None:
        self._random, self._chronicle = random, chronicle
        self.stock = Stock(*MODELS)
        self._plans = Plans(random, self.stock, chronicle)
        self._steps: dict[str, Callable[..., None]] = {
            "submit": self._submit, "return": self._return, "endorse": self._endorse, "withdraw": self._withdraw,
            "answer": self._answer, "send": self._send, "clear": self._clear, "plan": self._plan,
            "outcome": self._outcome, "release": self._release,
        }  # fmt: skip

    def story(
        self, at: datetime, host: Organisation, cast: Cast, provisions: Sequence[Provision], steps: Sequence[str]
    ) -> Story:
        """A request that came as far as the last of these steps."""
        story = Story(at, cast, provisions, self._request(at, host, cast, provisions))
        for step in steps:
            story.at += timedelta(seconds=self._random.randrange(60, int(LONGEST_STEP.total_seconds())))
            verb, _, detail = step.partition(":")
            self._steps[verb](story, *([detail] if detail else []))
        return story

    def _request(
        self, at: datetime, host: Organisation, cast: Cast, provisions: Sequence[Provision]
    ) -> EngagementRequest:
        texts = self._texts()
        assert host.country_id is not None
        marking = Marking(id=identifier(self._random, at), label=Label.AMBER.value)
        request = EngagementRequest(
            id=identifier(self._random, at),
            body=cast.chairs[0][0].body,
            host=host,
            country_id=host.country_id,
            made_at=at,
            made_by=cast.drafter,
            changed_at=at,
            marking=marking,
            **texts,
        )
        self.stock.add(marking, request)
        self.stock.add(AudienceOrganisation(marking=marking, organisation_id=host.country_id))
        self.stock.add(*(RequestProvision(request=request, provision=provision) for provision in provisions))
        keys = {"host": host.key, "provisions": [provision.key for provision in provisions]}
        told = Told("request.drafted", cast.drafter.pk, request, host.country_id, {"after": texts | keys})
        self._chronicle.tell(at, told)
        return request

    def _texts(self) -> dict[str, str]:
        language = self._random.choice(words.LANGUAGES)
        return {
            "title": words.title(self._random, language),
            "problem": words.text(self._random, language, 40),
            "help_wanted": words.text(self._random, language, 20),
            "tried": words.text(self._random, language, 10),
            "language": language,
        }

    def _submit(self, story: Story) -> None:
        request, by = story.request, story.cast.drafter
        request.round += 1
        request.submitted_at, request.submitted_by, request.changed_at = story.at, by, story.at
        self._turn(story, TurnKind.SUBMITTED, by)
        self._tell(story, "request.submitted", by, {"after": {"round": request.round}})

    def _return(self, story: Story) -> None:
        request, by, reason = story.request, story.cast.policy, words.title(self._random, story.request.language)
        request.returned_at, request.returned_by, request.changed_at = story.at, by, story.at
        request.submitted_at = request.submitted_by = None
        self._turn(story, TurnKind.RETURNED, by, reason)
        self._tell(story, "request.returned", by, {"reason": reason})

    def _endorse(self, story: Story) -> None:
        request, by = story.request, story.cast.policy
        request.endorsed_at = request.first_endorsed_at = request.changed_at = story.at
        request.endorsed_by = by
        offices = sorted(BODY_ROLES)
        self.stock.add(*(AudienceOffice(marking=request.marking, role=role) for role in offices))
        widened: dict[str, object] = {"after": {"offices": offices, "people": []}, "reason": ENDORSED}
        self._chronicle.tell(story.at, Told("marking.widened", by.pk, request.marking, request.country_id, widened))
        self._turn(story, TurnKind.ENDORSED, by)
        self._tell(story, "request.endorsed", by, {"after": {"round": request.round}})

    def _withdraw(self, story: Story) -> None:
        request, by, reason = story.request, story.cast.drafter, words.title(self._random, story.request.language)
        request.withdrawn_at, request.withdrawn_by, request.changed_at = story.at, by, story.at
        self._turn(story, TurnKind.WITHDRAWN, by, reason)
        self._tell(story, "request.withdrawn", by, {"reason": reason})

    def _answer(self, story: Story, outcome: str) -> None:
        request, by = story.request, story.cast.desk
        marking = Marking(id=identifier(self._random, story.at), label=Label.AMBER.value)
        self.stock.add(marking)
        self.stock.add(AudienceOrganisation(marking=marking, organisation_id=request.country_id))
        self.stock.add(*(AudienceOffice(marking=marking, role=role) for role in sorted(BODY_ROLES)))
        text = words.text(self._random, request.language, 25)
        story.answer = Answer(
            id=identifier(self._random, story.at),
            request=request,
            round=request.round,
            outcome=outcome,
            language=request.language,
            text=text,
            drafted_at=story.at,
            drafted_by=by,
            marking=marking,
        )
        self.stock.add(story.answer)
        self._tell_answer(story, "answer.drafted", by, {"after": {"outcome": outcome, "text": text}})

    def _send(self, story: Story) -> None:
        by = story.cast.desk
        story.written.sent_at, story.written.sent_by, story.request.changed_at = story.at, by, story.at
        self._turn(story, TurnKind.SENT, by, inside=True)
        self._tell_answer(story, "answer.sent", by)

    def _clear(self, story: Story) -> None:
        for seat, by in story.cast.chairs:
            self.stock.add(Clearance(answer=story.answer, seat=seat, cleared=True, at=story.at, by=by))
            self._turn(story, TurnKind.CLEARED, by, inside=True)
            self._tell_answer(story, "answer.cleared", by, {"after": {"seat": seat.organisation.key}})
        self._give(story, by)

    def _give(self, story: Story, by: User) -> None:
        """Part of the last clearance."""
        request, answer = story.request, story.written
        answer.given_at = request.changed_at = story.at
        request.given = answer
        if answer.outcome == "ask-back":
            request.submitted_at = request.submitted_by = request.endorsed_at = request.endorsed_by = None
        self._turn(story, TurnKind.GIVEN, by, answer.text)
        self._tell_answer(story, "answer.given", by, {"after": {"outcome": answer.outcome}})

    def _plan(self, story: Story) -> None:
        by = story.cast.drafter
        story.plan = self._plans.plan(story.at, by, story.request.host, story.provisions)
        self.stock.add(RequestPlan(request=story.request, plan=story.plan))
        self._turn(story, TurnKind.PLANNED, by)

    def _outcome(self, story: Story) -> None:
        assert story.plan is not None
        story.outcome = self._plans.outcome(story.at, story.cast.drafter, story.plan)

    def _release(self, story: Story) -> None:
        request, by = story.request, story.cast.policy
        lower(self._chronicle, story.at, by, request.marking, request.country_id, RELEASED)
        self._turn(story, TurnKind.RELEASED, by, RELEASED)
        self._tell(story, "request.released", by, {"reason": RELEASED})
        assert story.outcome is not None
        self._plans.release(story.at, by, story.outcome, RELEASED)

    def _turn(self, story: Story, kind: TurnKind, by: User, text: str = "", *, inside: bool = False) -> None:
        turn = RequestTurn(
            id=identifier(self._random, story.at),
            request=story.request,
            round=story.request.round,
            kind=kind,
            at=story.at,
            by=by,
            text=text,
            inside_working_group=inside,
        )
        self.stock.add(turn)

    def _tell(self, story: Story, verb: str, by: User, values: dict[str, object] | None = None) -> None:
        told = Told(verb, by.pk, story.request, story.request.country_id, values or {})
        self._chronicle.tell(story.at, told)

    def _tell_answer(self, story: Story, verb: str, by: User, values: dict[str, object] | None = None) -> None:
        told = Told(verb, by.pk, story.written, story.request.country_id, values or {})
        self._chronicle.tell(story.at, told)


def requests(
    random: Random,
    size: int,
    hosts: Sequence[Organisation],
    casts: Mapping[UUID, Cast],
    provisions: Sequence[Provision],
    chronicle: Chronicle,
    advance: Advance,
) -> None:
    """So many requests over the last four hundred days; ``casts`` are by country."""
    maker, begin, stories = Requests(random, chronicle), clock.now(), [steps for _, steps in STORIES]
    every, weights = timedelta(days=DAYS - SPAN) / size, [weight for weight, _ in STORIES]
    for number in range(size):
        at, host = begin + number * every, random.choice(hosts)
        (steps,) = random.choices(stories, weights)
        assert host.country_id is not None
        maker.story(at, host, casts[host.country_id], random.sample(provisions, 3), steps)
        if number % EACH == EACH - 1 or number == size - 1:
            with transaction.atomic():
                maker.stock.write()
                chronicle.append_until(at if number < size - 1 else None)
            advance(EACH)
