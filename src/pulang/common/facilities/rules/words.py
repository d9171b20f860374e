"""The words of the register: for whom a facility is, and the grades that every service knows."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ForWhom(StrEnum):
    """Whom a facility holds."""

    MEN = "men"
    WOMEN = "women"
    CHILDREN = "children"
    MIXED = "mixed"


FOR_WHOM: dict[ForWhom, Promise] = {
    ForWhom.MEN: _("Men"),
    ForWhom.WOMEN: _("Women"),
    ForWhom.CHILDREN: _("Children"),
    ForWhom.MIXED: _("Mixed"),
}

# In the order in which they are shown; a service's own grades come after them.
GRADES: dict[str, Promise] = {
    "governor": _("Governor grades"),
    "senior": _("Senior officers"),
    "officer": _("Officers"),
    "specialist": _("Specialists"),
    "recruit": _("Recruits"),
}
