"""Who reads, teaches, brings in, signs and releases courses; who plans, fills and holds deliveries."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, OrganisationLink
from pulang.common.accounts.queries import holder, of_country, within
from pulang.common.learning.models import (
    Attempt,
    Certificate,
    CourseVersion,
    Decision,
    Delivery,
    DeliveryTrainer,
    Enrolment,
    TeachingObserved,
    TrainerCertification,
    TrainerPart,
)
from pulang.common.marking.queries import fence
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.rules import Clause, Rule
from pulang.foundation.policy.viewer import Viewer


class LearningPermission(StrEnum):
    CERTIFICATE_ISSUE = "learning.certificate.issue"
    CERTIFICATE_VIEW = "learning.certificate.view"
    COURSE_IMPORT = "learning.course.import"
    COURSE_READ = "learning.course.read"
    COURSE_RELEASE = "learning.course.release"
    COURSE_SIGN = "learning.course.sign"
    COURSE_TEACH = "learning.course.teach"
    DELIVERY_DECIDE = "learning.delivery.decide"
    DELIVERY_HOLD = "learning.delivery.hold"
    DELIVERY_NOMINATE = "learning.delivery.nominate"
    DELIVERY_PLAN = "learning.delivery.plan"
    DELIVERY_STAGE = "learning.delivery.stage"
    DELIVERY_VIEW = "learning.delivery.view"
    ENROLMENT_VIEW = "learning.enrolment.view"
    RESULT_GIVE = "learning.result.give"
    RESULT_VIEW = "learning.result.view"
    TRAINER_CERTIFY = "learning.trainer.certify"
    TRAINER_VIEW = "learning.trainer.view"


P = LearningPermission
PARTICIPANT = frozenset({P.CERTIFICATE_VIEW, P.ENROLMENT_VIEW, P.RESULT_GIVE, P.RESULT_VIEW, P.TRAINER_VIEW})
READER = PARTICIPANT | {P.COURSE_READ, P.DELIVERY_STAGE, P.DELIVERY_VIEW}
TEACHER = READER | {P.COURSE_TEACH, P.DELIVERY_HOLD}
PLANNER = frozenset({P.CERTIFICATE_ISSUE, P.DELIVERY_DECIDE, P.DELIVERY_HOLD, P.DELIVERY_PLAN})
KEEPER = TEACHER | PLANNER | {P.COURSE_IMPORT, P.COURSE_RELEASE, P.TRAINER_CERTIFY}
NOMINATOR = READER | {P.DELIVERY_NOMINATE}

GRANTS = Grants(
    app="learning",
    permissions=LearningPermission,
    by_role={
        "co-chair": TEACHER,
        "corrections-focal-point": NOMINATOR | {P.TRAINER_CERTIFY},
        "curriculum-lead": KEEPER,
        "expert": TEACHER,
        "governor": NOMINATOR,
        "host-coordinator": NOMINATOR | PLANNER,
        "human-rights-reader": TEACHER | {P.COURSE_SIGN},
        "mentor": TEACHER,
        "observer": READER,
        "policy-focal-point": READER,
        "prison-officer": READER | {P.DELIVERY_HOLD},
        "secretariat": TEACHER,
        "security-manager": READER | {P.DELIVERY_HOLD},
        "trainer": TEACHER,
        "training-officer": KEEPER | NOMINATOR,
    },
    title=_("Courses"),
    words={
        P.CERTIFICATE_ISSUE: _("Issue and revoke certificates of deliveries of the own organisation"),
        P.CERTIFICATE_VIEW: _("See the own certificates, and those that the role has to do with"),
        P.COURSE_IMPORT: _("Bring courses in as drafts, and take drafts away"),
        P.COURSE_READ: _("Read released courses"),
        P.COURSE_RELEASE: _("Release a version of a course once a human-rights reader has signed it"),
        P.COURSE_SIGN: _("Read drafts of courses for human rights, and sign or return them"),
        P.COURSE_TEACH: _("Read facilitators' notes and the right answers"),
        P.DELIVERY_DECIDE: _("Decide who gets a place at deliveries of the own organisation"),
        P.DELIVERY_HOLD: _("Write down who was there, at deliveries to which they are assigned as trainer"),
        P.DELIVERY_NOMINATE: _("Nominate people of the own organisation for deliveries"),
        P.DELIVERY_PLAN: _("Plan, change, cancel and close deliveries of the own organisation"),
        P.DELIVERY_STAGE: _("See that there is a delivery: course, country, dates, numbers; no names"),
        P.DELIVERY_VIEW: _("See where deliveries of the own country are held, and by whom"),
        P.ENROLMENT_VIEW: _("See the own nominations, and those that the role has to do with"),
        P.RESULT_GIVE: _("Answer the tests of deliveries at which one has a place, and say what one thought of them"),
        P.RESULT_VIEW: _("See the own scores, and as a trainer those of the own participants"),
        P.TRAINER_CERTIFY: _("Certify trainers of the own organisation, observe them, and end a certification"),
        P.TRAINER_VIEW: _("See the own certification as a trainer, and those of the own organisation"),
    },
)
RELEASED, DRAFT = Q(released_at__isnull=False), Q(released_at__isnull=True)
HAS_PLACE = Q(decision=Decision.ACCEPTED)
Filter = Callable[[Viewer], Q | None]


def _and(condition: Q, then: Filter) -> Filter:
    """The filter, narrowed by a fact of the row."""

    def q(viewer: Viewer) -> Q | None:
        found = then(viewer)
        return None if found is None else found & condition

    return q


_READING = (
    Clause("released", _("It is released; every member reads it."), _and(RELEASED, holder(P.COURSE_READ))),
    Clause("keeper", _("Keeps the courses."), _and(DRAFT, holder(P.COURSE_IMPORT))),
    Clause("human-rights-reader", _("Reads drafts for human rights."), _and(DRAFT, holder(P.COURSE_SIGN))),
)
COURSE_RULES = (
    Rule(CourseVersion, P.COURSE_READ, _READING, fence=fence()),
    Rule(
        CourseVersion,
        P.COURSE_TEACH,
        (Clause("teacher", _("Teaches."), _and(RELEASED, holder(P.COURSE_TEACH))), *_READING[1:]),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_IMPORT,
        (Clause("keeper", _("Keeps the courses."), _and(DRAFT, holder(P.COURSE_IMPORT))),),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_RELEASE,
        (Clause("keeper", _("Answers for the courses."), _and(DRAFT, holder(P.COURSE_RELEASE))),),
        fence=fence(),
    ),
    Rule(
        CourseVersion,
        P.COURSE_SIGN,
        (Clause("human-rights-reader", _("Reads drafts for human rights."), _and(DRAFT, holder(P.COURSE_SIGN))),),
        fence=fence(),
    ),
)


def _held_at(field: str, permission: str) -> Filter:
    """At or below the organisation where the permission is held, however far the role carries: names stay at home."""

    def q(viewer: Viewer) -> Q | None:
        homes = {grant.organisation_id for grant in viewer.grants_for(permission)}
        below = OrganisationLink.objects.filter(ancestor_id__in=homes).values("descendant_id")
        return Q(**{f"{field}__in": below}) if homes else None

    return q


def _in_country(field: str, permission: str) -> Filter:
    """In a country where the permission is held by any role."""

    def q(viewer: Viewer) -> Q | None:
        countries = {grant.country_id for grant in viewer.grants_for(permission) if grant.country_id}
        places = Organisation.objects.filter(country__in=countries).values("pk")
        return Q(**{f"{field}__in": places}) if countries else None

    return q


def _of_no_country(field: str, permission: str) -> Filter:
    """Held by an international organisation, for whoever holds the permission anywhere."""

    def q(viewer: Viewer) -> Q | None:
        places = Organisation.objects.filter(country__isnull=True).values("pk")
        return Q(**{f"{field}__in": places}) if viewer.may(permission) else None

    return q


def _teaches(field: str, permission: str) -> Filter:
    """The viewer is assigned to the delivery as a trainer who holds sessions."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        rows = DeliveryTrainer.objects.filter(contact__user=viewer.user_id).exclude(part=TrainerPart.OBSERVER)
        return Q(**{f"{field}__in": rows.values("delivery_id")})

    return q


