"""The country's side: draft, submit, endorse or return, withdraw, release, translate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.frameworks.models import Provision
from pulang.common.marking.actions import mark, release_to_members, widen
from pulang.forum.bodies.queries import body_for
from pulang.forum.engagements import rules
from pulang.forum.engagements.actions.steps import WrongState, locked, person, turn
from pulang.forum.engagements.models import (
    REQUEST_TEXTS,
    EngagementRequest,
    RequestProvision,
    RequestTranslation,
    TurnKind,
)
from pulang.forum.engagements.permissions import BODY_ROLES
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import TranslationStatus, hash_of
from pulang.kernel import clock
from pulang.kernel.tlp import Label

__all__ = ["NotReady", "RequestText", "WrongState"]
S = rules.State


class NotReady(Refused):
    """A request that cannot be submitted yet; the message lists what is missing."""


@dataclass(frozen=True)
class RequestText:
    """What a request says, in one stated language."""

    title: str
    problem: str
    help_wanted: str
    tried: str
    language: str


@action
def draft(
    *, by: Viewer, host: Organisation, text: RequestText, provisions: Sequence[Provision] = ()
) -> EngagementRequest:
    """Begin a request for a host of the drafter's country. It can be left and resumed."""
    demand(by, P.REQUEST_DRAFT, host, seen_by=P.REQUEST_DRAFT)
    country = host.country
    body = body_for(country) if country else None
    if country is None or body is None:
        raise Refused(_("Your country has no seat in a working group, so a request would reach nobody."))
    now = clock.now()
    request = EngagementRequest.objects.create(
        body=body,
        host=host,
        country=country,
        made_at=now,
        made_by_id=person(by),
        changed_at=now,
        marking=mark(Label.AMBER, [country.pk]),
        **_columns(text),
    )
    _link(request, provisions)
    _record("request.drafted", by, request, P.REQUEST_DRAFT, after=_content(request, text, provisions))
    return request


@action
def change(
    *,
    by: Viewer,
    request: EngagementRequest,
    host: Organisation,
    text: RequestText,
    provisions: Sequence[Provision],
) -> None:
    """Write a request again while it is with the requester; the earlier wording stays in the audit."""
    demand(by, P.REQUEST_DRAFT, request, seen_by=P.REQUEST_VIEW)
    demand(by, P.REQUEST_DRAFT, host, seen_by=P.REQUEST_DRAFT)
    request = locked(request, *rules.OPEN_TO_THE_REQUESTER)
    before = {name: getattr(request, name) for name in _columns(text)}
    request.host = host
    request.country_id = host.country_id or request.country_id
    for name, value in _columns(text).items():
        setattr(request, name, value)
    _save(request)
    request.links.all().delete()
    _link(request, provisions)
    after = _content(request, text, provisions)
    _record("request.changed", by, request, P.REQUEST_DRAFT, before=before, after=after)


@action
def submit(*, by: Viewer, request: EngagementRequest) -> None:
    """Hand the request to the country's policy focal point. Raises ``NotReady`` naming what is missing."""
    demand(by, P.REQUEST_DRAFT, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, *rules.OPEN_TO_THE_REQUESTER)
    _demand_complete(request)
    request.round += 1
    request.submitted_at, request.submitted_by_id = clock.now(), person(by)
    request.returned_at = request.returned_by = request.given = None
    _save(request)
    turn(request, TurnKind.SUBMITTED, by=by, permission=P.REQUEST_DRAFT)
    _record("request.submitted", by, request, P.REQUEST_DRAFT, after={"round": request.round})


@action
def endorse(*, by: Viewer, request: EngagementRequest) -> None:
    """The country stands behind the request: it goes to the working group."""
    demand(by, P.REQUEST_ENDORSE, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, S.TO_ENDORSE)
    now = clock.now()
    request.endorsed_at, request.endorsed_by_id = now, person(by)
    request.first_endorsed_at = request.first_endorsed_at or now
    _save(request)
    widen(
        by=by,
        marking=request.marking,
        owner_id=request.country_id,
        offices=BODY_ROLES,
        reason="Its country endorsed the request.",
    )
    turn(request, TurnKind.ENDORSED, by=by, permission=P.REQUEST_ENDORSE)
    _record("request.endorsed", by, request, P.REQUEST_ENDORSE, after={"round": request.round})


