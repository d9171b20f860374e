"""What coverage keeps, as part of what organisations own: it goes with the roll and certificates that it repeats."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.coverage.models import Standing
from pulang.foundation.holdings import Holding, delete, register_holding


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(
            Standing,
            _("Certificates as coverage counts them"),
            lambda places: Q(facility__in=places) | Q(delivery__organisation__in=places),
            is_copied=False,
            erase=delete,
        )
    )
