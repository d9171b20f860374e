"""Who may see what, written a second time and differently: plain loops over plain rows, no querysets, no clauses.

An oracle is a function of somebody's roles and one row. ``Somebody`` holds (role, organisation) pairs and an id.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pulang.common.accounts.models import Organisation

DIRECTORY = {
    "access-manager", "co-chair", "corrections-focal-point", "curriculum-lead", "governor", "host-coordinator",
    "policy-focal-point", "prison-officer", "secretariat", "security-manager", "system-administrator",
    "training-officer",
}  # fmt: skip
EVERYWHERE = {
    "co-chair", "secretariat", "curriculum-lead", "human-rights-reader", "inspector", "data-protection-officer",
    "system-administrator",
}  # fmt: skip
WHOLE_COUNTRY = {"policy-focal-point", "corrections-focal-point"}
MEMBERS = {
    "co-chair", "secretariat", "policy-focal-point", "corrections-focal-point", "host-coordinator", "mentor",
    "curriculum-lead", "trainer", "expert", "observer",
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    """An id and roles at organisations."""

    user_id: UUID
    roles: tuple[tuple[str, Organisation], ...]

    def holds(self, *names: str) -> bool:
        return any(role in names for role, _place in self.roles)

    def places(self, *names: str) -> list[Organisation]:
        return [place for role, place in self.roles if role in names]


def stands_below(place: Organisation | None, root: Organisation) -> bool:
    """Walk up the tree, step by step."""
    while place is not None:
        if place.pk == root.pk:
            return True
        place = place.parent
    return False


def country_of(place: Organisation) -> UUID | None:
    """Walk up to the country."""
    walker: Organisation | None = place
    while walker is not None and walker.kind != "country":
        walker = walker.parent
    return walker.pk if walker else None


def reaches(who: Somebody, place: Organisation, holders: set[str]) -> bool:
    """Whether a role among ``holders`` carries from where it is held to this organisation."""
    for role, home in who.roles:
        if role not in holders:
            continue
        if role in EVERYWHERE:
            return True
        if role in WHOLE_COUNTRY:
            if country_of(home) is not None and country_of(home) == country_of(place):
                return True
        elif stands_below(place, home):
            return True
    return False


def speaks_for(who: Somebody, country_id: UUID | None, *roles: str) -> bool:
    """Whether one of these roles is held somewhere in the country."""
    return country_id is not None and any(country_of(home) == country_id for home in who.places(*roles))


@dataclass(frozen=True)
class Audience:
    """A marking as it stands in the tables: label, organisations, offices, people."""

    label: str
    organisations: tuple[Organisation, ...]
    offices: frozenset[str]
    people: frozenset[UUID]


def invited(who: Somebody, row: Any) -> bool:
    """Whether the owner named this person later on: asked of the audience beside the row, if a test put one there."""
    guests: Audience = getattr(row.marking, "guests", None) or guests_of(row.marking)
    return (
        who.user_id in guests.people
        or who.holds(*guests.offices)
        or any(stands_below(home, place) for place in guests.organisations for _role, home in who.roles)
    )


def guests_of(marking: Any) -> Audience:
    """Whom the owner named later on, read row by row."""
    return Audience(
        marking.label,
        tuple(each.organisation for each in marking.audienceorganisation_set.all() if each.invited),
        frozenset(each.role for each in marking.audienceoffice_set.all() if each.invited),
        frozenset(each.person_id for each in marking.audienceperson_set.all() if each.invited),
    )


def may_have(who: Somebody, audience: Audience) -> bool:
    """The Traffic Light Protocol, asked of one person."""
    if audience.label == "TLP:CLEAR":
        return True
    if not who.roles:
        return False
    if audience.label == "TLP:GREEN" or who.user_id in audience.people:
        return True
    if audience.label == "TLP:RED":
        return False
    if who.holds(*audience.offices):
        return True
    return any(stands_below(home, place) for _role, home in who.roles for place in audience.organisations)


# What shows only that something exists, and so does not ask for its marking.
SHOWS_NO_CONTENT = {"engagements.request.stage", "followup.plan.stage", "learning.delivery.stage"}
Oracle = Callable[[Somebody, Any], bool]
CONTACT_VIEWERS = DIRECTORY - {"prison-officer"}
CONTACT_MAKERS = {
    "access-manager", "corrections-focal-point", "host-coordinator", "policy-focal-point", "secretariat",
    "system-administrator", "training-officer",
}  # fmt: skip


def contact_view(who: Somebody, row: Any) -> bool:
    mine = getattr(row, "user", None)
    return reaches(who, row.organisation, CONTACT_VIEWERS) or (mine is not None and mine.pk == who.user_id)


def account_view(who: Somebody, row: Any) -> bool:
    if row.pk == who.user_id or who.holds("system-administrator"):
        return True
    return row.contact is not None and reaches(who, row.contact.organisation, {"access-manager"})


def over_account(who: Somebody, row: Any) -> bool:
    return row.contact is not None and reaches(who, row.contact.organisation, {"access-manager"})


def plan_read(who: Somebody, plan: Any, *, writers_only: bool = False) -> bool:
    wide = {"host-coordinator", "training-officer"} if writers_only else {
        "host-coordinator", "training-officer", "governor",
    }  # fmt: skip
    country_roles = ("corrections-focal-point",) if writers_only else tuple(WHOLE_COUNTRY)
    if speaks_for(who, country_of(plan.host), *country_roles) or reaches(who, plan.host, wide):
        return True
    may = {"corrections-focal-point", "host-coordinator", "training-officer", "prison-officer"}
    if not writers_only:
        may |= MEMBERS | {"governor"}
    if not who.holds(*may):
        return False
    owner = plan.owner.user.pk if plan.owner and hasattr(plan.owner, "user") else None
    return who.user_id in {plan.made_by_id, owner, None if writers_only else plan.mentor_id} - {None}


def released(row: Any) -> bool:
    return row.marking.label in {"TLP:GREEN", "TLP:CLEAR"}


def plan_view(who: Somebody, plan: Any) -> bool:
    readers = MEMBERS | {"governor", "prison-officer", "training-officer"}
    return plan_read(who, plan) or ((released(plan) or invited(who, plan)) and who.holds(*readers))


def decides(who: Somebody, host: Organisation) -> bool:
    return speaks_for(who, country_of(host), "policy-focal-point") or reaches(who, host, {"governor"})


def outcome_view(who: Somebody, row: Any) -> bool:
    readers = MEMBERS | {"governor", "prison-officer", "training-officer"}
    return plan_read(who, row.plan) or ((released(row) or invited(who, row)) and who.holds(*readers))


def request_view(who: Somebody, row: Any) -> bool:
    if speaks_for(who, row.country_id, *WHOLE_COUNTRY) or reaches(who, row.host, {"host-coordinator"}):
        return True
    if row.first_endorsed_at is None:
        return False
    return who.holds("co-chair", "secretariat") or ((released(row) or invited(who, row)) and who.holds(*MEMBERS))


def request_stage(who: Somebody, row: Any) -> bool:
    return request_view(who, row) or (row.first_endorsed_at is not None and who.holds(*MEMBERS))


def answer_view(who: Somebody, row: Any) -> bool:
    if who.holds("co-chair", "secretariat"):
        return True
    if row.given_at is None:
        return False
    request = row.request
    return speaks_for(who, request.country_id, *WHOLE_COUNTRY) or reaches(who, request.host, {"host-coordinator"})


def answer_clear(who: Somebody, row: Any) -> bool:
    if row.sent_at is None:
        return False
    homes = {key for home in who.places("co-chair") for key in (home.pk, country_of(home))}
    seats = row.request.body.seats.all()
    return any(seat.kind == "co-chair" and seat.ends_on is None and seat.organisation_id in homes for seat in seats)


def plan_at(who: Somebody, row: Any, *, write: bool) -> bool:
    country_roles = ("corrections-focal-point",) if write else tuple(WHOLE_COUNTRY)
    wide = {"host-coordinator", "training-officer", "prison-officer"} if write else {
        "host-coordinator", "training-officer", "governor",
    }  # fmt: skip
    return speaks_for(who, country_of(row), *country_roles) or reaches(who, row, wide)


COURSE_KEEPERS = ("curriculum-lead", "training-officer")
COURSE_TEACHERS = {*COURSE_KEEPERS, "human-rights-reader", "co-chair", "secretariat", "expert", "mentor", "trainer"}
COURSE_READERS = COURSE_TEACHERS | {
    "corrections-focal-point", "policy-focal-point", "host-coordinator", "observer", "governor", "prison-officer",
    "security-manager",
}  # fmt: skip


def draft_for(who: Somebody, row: Any, *roles: str) -> bool:
    return row.released_at is None and who.holds(*roles)


def course(who: Somebody, row: Any, roles: set[str]) -> bool:
    """A released one for all of these; a draft for those who keep courses or read them for human rights."""
    if row.released_at is None:
        return who.holds(*COURSE_KEEPERS, "human-rights-reader")
    return who.holds(*roles)


PLANS_TRAINING = ("curriculum-lead", "training-officer", "host-coordinator")
NOMINATORS = {"corrections-focal-point", "governor", "training-officer", "host-coordinator"}
HOLDERS = COURSE_TEACHERS | {"prison-officer", "security-manager", "host-coordinator"}


def plans_training(who: Somebody, place: Organisation) -> bool:
    """At or below the organisation where the role is held, also for a role that reaches further elsewhere."""
    return any(stands_below(place, home) for home in who.places(*PLANS_TRAINING))


def is_at(who: Somebody, place: Organisation, roles: set[str]) -> bool:
    """A role in the same country, or at the organisation or above it."""
    return speaks_for(who, country_of(place), *roles) or any(stands_below(place, home) for home in who.places(*roles))


def assigned(who: Somebody, row: Any, *, observers: bool) -> bool:
    """Whether the person is among the trainers, read one by one."""
    return any(
        getattr(each.contact, "user", None) is not None and each.contact.user.pk == who.user_id
        for each in row.trainers.all()
        if observers or each.part != "observer"
    )


def enrolled(who: Somebody, row: Any) -> bool:
    users = [getattr(each.contact, "user", None) for each in row.enrolments.all()]
    return who.user_id in {user.pk for user in users if user is not None}


def delivery_view(who: Somebody, row: Any) -> bool:
    if not who.holds(*COURSE_READERS):
        return False
    return is_at(who, row.organisation, COURSE_READERS) or assigned(who, row, observers=True) or enrolled(who, row)


def delivery_hold(who: Somebody, row: Any) -> bool:
    teaches = who.holds(*HOLDERS) and assigned(who, row, observers=False)
    return plans_training(who, row.organisation) or teaches


def delivery_nominate(who: Somebody, row: Any) -> bool:
    if not who.holds(*NOMINATORS):
        return False
    country = country_of(row.organisation)
    return country is None or speaks_for(who, country, *NOMINATORS)


def phones_allow(who: Somebody, row: Any) -> bool:
    """Whoever answers for the place where it is held; for the organisation that holds it, where no place is named."""
    place = row.venue or row.organisation
    return any(stands_below(place, home) for home in who.places("security-manager", "host-coordinator"))


def enrolment_view(who: Somebody, row: Any) -> bool:
    user = getattr(row.contact, "user", None)
    if user is not None and user.pk == who.user_id and who.holds(*COURSE_READERS):
        return True
    return delivery_hold(who, row.delivery) or reaches(who, row.organisation, NOMINATORS)


CERTIFIERS = ("curriculum-lead", "training-officer", "corrections-focal-point")


def is_own(who: Somebody, contact: Any) -> bool:
    """The contact is the person's own, who has a role that has to do with courses."""
    user = getattr(contact, "user", None)
    return user is not None and user.pk == who.user_id and who.holds(*COURSE_READERS)