@action
def send_back(*, by: Viewer, request: EngagementRequest, reason: str) -> None:
    """The policy focal point returns the request to its drafter with a reason."""
    demand(by, P.REQUEST_ENDORSE, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, S.TO_ENDORSE)
    request.returned_at, request.returned_by_id = clock.now(), person(by)
    request.submitted_at = request.submitted_by = None
    _save(request)
    turn(request, TurnKind.RETURNED, by=by, permission=P.REQUEST_ENDORSE, text=reason)
    _record("request.returned", by, request, P.REQUEST_ENDORSE, reason=reason)


@action
def withdraw(*, by: Viewer, request: EngagementRequest, reason: str) -> None:
    """The requester takes the request back, at any time before a final answer and before a plan."""
    demand(by, P.REQUEST_DRAFT, request, seen_by=P.REQUEST_VIEW)
    request = locked(request, *(set(S) - rules.FINAL))
    if request.plans.exists():
        raise Refused(_("The host has begun its action plan, so the request can no longer be withdrawn."))
    request.withdrawn_at, request.withdrawn_by_id = clock.now(), person(by)
    _save(request)
    turn(request, TurnKind.WITHDRAWN, by=by, permission=P.REQUEST_DRAFT, text=reason)
    _record("request.withdrawn", by, request, P.REQUEST_DRAFT, reason=reason)


@action
def release(*, by: Viewer, request: EngagementRequest, reason: str) -> None:
    """The country lets the body's members read the request's text: TLP:GREEN, with a reason."""
    demand(by, P.REQUEST_RELEASE, request, seen_by=P.REQUEST_VIEW)
    release_to_members(by=by, marking=request.marking, owner_id=request.country_id, reason=reason)
    turn(request, TurnKind.RELEASED, by=by, permission=P.REQUEST_RELEASE, text=reason)
    _record("request.released", by, request, P.REQUEST_RELEASE, reason=reason)


@action
def translate(*, by: Viewer, request: EngagementRequest, language: str, texts: Mapping[str, str]) -> None:
    """Add or replace the request's text in another language than its own."""
    demand(by, P.REQUEST_DRAFT, request, seen_by=P.REQUEST_VIEW)
    RequestTranslation.objects.update_or_create(
        request=request,
        language=language,
        defaults={
            **texts,
            "status": TranslationStatus.REVIEWED,
            "source_hash": hash_of(*(getattr(request, name) for name in REQUEST_TEXTS)),
            "made_at": clock.now(),
            "made_by_id": person(by),
        },
    )
    _record("request.translated", by, request, P.REQUEST_DRAFT, after={"language": language, **texts})


def missing(request: EngagementRequest) -> list[str]:
    """What a request still needs before it can be submitted, in the user's words."""
    needed = [
        (request.title, _("a title")),
        (request.problem, _("the problem")),
        (request.help_wanted, _("the help that is wanted")),
        (request.links.exists(), _("at least one good practice")),
    ]
    return [str(name) for value, name in needed if not value]


def _demand_complete(request: EngagementRequest) -> None:
    lacking = missing(request)
    if lacking:
        raise NotReady(_("Before you can submit, add: {things}.").format(things=", ".join(lacking)))


def _save(request: EngagementRequest) -> None:
    request.changed_at = clock.now()
    request.save()


def _link(request: EngagementRequest, provisions: Sequence[Provision]) -> None:
    links = [RequestProvision(request=request, provision=provision) for provision in provisions]
    RequestProvision.objects.bulk_create(links)


def _columns(text: RequestText) -> dict[str, str]:
    return {name: getattr(text, name) for name in (*REQUEST_TEXTS, "language")}


def _content(request: EngagementRequest, text: RequestText, provisions: Sequence[Provision]) -> dict[str, object]:
    return _columns(text) | {"host": request.host.key, "provisions": [item.key for item in provisions]}


def _record(verb: str, by: Viewer, request: EngagementRequest, permission: str, **values: object) -> None:
    record(verb, by=by, about=request, organisation_id=request.country_id, permission=permission, **values)  # type: ignore[arg-type]
