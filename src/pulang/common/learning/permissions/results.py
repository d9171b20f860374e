"""Who answers tests and sees scores, who issues and sees certificates, who certifies trainers."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact
from pulang.common.learning.models import (
    Attempt,
    Certificate,
    Decision,
    Delivery,
    Enrolment,
    TeachingObserved,
    TrainerCertification,
    WorkObservation,
)
from pulang.common.learning.permissions.filters import (
    and_,
    beyond_countries,
    held_at,
    of_others,
    own,
    planners,
    teaches,
    whose,
)
from pulang.common.learning.permissions.words import LearningPermission as P
from pulang.common.marking.queries import fence
from pulang.foundation.policy.rules import Clause, Rule

HAS_PLACE = Q(decision=Decision.ACCEPTED)
_TRAINER = _("Teaches at the delivery.")
_CERTIFIER = _("Certifies the trainers of their organisation.")
_OBSERVER = Clause(
    "observer", _("Leads people there, is not the one observed, and did not teach at the delivery."),
    of_others("enrolment", P.WORK_OBSERVE),
)  # fmt: skip
RESULT_RULES = (
    Rule(
        Enrolment,
        P.RESULT_GIVE,
        (Clause("own", _("One's own place at a delivery."), and_(HAS_PLACE, own(P.RESULT_GIVE))),),
    ),
    Rule(
        Attempt,
        P.RESULT_VIEW,
        (
            Clause("own", _("One's own."), whose("enrolment", P.RESULT_VIEW)),
            Clause("trainer", _TRAINER, teaches("enrolment__delivery", P.DELIVERY_HOLD)),
        ),
    ),
    Rule(WorkObservation, P.WORK_OBSERVE, (_OBSERVER,)),
    Rule(
        WorkObservation,
        P.WORK_VIEW,
        (
            Clause("own", _("One's own."), and_(Q(recorded_at__isnull=False), whose("enrolment", P.WORK_VIEW))),
            _OBSERVER,
        ),
    ),
    Rule(
        Certificate,
        P.CERTIFICATE_VIEW,
        (
            Clause("own", _("One's own."), whose("enrolment", P.CERTIFICATE_VIEW)),
            planners("enrolment__delivery__organisation", P.CERTIFICATE_ISSUE),
        ),
        fence=fence(),
    ),
    Rule(
        Certificate,
        P.CERTIFICATE_ISSUE,
        (planners("enrolment__delivery__organisation", P.CERTIFICATE_ISSUE),),
        fence=fence(),
    ),
    Rule(
        Delivery,
        P.CERTIFICATE_ISSUE,
        (planners("organisation", P.CERTIFICATE_ISSUE),),
        fence=fence(),
    ),
)


def _certifiers(field: str) -> tuple[Clause, ...]:
    beyond = _("Certifies the trainers of international organisations.")
    return (
        Clause("certifier", _CERTIFIER, held_at(field, P.TRAINER_CERTIFY)),
        Clause("international", beyond, beyond_countries(field, P.TRAINER_CERTIFY)),
    )


TRAINER_RULES = (
    Rule(Contact, P.TRAINER_CERTIFY, _certifiers("organisation")),
    Rule(
        TrainerCertification,
        P.TRAINER_VIEW,
        (
            Clause("own", _("One's own."), own(P.TRAINER_VIEW)),
            *_certifiers("contact__organisation"),
            planners("contact__organisation", P.DELIVERY_PLAN),
        ),
    ),
    Rule(TrainerCertification, P.TRAINER_CERTIFY, _certifiers("contact__organisation")),
    Rule(
        TeachingObserved,
        P.TRAINER_VIEW,
        (Clause("own", _("One's own."), own(P.TRAINER_VIEW)), *_certifiers("contact__organisation")),
    ),
)
