"""The register's figures, as parts of what organisations own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.facilities.models import Facility, FacilityCount, FacilityUpload, StaffStrength
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
    )