def own_place(who: Somebody, row: Any) -> bool:
    return row.decision == "accepted" and is_own(who, row.contact)


def score_view(who: Somebody, row: Any) -> bool:
    """The trainee's own, or of somebody whom the person teaches: planning a delivery is not enough."""
    place = row.enrolment
    return is_own(who, place.contact) or (who.holds(*HOLDERS) and assigned(who, place.delivery, observers=False))


def certificate_view(who: Somebody, row: Any) -> bool:
    place = row.enrolment
    return is_own(who, place.contact) or plans_training(who, place.delivery.organisation)


def certifies(who: Somebody, place: Organisation) -> bool:
    """At or below the own organisation; of international organisations, whoever does so at one."""
    homes = list(who.places(*CERTIFIERS))
    if any(stands_below(place, home) for home in homes):
        return True
    return country_of(place) is None and any(country_of(home) is None for home in homes)


def observed_view(who: Somebody, row: Any) -> bool:
    return is_own(who, row.contact) or certifies(who, row.contact.organisation)


def certification_view(who: Somebody, row: Any) -> bool:
    return observed_view(who, row) or plans_training(who, row.contact.organisation)


def observes_work(who: Somebody, row: Any) -> bool:
    """At or below the own place, of others, at whose delivery the person did not teach."""
    place = row.enrolment
    leads = any(stands_below(place.organisation, home) for home in who.places(*NOMINATORS))
    return leads and not is_own(who, place.contact) and not assigned(who, place.delivery, observers=True)


