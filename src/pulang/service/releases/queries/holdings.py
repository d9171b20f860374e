"""Releases as part of what an organisation owns."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.foundation.holdings import Holding, delete, register_holding
from pulang.service.releases.models import Release


def register() -> None:
    """Called at start-up."""
    words = _("Counts given to the working group")
    files = frozenset({"file", "withdrawal"})  # their content stands in the other columns
    register_holding(Holding(Release, words, lambda places: Q(organisation__in=places), "marking", files, erase=delete))
