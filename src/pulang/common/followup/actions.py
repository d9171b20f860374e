"""Writing action plans, their outcomes, their translations, and releasing an outcome to members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.queries import demand_end_of_duty, holds_role
from pulang.common.files.actions import Given, attach, detach
from pulang.common.followup.models import (
    OUTCOME_TEXTS,
    PLAN_TEXTS,
    ActionPlan,
    OutcomeTranslation,
    PlanFile,
    PlanOutcome,
    PlanProvision,
    PlanTranslation,
)
from pulang.common.followup.permissions import FollowupPermission as P
from pulang.common.followup.queries.mentoring import mentored
from pulang.common.followup.queries.plans import CURRENT_MENTOR
from pulang.common.frameworks.models import Provision
from pulang.common.marking.actions import mark, narrow, release_to_members, widen
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts.models import TranslationStatus, hash_of
from pulang.kernel import clock
from pulang.kernel.tlp import Label


@dataclass(frozen=True)
class PlanText:
    """What a plan says. ``first_step_on`` is the day of the first step."""

    title: str
    problem: str
    first_step: str
    first_step_on: date
    must_agree: str
    indicator: str
    baseline: str
    target: str
    language: str


@dataclass(frozen=True)
class OutcomeText:
    """What came of a plan. ``seen_on`` is the day on which the value was read."""

    result: str
    value_reached: str
    seen_on: date
    lesson: str
    language: str


@action
def record_plan(
    *,
    by: Viewer,
    host: Organisation,
    text: PlanText,
    provisions: Sequence[Provision],
    owner: Contact | None = None,
    mentor: User | None = None,
    written_on_paper_on: date | None = None,
) -> ActionPlan:
    """A new plan at a host where ``by`` may write plans. ``written_on_paper_on`` when it was typed in from the form."""
    demand(by, P.PLAN_WRITE, host, seen_by=P.PLAN_WRITE)
    now = clock.now()
    plan = ActionPlan.objects.create(
        host=host,
        owner=owner,
        mentor=mentor,
        written_on_paper_on=written_on_paper_on,
        made_at=now,
        made_by_id=_author(by),
        changed_at=now,
        marking=mark(
            Label.AMBER_STRICT,
            [host.pk, host.country_id or host.pk],
            people=[mentor.pk] if mentor else [],
        ),
        **_columns(text),
    )
    PlanProvision.objects.bulk_create(PlanProvision(plan=plan, provision=provision) for provision in provisions)
    record(
        "plan.recorded",
        by=by,
        about=plan,
        organisation_id=host.pk,
        permission=P.PLAN_WRITE,
        after=_columns(text) | {"provisions": [provision.key for provision in provisions]},
    )
    return plan


@action
def change_plan(*, by: Viewer, plan: ActionPlan, text: PlanText, provisions: Sequence[Provision]) -> None:
    """Write a plan again; the earlier wording stays sealed in the audit (RQ-01)."""
    demand(by, P.PLAN_WRITE, plan, seen_by=P.PLAN_VIEW)
    before = {name: getattr(plan, name) for name in _columns(text)}
    for name, value in _columns(text).items():
        setattr(plan, name, value)
    plan.changed_at = clock.now()
    plan.save()
    plan.links.all().delete()
    PlanProvision.objects.bulk_create(PlanProvision(plan=plan, provision=provision) for provision in provisions)
    record(
        "plan.changed",
        by=by,
        about=plan,
        organisation_id=plan.host_id,
        permission=P.PLAN_WRITE,
        before=before,
        after=_columns(text),
    )


@action
def record_outcome(*, by: Viewer, plan: ActionPlan, text: OutcomeText) -> PlanOutcome:
    """Result, value and lesson of a plan; a second call writes them again and the audit keeps the first."""
    demand(by, P.PLAN_WRITE, plan, seen_by=P.PLAN_VIEW)
    now = clock.now()
    outcome = PlanOutcome.objects.filter(plan=plan).first()
    before = {name: getattr(outcome, name) for name in _outcome_columns(text)} if outcome else None
    if outcome is None:
        audience = [plan.host_id, plan.host.country_id or plan.host_id]
        marking = mark(Label.AMBER_STRICT, audience, people=[plan.mentor_id] if plan.mentor_id else [])
        outcome = PlanOutcome(plan=plan, recorded_at=now, recorded_by_id=_author(by), marking=marking)
    for name, value in _outcome_columns(text).items():
        setattr(outcome, name, value)
    outcome.changed_at = now
    outcome.save()
    record(
        "outcome.changed" if before else "outcome.recorded",
        by=by,
        about=outcome,
        organisation_id=plan.host_id,
        permission=P.PLAN_WRITE,
        before=before,
        after=_outcome_columns(text),
    )
    return outcome


@action
def translate_plan(*, by: Viewer, plan: ActionPlan, language: str, texts: Mapping[str, str]) -> None:
    """Add or replace the plan's text in another language."""
    demand(by, P.PLAN_WRITE, plan, seen_by=P.PLAN_VIEW)
    names = [name for name in PLAN_TEXTS if name in texts]
    _translate(PlanTranslation, {"plan": plan}, by, language, texts, hash_of(*(getattr(plan, n) for n in names)))
    record("plan.translated", by=by, about=plan, organisation_id=plan.host_id, after={"language": language, **texts})


