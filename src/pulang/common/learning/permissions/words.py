"""What there is to be allowed about courses and training, in words, and which roles are given it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.foundation.policy.registry import Grants


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
    EDITION_APPROVE_HOST = "learning.edition.approve-host"
    EDITION_APPROVE_LEAD = "learning.edition.approve-lead"
    EDITION_READ = "learning.edition.read"
    EDITION_RELEASE = "learning.edition.release"
    EDITION_WRITE = "learning.edition.write"
    ENROLMENT_VIEW = "learning.enrolment.view"
    RESULT_GIVE = "learning.result.give"
    RESULT_VIEW = "learning.result.view"
    ROOM_PHONES = "learning.room.phones"
    TRAINER_CERTIFY = "learning.trainer.certify"
    TRAINER_VIEW = "learning.trainer.view"
    WORK_OBSERVE = "learning.work.observe"
    WORK_VIEW = "learning.work.view"


P = LearningPermission
PARTICIPANT = frozenset(
    {P.CERTIFICATE_VIEW, P.ENROLMENT_VIEW, P.RESULT_GIVE, P.RESULT_VIEW, P.TRAINER_VIEW, P.WORK_VIEW}
)
READER = PARTICIPANT | {P.COURSE_READ, P.DELIVERY_STAGE, P.DELIVERY_VIEW, P.EDITION_READ}
TEACHER = READER | {P.COURSE_TEACH, P.DELIVERY_HOLD}
PLANNER = frozenset({P.CERTIFICATE_ISSUE, P.DELIVERY_DECIDE, P.DELIVERY_HOLD, P.DELIVERY_PLAN})
LEAD = frozenset({P.EDITION_APPROVE_LEAD, P.EDITION_RELEASE})
KEEPER = TEACHER | PLANNER | LEAD | {P.COURSE_IMPORT, P.COURSE_RELEASE, P.TRAINER_CERTIFY}
NOMINATOR = READER | {P.DELIVERY_NOMINATE, P.WORK_OBSERVE}

GRANTS = Grants(
    app="learning",
    permissions=LearningPermission,
    by_role={
        "co-chair": TEACHER,
        "corrections-focal-point": NOMINATOR | {P.EDITION_APPROVE_HOST, P.EDITION_WRITE, P.TRAINER_CERTIFY},
        "curriculum-lead": KEEPER,
        "expert": TEACHER,
        "governor": NOMINATOR | {P.EDITION_APPROVE_HOST},
        "host-coordinator": NOMINATOR | PLANNER | {P.EDITION_WRITE, P.ROOM_PHONES},
        "human-rights-reader": TEACHER | {P.COURSE_SIGN},
        "mentor": TEACHER,
        "observer": READER,
        "policy-focal-point": READER,
        "prison-officer": READER | {P.DELIVERY_HOLD},
        "secretariat": TEACHER,
        "security-manager": READER | {P.DELIVERY_HOLD, P.ROOM_PHONES},
        "trainer": TEACHER | {P.EDITION_WRITE},
        "training-officer": KEEPER | NOMINATOR | {P.EDITION_WRITE},
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
        P.EDITION_APPROVE_HOST: _("Approve an edition for its host, unless one wrote in it"),
        P.EDITION_APPROVE_LEAD: _("Approve an edition for the curriculum, unless one wrote in it"),
        P.EDITION_READ: _("Read released editions, and drafts of the own organisation and country"),
        P.EDITION_RELEASE: _("Release an edition that host and curriculum lead approved"),
        P.EDITION_WRITE: _("Tailor courses into an edition for the own organisation or country"),
        P.ENROLMENT_VIEW: _("See the own nominations, and those that the role has to do with"),
        P.RESULT_GIVE: _("Answer the tests of deliveries at which one has a place, and say what one thought of them"),
        P.RESULT_VIEW: _("See the own scores, and as a trainer those of the own participants"),
        P.ROOM_PHONES: _("Allow telephones in the room of a delivery that is held at the own place"),
        P.TRAINER_CERTIFY: _("Certify trainers of the own organisation, observe them, and end a certification"),
        P.TRAINER_VIEW: _("See the own certification as a trainer, and those of the own organisation"),
        P.WORK_OBSERVE: _("Observe at work people of the own organisation who were trained and drawn by lot"),
        P.WORK_VIEW: _("See what was observed of oneself at work, and of those whom one observes"),
    },
)
