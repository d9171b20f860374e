"""The register's figures, as parts of what organisations own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.facilities.models import (
    Facility,
    FacilityCount,
    FacilityUpload,
    Officer,
    StaffList,
    StaffPosting,
    StaffStrength,
    StaffUpload,
)
from pulang.foundation.holdings import Holding, delete, register_holding


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(Facility, _("Facilities of the register"), lambda places: Q(organisation__in=places), erase=delete),
        Holding(
            FacilityCount,
            _("Capacity and population of facilities, day by day"),
            lambda places: Q(facility__organisation__in=places),
            erase=delete,
        ),
        Holding(
            StaffStrength,
            _("Staff strength of facilities"),
            lambda places: Q(count__facility__organisation__in=places),
            erase=delete,
        ),
        Holding(
            FacilityUpload,
            _("Files for the register that wait to be checked"),
            lambda places: Q(user__contact__organisation__in=places),
            is_copied=False,
            erase=delete,
        ),
        Holding(Officer, _("The staff roll"), lambda places: Q(facility__in=places), erase=delete),
        Holding(StaffList, _("Personnel lists that were taken"), lambda places: Q(service__in=places), erase=delete),
        Holding(
            StaffPosting,
            _("Posts that officers held"),
            lambda places: Q(officer__facility__in=places) | Q(facility__in=places),
            erase=delete,
        ),
        Holding(
            StaffUpload,
            _("Personnel lists that wait to be checked"),
            lambda places: Q(user__contact__organisation__in=places),
            is_copied=False,
            erase=delete,
        ),
    )
