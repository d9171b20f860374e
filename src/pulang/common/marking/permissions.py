"""The fence of marked things: beside every access rule stands what label and audience allow."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q, QuerySet

from pulang.common.accounts.models import OrganisationLink
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label

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


def _organisations(viewer: Viewer) -> QuerySet[AudienceOrganisation]:
    above = OrganisationLink.objects.filter(descendant__in={grant.organisation_id for grant in viewer.grants})
    return AudienceOrganisation.objects.filter(organisation__in=above.values("ancestor"))


def _offices(viewer: Viewer) -> QuerySet[AudienceOffice]:
    return AudienceOffice.objects.filter(role__in={grant.role for grant in viewer.grants})