@action
def translate_outcome(*, by: Viewer, outcome: PlanOutcome, language: str, texts: Mapping[str, str]) -> None:
    """Add or replace result and lesson in another language."""
    demand(by, P.PLAN_WRITE, outcome.plan, seen_by=P.PLAN_VIEW)
    source = hash_of(*(getattr(outcome, name) for name in OUTCOME_TEXTS))
    _translate(OutcomeTranslation, {"outcome": outcome}, by, language, texts, source)
    record(
        "outcome.translated",
        by=by,
        about=outcome,
        organisation_id=outcome.plan.host_id,
        after={"language": language, **texts},
    )


@action
def release_outcome(*, by: Viewer, outcome: PlanOutcome, reason: str) -> None:
    """The country lets the members read result and lesson: TLP:GREEN, with a reason."""
    demand(by, P.OUTCOME_RELEASE, outcome, seen_by=P.OUTCOME_VIEW)
    country_id = outcome.plan.host.country_id
    assert country_id is not None, "a host stands in a country"
    release_to_members(by=by, marking=outcome.marking, owner_id=country_id, reason=reason)
    record(
        "outcome.released",
        by=by,
        about=outcome,
        organisation_id=country_id,
        permission=P.OUTCOME_RELEASE,
        reason=reason,
    )


@action
def assign_mentor(*, by: Viewer, plan: ActionPlan, mentor: User | None) -> None:
    """Say who accompanies a plan, and so may read it; ``None`` ends it."""
    demand(by, P.PLAN_WRITE, plan, seen_by=P.PLAN_VIEW)
    before = plan.mentor_id
    _accompany(by, plan, mentor)
    record(
        "plan.mentor-assigned",
        by=by,
        about=plan,
        organisation_id=plan.host_id,
        permission=P.PLAN_WRITE,
        before={"mentor": before},
        after={"mentor": mentor.pk if mentor else None},
    )


@action
def hand_over_mentoring(*, by: Viewer, from_user: User, to_user: User | None) -> None:
    """At the end of a mentor's duty: another mentor accompanies the open plans, or nobody until the hosts choose.

    Whoever may end the duty does this without reading the plans. Raises ``Refused`` for a successor who is no mentor,
    since whoever is named could read the plans.
    """
    demand_end_of_duty(by, from_user)
    if to_user is not None and not holds_role(to_user, CURRENT_MENTOR):
        raise Refused(_("Only somebody who holds the role of mentor can take over action plans."))
    for plan in mentored(from_user):
        _accompany(by, plan, to_user)
        record(
            "plan.mentor-assigned",
            by=by,
            about=plan,
            organisation_id=plan.host_id,
            before={"mentor": from_user.pk},
            after={"mentor": to_user.pk if to_user else None},
        )


def _accompany(by: Viewer, plan: ActionPlan, mentor: User | None) -> None:
    """Set the mentor, and let the audience of plan and outcome follow: a mentor may be from elsewhere."""
    before = plan.mentor_id
    plan.mentor = mentor
    plan.save(update_fields=["mentor"])
    outcome = PlanOutcome.objects.filter(plan=plan).select_related("marking").first()
    for marking in (plan.marking, *([outcome.marking] if outcome else [])):
        if before:
            narrow(by=by, marking=marking, owner_id=plan.host_id, person=before)
        if mentor:
            widen(by=by, marking=marking, owner_id=plan.host_id, people=[mentor.pk], reason="Mentor of the plan.")


@action
def attach_to_plan(*, by: Viewer, plan: ActionPlan, given: Given) -> None:
    """Add a file to a plan. Raises ``Refused`` where there are enough."""
    demand(by, P.PLAN_WRITE, plan, seen_by=P.PLAN_VIEW)
    attach(by=by, link=PlanFile, to=plan, marking=plan.marking, given=given, organisation_id=plan.host_id)


@action
def detach_from_plan(*, by: Viewer, attached: PlanFile) -> None:
    """Take away a file that ``by`` added and may still read."""
    demand(by, P.PLAN_VIEW, attached.to, seen_by=P.PLAN_VIEW)
    detach(by=by, attachment=attached, organisation_id=attached.to.host_id)


def _translate(
    model: type[PlanTranslation] | type[OutcomeTranslation],
    parent: Mapping[str, Any],
    by: Viewer,
    language: str,
    texts: Mapping[str, str],
    source_hash: str,
) -> None:
    model._default_manager.update_or_create(
        **parent,
        language=language,
        defaults={
            **texts,
            "status": TranslationStatus.REVIEWED,
            "source_hash": source_hash,
            "made_at": clock.now(),
            "made_by_id": _author(by),
        },
    )


def _author(by: Viewer) -> UUID:
    assert by.user_id is not None, "plans are written by people"
    return by.user_id


def _columns(text: PlanText) -> dict[str, object]:
    return {name: getattr(text, name) for name in (*PLAN_TEXTS, "first_step_on", "language")}


def _outcome_columns(text: OutcomeText) -> dict[str, object]:
    return {name: getattr(text, name) for name in (*OUTCOME_TEXTS, "seen_on", "language")}