def _watches(permission: str) -> Filter:
    """The viewer is assigned to the delivery, also as an observer, or was nominated for it."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        assigned = DeliveryTrainer.objects.filter(contact__user=viewer.user_id).values("delivery_id")
        nominated = Enrolment.objects.filter(contact__user=viewer.user_id).values("delivery_id")
        return Q(pk__in=assigned) | Q(pk__in=nominated)

    return q


def _own(permission: str) -> Filter:
    """The nomination is the viewer's own."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        return Q(contact__in=Contact.objects.filter(user=viewer.user_id).values("pk"))

    return q


def _planners(field: str, permission: str) -> Clause:
    return Clause("planner", _("Plans the deliveries of its organisation."), _held_at(field, permission))


_TRAINER = _("Teaches at the delivery.")
DELIVERY_RULES = (
    Rule(
        Delivery,
        P.DELIVERY_STAGE,
        (Clause("member", _("Members see that there is a delivery, without names."), holder(P.DELIVERY_STAGE)),),
    ),
    Rule(
        Delivery,
        P.DELIVERY_VIEW,
        (
            Clause("country", _("A role in its country."), _in_country("organisation", P.DELIVERY_VIEW)),
            Clause("organisation", _("A role at its organisation."), _held_at("organisation", P.DELIVERY_VIEW)),
            Clause("assigned", _("Teaches at the delivery, or is nominated for it."), _watches(P.DELIVERY_VIEW)),
        ),
        fence=fence(),
    ),
    Rule(Delivery, P.DELIVERY_PLAN, (_planners("organisation", P.DELIVERY_PLAN),), fence=fence()),
    Rule(Delivery, P.DELIVERY_DECIDE, (_planners("organisation", P.DELIVERY_DECIDE),), fence=fence()),
    Rule(
        Delivery,
        P.DELIVERY_HOLD,
        (
            _planners("organisation", P.DELIVERY_PLAN),
            Clause("trainer", _TRAINER, _teaches("pk", P.DELIVERY_HOLD)),
        ),
        fence=fence(),
    ),
    Rule(
        Delivery,
        P.DELIVERY_NOMINATE,
        (
            Clause("country", _("A role in its country."), _in_country("organisation", P.DELIVERY_NOMINATE)),
            Clause(
                "international",
                _("An international organisation holds it."),
                _of_no_country("organisation", P.DELIVERY_NOMINATE),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        Organisation,
        P.DELIVERY_PLAN,
        (Clause("planner", _("Plans the deliveries of this organisation."), _held_at("pk", P.DELIVERY_PLAN)),),
    ),
    Rule(
        Organisation,
        P.DELIVERY_NOMINATE,
        (
            Clause("country", _("Speaks for its corrections service."), of_country("country", P.DELIVERY_NOMINATE)),
            Clause("organisation", _("Answers for its people."), within("pk", P.DELIVERY_NOMINATE)),
        ),
    ),
    Rule(
        Enrolment,
        P.ENROLMENT_VIEW,
        (
            _planners("delivery__organisation", P.DELIVERY_PLAN),
            Clause("trainer", _TRAINER, _teaches("delivery", P.DELIVERY_HOLD)),
            Clause(
                "country",
                _("Speaks for its corrections service."),
                of_country("organisation__country", P.DELIVERY_NOMINATE),
            ),
            Clause("nominator", _("Answers for the person."), within("organisation", P.DELIVERY_NOMINATE)),
            Clause("own", _("One's own."), _own(P.ENROLMENT_VIEW)),
        ),
    ),
)


def _whose(field: str, permission: str) -> Filter:
    """It is of the viewer's own place at a delivery."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        return Q(**{f"{field}__in": Enrolment.objects.filter(contact__user=viewer.user_id).values("pk")})

    return q


RESULT_RULES = (
    Rule(
        Enrolment,
        P.RESULT_GIVE,
        (Clause("own", _("One's own place at a delivery."), _and(HAS_PLACE, _own(P.RESULT_GIVE))),),
    ),
    Rule(
        Attempt,
        P.RESULT_VIEW,
        (
            Clause("own", _("One's own."), _whose("enrolment", P.RESULT_VIEW)),
            Clause("trainer", _TRAINER, _teaches("enrolment__delivery", P.DELIVERY_HOLD)),
        ),
    ),
    Rule(
        Certificate,
        P.CERTIFICATE_VIEW,
        (
            Clause("own", _("One's own."), _whose("enrolment", P.CERTIFICATE_VIEW)),
            _planners("enrolment__delivery__organisation", P.CERTIFICATE_ISSUE),
        ),
    ),
    Rule(
        Certificate,
        P.CERTIFICATE_ISSUE,
        (_planners("enrolment__delivery__organisation", P.CERTIFICATE_ISSUE),),
    ),
    Rule(
        Delivery,
        P.CERTIFICATE_ISSUE,
        (_planners("organisation", P.CERTIFICATE_ISSUE),),
        fence=fence(),
    ),
)


def _beyond_countries(field: str, permission: str) -> Filter:
    """At an international organisation, for whoever holds the permission at one."""

    def q(viewer: Viewer) -> Q | None:
        if all(grant.country_id for grant in viewer.grants_for(permission)):
            return None
        return Q(**{f"{field}__in": Organisation.objects.filter(country__isnull=True).values("pk")})

    return q


def _certifiers(field: str) -> tuple[Clause, ...]:
    beyond = _("Certifies the trainers of international organisations.")
    return (
        Clause("certifier", _CERTIFIER, _held_at(field, P.TRAINER_CERTIFY)),
        Clause("international", beyond, _beyond_countries(field, P.TRAINER_CERTIFY)),
    )


_CERTIFIER = _("Certifies the trainers of their organisation.")
TRAINER_RULES = (
    Rule(Contact, P.TRAINER_CERTIFY, _certifiers("organisation")),
    Rule(
        TrainerCertification,
        P.TRAINER_VIEW,
        (
            Clause("own", _("One's own."), _own(P.TRAINER_VIEW)),
            *_certifiers("contact__organisation"),
            _planners("contact__organisation", P.DELIVERY_PLAN),
        ),
    ),
    Rule(TrainerCertification, P.TRAINER_CERTIFY, _certifiers("contact__organisation")),
    Rule(
        TeachingObserved,
        P.TRAINER_VIEW,
        (Clause("own", _("One's own."), _own(P.TRAINER_VIEW)), *_certifiers("contact__organisation")),
    ),
)
RULES = (*COURSE_RULES, *DELIVERY_RULES, *RESULT_RULES, *TRAINER_RULES)