def work_view(who: Somebody, row: Any) -> bool:
    mine = row.recorded_at is not None and is_own(who, row.enrolment.contact)
    return mine or observes_work(who, row)


EDITION_WRITERS = {"trainer", "host-coordinator", "training-officer", "corrections-focal-point"}
EDITION_HOSTS = {"governor", "corrections-focal-point"}
EDITION_LEADS = {"curriculum-lead", "training-officer"}


def in_tree(who: Somebody, place: Organisation, roles: set[str]) -> bool:
    """Above, at or below a place where one of the roles is held; or for the whole country, as a focal point."""
    for home in who.places(*roles - WHOLE_COUNTRY - EVERYWHERE):
        if stands_below(place, home) or stands_below(home, place):
            return True
    country = country_of(place)
    return country is not None and any(country_of(home) == country for home in who.places(*roles & WHOLE_COUNTRY))


def edition_draft(who: Somebody, row: Any, roles: set[str]) -> bool:
    return row.released_at is None and in_tree(who, row.edition.organisation, roles)


def edition_lead(who: Somebody, row: Any) -> bool:
    return edition_draft(who, row, EDITION_LEADS) or draft_for(who, row, "curriculum-lead")


def edition_work(who: Somebody, row: Any) -> bool:
    """Whoever writes, approves or reads a draft for human rights."""
    wrote = edition_draft(who, row, EDITION_WRITERS | EDITION_HOSTS)
    return wrote or edition_lead(who, row) or draft_for(who, row, "human-rights-reader")


