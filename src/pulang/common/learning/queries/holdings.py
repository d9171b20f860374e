"""Editions as parts of what organisations own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import (
    Edition,
    EditionFlag,
    EditionOperation,
    EditionProvision,
    EditionVersion,
)
from pulang.foundation.holdings import Holding, Places, delete, register_holding

OF_VERSION = "version__marking"


def register() -> None:
    """Called at start-up."""
    register_holding(
        Holding(Edition, _("Editions of courses"), lambda places: Q(organisation__in=places), erase=delete),
        Holding(EditionVersion, _("Versions of editions"), _of_edition, "marking", erase=delete),
        Holding(EditionOperation, _("Changes of editions"), _of_version, OF_VERSION, erase=delete),
        Holding(EditionProvision, _("Good practices of editions"), _of_version, OF_VERSION, erase=delete),
        Holding(EditionFlag, _("Flagged sentences of editions"), _of_version, OF_VERSION, erase=delete),
    )


def _of_edition(places: Places) -> Q:
    return Q(edition__organisation__in=places)


def _of_version(places: Places) -> Q:
    return Q(version__edition__organisation__in=places)
