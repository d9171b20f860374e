"""Released counts as part of what a country owns."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.forum.reach.models import ReachedCourse, ReceivedRelease
from pulang.foundation.holdings import Holding, delete, register_holding


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(
            ReceivedRelease,
            _("Counts that the country released"),
            lambda places: Q(country__in=places),
            "marking",
            frozenset({"file"}),  # its content stands in the other columns
            erase=delete,
        ),
        Holding(
            ReachedCourse,
            _("Courses of which these counts speak"),
            lambda places: Q(release__country__in=places),
            "release__marking",
            erase=delete,
        ),
    )