def edition_read(who: Somebody, row: Any) -> bool:
    if row.released_at is not None:
        return who.holds(*COURSE_READERS)
    return edition_draft(who, row, COURSE_READERS) or edition_work(who, row)


def edition_teach(who: Somebody, row: Any) -> bool:
    return who.holds(*COURSE_TEACHERS) if row.released_at is not None else edition_work(who, row)


COMMON: dict[tuple[str, str], Oracle] = {
    ("accounts.Organisation", "accounts.organisation.view"): lambda who, row: who.holds(*DIRECTORY),
    ("accounts.Organisation", "accounts.organisation.make"): lambda who, row: who.holds("system-administrator"),
    ("accounts.Organisation", "accounts.organisation.suspend"): (
        lambda who, row: who.holds("system-administrator") or reaches(who, row, {"access-manager"})
    ),
    ("accounts.Organisation", "accounts.membership.grant"): lambda who, row: reaches(who, row, {"access-manager"}),
    ("accounts.Organisation", "accounts.membership.view"): lambda who, row: reaches(who, row, {"access-manager"}),
    ("accounts.Organisation", "accounts.contact.view"): lambda who, row: reaches(who, row, CONTACT_VIEWERS),
    ("accounts.Organisation", "accounts.contact.make"): lambda who, row: reaches(who, row, CONTACT_MAKERS),
    ("accounts.Contact", "accounts.contact.view"): contact_view,
    ("accounts.Contact", "accounts.contact.make"): lambda who, row: reaches(who, row.organisation, CONTACT_MAKERS),
    ("accounts.User", "accounts.account.view"): account_view,
    ("accounts.User", "accounts.account.make"): lambda who, row: who.holds("system-administrator"),
    ("accounts.User", "accounts.reenrol.approve"): over_account,
    ("accounts.User", "accounts.duty.end"): over_account,
    ("accounts.User", "accounts.deputy.name"): over_account,
    ("accounts.Membership", "accounts.membership.view"): (
        lambda who, row: row.user_id == who.user_id or reaches(who, row.organisation, {"access-manager"})
    ),
    ("accounts.Membership", "accounts.membership.grant"): (
        lambda who, row: reaches(who, row.organisation, {"access-manager"})
    ),
    ("accounts.Deputy", "accounts.deputy.view"): (
        lambda who, row: who.user_id in {row.principal_id, row.deputy_id} or over_account(who, row.principal)
    ),
    ("accounts.Organisation", "exchange.holdings.view"): decides,
    ("accounts.Organisation", "exchange.erasure.ask"): decides,
    ("exchange.Erasure", "exchange.erasure.ask"): lambda who, row: decides(who, row.organisation),
    ("exchange.Erasure", "exchange.erasure.carry-out"): lambda who, row: who.holds("system-administrator"),
    ("files.Document", "files.document.view"): lambda who, row: row.asker_id == who.user_id,
    ("notices.Notice", "notices.view"): lambda who, row: row.recipient_id == who.user_id,
    ("events.Event", "audit.read"): lambda who, row: who.holds("inspector", "data-protection-officer"),
    ("frameworks.Document", "frameworks.read"): lambda who, row: bool(who.roles),
    ("frameworks.Provision", "frameworks.read"): lambda who, row: bool(who.roles),
    ("learning.CourseVersion", "learning.course.read"): lambda who, row: course(who, row, COURSE_READERS),
    ("learning.CourseVersion", "learning.course.teach"): lambda who, row: course(who, row, COURSE_TEACHERS),
    ("learning.CourseVersion", "learning.course.import"): lambda who, row: draft_for(who, row, *COURSE_KEEPERS),
    ("learning.CourseVersion", "learning.course.release"): lambda who, row: draft_for(who, row, *COURSE_KEEPERS),
    ("learning.CourseVersion", "learning.course.sign"): lambda who, row: draft_for(who, row, "human-rights-reader"),
    ("learning.Delivery", "learning.delivery.stage"): lambda who, row: who.holds(*COURSE_READERS),
    ("learning.Delivery", "learning.delivery.view"): delivery_view,
    ("learning.Delivery", "learning.delivery.plan"): lambda who, row: plans_training(who, row.organisation),
    ("learning.Delivery", "learning.delivery.decide"): lambda who, row: plans_training(who, row.organisation),
    ("learning.Delivery", "learning.delivery.hold"): delivery_hold,
    ("learning.Delivery", "learning.delivery.nominate"): delivery_nominate,
    ("learning.Delivery", "learning.room.phones"): phones_allow,
    ("learning.Enrolment", "learning.enrolment.view"): enrolment_view,
    ("learning.Enrolment", "learning.result.give"): own_place,
    ("learning.Attempt", "learning.result.view"): score_view,
    ("learning.Certificate", "learning.certificate.view"): certificate_view,
    ("learning.Certificate", "learning.certificate.issue"): (
        lambda who, row: plans_training(who, row.enrolment.delivery.organisation)
    ),
    ("learning.Delivery", "learning.certificate.issue"): lambda who, row: plans_training(who, row.organisation),
    ("accounts.Contact", "learning.trainer.certify"): lambda who, row: certifies(who, row.organisation),
    ("learning.TrainerCertification", "learning.trainer.view"): certification_view,
    ("learning.TrainerCertification", "learning.trainer.certify"): (
        lambda who, row: certifies(who, row.contact.organisation)
    ),
    ("learning.TeachingObserved", "learning.trainer.view"): observed_view,
    ("learning.WorkObservation", "learning.work.observe"): observes_work,
    ("learning.WorkObservation", "learning.work.view"): work_view,
    ("accounts.Organisation", "learning.delivery.plan"): plans_training,
    ("accounts.Organisation", "learning.delivery.nominate"): lambda who, row: reaches(who, row, NOMINATORS),
    ("learning.EditionVersion", "learning.edition.read"): edition_read,
    ("learning.EditionVersion", "learning.course.teach"): edition_teach,
    ("learning.EditionVersion", "learning.course.sign"): lambda who, row: draft_for(who, row, "human-rights-reader"),
    ("learning.EditionVersion", "learning.edition.write"): lambda who, row: edition_draft(who, row, EDITION_WRITERS),
    ("learning.EditionVersion", "learning.edition.approve-host"): (
        lambda who, row: edition_draft(who, row, EDITION_HOSTS)
    ),
    ("learning.EditionVersion", "learning.edition.approve-lead"): edition_lead,
    ("learning.EditionVersion", "learning.edition.release"): edition_lead,
    ("accounts.Organisation", "learning.edition.write"): lambda who, row: in_tree(who, row, EDITION_WRITERS),
    ("followup.ActionPlan", "followup.plan.view"): plan_view,
    ("followup.ActionPlan", "marking.change"): lambda who, row: decides(who, row.host),
    ("followup.PlanOutcome", "marking.change"): lambda who, row: decides(who, row.plan.host),
    ("followup.ActionPlan", "followup.plan.write"): lambda who, row: plan_read(who, row, writers_only=True),
    ("followup.ActionPlan", "followup.plan.stage"): lambda who, row: who.holds(*MEMBERS),
    ("followup.PlanOutcome", "followup.outcome.view"): outcome_view,
    ("followup.PlanOutcome", "followup.outcome.release"): (
        lambda who, row: speaks_for(who, country_of(row.plan.host), "policy-focal-point")
    ),
    ("bridge.TrustedInstallation", "bridge.installation.trust"): lambda who, row: who.holds("system-administrator"),
    ("accounts.Organisation", "followup.plan.view"): lambda who, row: plan_at(who, row, write=False),
    ("accounts.Organisation", "followup.plan.write"): lambda who, row: plan_at(who, row, write=True),
}
FORUM: dict[tuple[str, str], Oracle] = {
    ("bodies.Body", "bodies.body.view"): lambda who, row: who.holds(*MEMBERS),
    ("bodies.Body", "bodies.body.make"): lambda who, row: who.holds("secretariat"),
    ("engagements.RecordEntry", "engagements.record.view"): lambda who, row: who.holds(*MEMBERS),
    ("engagements.EngagementRequest", "engagements.request.view"): request_view,
    ("engagements.EngagementRequest", "engagements.request.stage"): request_stage,
    ("engagements.EngagementRequest", "engagements.request.draft"): (
        lambda who, row: speaks_for(who, row.country_id, "corrections-focal-point")
    ),
    ("accounts.Organisation", "engagements.request.draft"): (
        lambda who, row: speaks_for(who, country_of(row), "corrections-focal-point")
    ),
    ("engagements.EngagementRequest", "engagements.request.endorse"): (
        lambda who, row: speaks_for(who, row.country_id, "policy-focal-point")
    ),
    ("engagements.EngagementRequest", "engagements.request.release"): (
        lambda who, row: row.first_endorsed_at is not None and speaks_for(who, row.country_id, "policy-focal-point")
    ),
    ("engagements.EngagementRequest", "marking.change"): (
        lambda who, row: row.first_endorsed_at is not None and speaks_for(who, row.country_id, "policy-focal-point")
    ),
    ("engagements.EngagementRequest", "engagements.answer.draft"): (
        lambda who, row: row.first_endorsed_at is not None and who.holds("secretariat")
    ),
    ("engagements.EngagementRequest", "engagements.request.plan"): (
        lambda who, row: (
            speaks_for(who, row.country_id, "corrections-focal-point") or reaches(who, row.host, {"host-coordinator"})
        )
    ),
    ("engagements.Answer", "engagements.answer.view"): answer_view,
    ("engagements.Answer", "engagements.answer.clear"): answer_clear,
    ("accounts.Organisation", "reach.take"): lambda who, row: any(
        country_of(home) == row.pk for home in who.places("corrections-focal-point")
    ),
    ("reach.ReceivedRelease", "reach.view"): lambda who, row: (
        speaks_for(who, row.country_id, *WHOLE_COUNTRY) or (row.withdrawn_at is None and who.holds(*MEMBERS))
    ),
    ("reach.ReceivedRelease", "reach.withdraw"): lambda who, row: speaks_for(who, row.country_id, *WHOLE_COUNTRY),
}


