"""Who plans, fills and holds deliveries, and who sees them with names or without."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import holder, of_country, within
from pulang.common.learning.models import Delivery, Enrolment
from pulang.common.learning.permissions.filters import (
    and_,
    held_at,
    in_country,
    of_no_country,
    own,
    planners,
    teaches,
    watches,
)
from pulang.common.learning.permissions.words import LearningPermission as P
from pulang.common.marking.queries import fence
from pulang.foundation.policy.rules import Clause, Rule

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
            Clause("country", _("A role in its country."), in_country("organisation", P.DELIVERY_VIEW)),
            Clause("organisation", _("A role at its organisation."), held_at("organisation", P.DELIVERY_VIEW)),
            Clause("assigned", _("Teaches at the delivery, or is nominated for it."), watches(P.DELIVERY_VIEW)),
        ),
        fence=fence(),
    ),
    Rule(Delivery, P.DELIVERY_PLAN, (planners("organisation", P.DELIVERY_PLAN),), fence=fence()),
    Rule(Delivery, P.DELIVERY_DECIDE, (planners("organisation", P.DELIVERY_DECIDE),), fence=fence()),
    Rule(
        Delivery,
        P.DELIVERY_HOLD,
        (
            planners("organisation", P.DELIVERY_PLAN),
            Clause("trainer", _TRAINER, teaches("pk", P.DELIVERY_HOLD)),
        ),
        fence=fence(),
    ),
    Rule(
        Delivery,
        P.DELIVERY_NOMINATE,
        (
            Clause("country", _("A role in its country."), in_country("organisation", P.DELIVERY_NOMINATE)),
            Clause(
                "international",
                _("An international organisation holds it."),
                of_no_country("organisation", P.DELIVERY_NOMINATE),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        Delivery,
        P.ROOM_PHONES,
        (
            Clause("site", _("Answers for the place where it is held."), held_at("venue", P.ROOM_PHONES)),
            Clause(
                "holder",
                _("Answers for the organisation that holds it at a place of its own."),
                and_(Q(venue__isnull=True), held_at("organisation", P.ROOM_PHONES)),
            ),
        ),
        fence=fence(),
    ),
    Rule(
        Organisation,
        P.DELIVERY_PLAN,
        (Clause("planner", _("Plans the deliveries of this organisation."), held_at("pk", P.DELIVERY_PLAN)),),
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
            planners("delivery__organisation", P.DELIVERY_PLAN),
            Clause("trainer", _TRAINER, teaches("delivery", P.DELIVERY_HOLD)),
            Clause(
                "country",
                _("Speaks for its corrections service."),
                of_country("organisation__country", P.DELIVERY_NOMINATE),
            ),
            Clause("nominator", _("Answers for the person."), within("organisation", P.DELIVERY_NOMINATE)),
            Clause("own", _("One's own."), own(P.ENROLMENT_VIEW)),
        ),
    ),
)
