"""The fence of marked things: beside every access rule stands what label and audience allow."""

from collections.abc import Callable
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import OrganisationLink
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson
from pulang.foundation.policy.registry import Grants
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


class MarkingPermission(StrEnum):
    MARKING_CHANGE = "marking.change"


GRANTS = Grants(
    app="marking",
    permissions=MarkingPermission,
    by_role={
        "governor": frozenset({MarkingPermission.MARKING_CHANGE}),
        "policy-focal-point": frozenset({MarkingPermission.MARKING_CHANGE}),
    },
    title=_("Labels and audiences"),
    words={MarkingPermission.MARKING_CHANGE: _("Change label and audience of what the own country or prison owns")},
)
FOR_RECIPIENTS = (Label.AMBER.value, Label.AMBER_STRICT.value)


def fence(field: str = "marking") -> Callable[[Viewer], Q]:
    """A filter on rows whose marking stands in ``field``: only those that label and audience let the viewer have."""

    def q(viewer: Viewer) -> Q:
        clear = Q(**{f"{field}__label": Label.CLEAR.value})
        if not viewer.grants:
            return clear
        marking = OuterRef(f"{field}_id")
        recipients = Q(**{f"{field}__label__in": FOR_RECIPIENTS}) & (
            Q(Exists(_organisations(viewer).filter(marking=marking)))
            | Q(Exists(_offices(viewer).filter(marking=marking)))
        )
        named = Q(Exists(AudiencePerson.objects.filter(marking=marking, person_id=viewer.user_id)))
        return clear | Q(**{f"{field}__label": Label.GREEN.value}) | recipients | named

    return q


def invited(permission: str, field: str = "marking") -> Callable[[Viewer], Q | None]:
    """A clause filter: the owner named the viewer later on, as a person, by organisation or by office."""

    def q(viewer: Viewer) -> Q | None:
        if not viewer.may(permission):
            return None
        people = AudiencePerson.objects.filter(person_id=viewer.user_id, invited=True)
        places, offices = _organisations(viewer).filter(invited=True), _offices(viewer).filter(invited=True)
        ways = [Q(**{f"{field}__in": found.values("marking")}) for found in (people, places, offices)]
        return ways[0] | ways[1] | ways[2]

    return q


def _organisations(viewer: Viewer) -> QuerySet[AudienceOrganisation]:
    above = OrganisationLink.objects.filter(descendant__in={grant.organisation_id for grant in viewer.grants})
    return AudienceOrganisation.objects.filter(organisation__in=above.values("ancestor"))


def _offices(viewer: Viewer) -> QuerySet[AudienceOffice]:
    return AudienceOffice.objects.filter(role__in={grant.role for grant in viewer.grants})