def releases(who: Somebody, row: Any, *roles: str) -> bool:
    """For the whole installation, at the service or above it, or (governors) at one of its facilities."""
    if who.holds("data-protection-officer") or reaches(who, row.organisation, {*roles}):
        return True
    return "governor" in roles and any(stands_below(home, row.organisation) for home in who.places("governor"))


def releases_seen(who: Somebody, row: Any) -> bool:
    above = any(stands_below(home, row.organisation) for home in who.places("training-officer"))
    return above or releases(who, row, "training-officer", "governor")


FACILITY_VIEWERS = {"governor", "prison-officer", "security-manager", "training-officer"}
ROLL_VIEWERS = {"governor", "training-officer"}
SERVICE: dict[tuple[str, str], Oracle] = {
    ("facilities.Facility", "facilities.view"): lambda who, row: reaches(who, row.organisation, FACILITY_VIEWERS),
    ("accounts.Organisation", "facilities.import"): lambda who, row: reaches(who, row, {"training-officer"}),
    ("facilities.Facility", "coverage.view"): lambda who, row: reaches(who, row.organisation, ROLL_VIEWERS),
    ("facilities.Facility", "facilities.roll.view"): lambda who, row: reaches(who, row.organisation, ROLL_VIEWERS),
    ("facilities.Officer", "facilities.roll.view"): lambda who, row: reaches(
        who, row.facility.organisation, ROLL_VIEWERS
    ),
    ("accounts.Organisation", "facilities.roll.keep"): lambda who, row: reaches(who, row, {"training-officer"}),
    ("facilities.StaffList", "facilities.roll.keep"): lambda who, row: row.made_by_id == who.user_id,
    ("facilities.StaffUpload", "facilities.roll.keep"): lambda who, row: row.user_id == who.user_id,
    ("accounts.Organisation", "releases.propose"): lambda who, row: reaches(who, row, {"training-officer"}),
    ("releases.Release", "releases.view"): releases_seen,
    ("releases.Release", "releases.approve"): lambda who, row: releases(who, row, "governor"),
    ("releases.Release", "releases.withdraw"): lambda who, row: releases(who, row, "training-officer"),
    ("facilities.FacilityImport", "facilities.import"): lambda who, row: row.made_by_id == who.user_id,
    ("facilities.FacilityUpload", "facilities.import"): lambda who, row: row.user_id == who.user_id,
}
ORACLES = {"forum": COMMON | FORUM, "service": COMMON | SERVICE}
