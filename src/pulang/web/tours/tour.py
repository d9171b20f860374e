"""What a tour is made of. The texts stand in ``stops``; where each leads is looked up in the demonstration's data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAFEGUARDS: dict[str, Promise] = {
    "RQ-01": _("every write keeps who, when and why"),
    "RQ-03": _("read only by need of duty"),
    "RQ-04": _("figures that identify nobody"),
    "RQ-08": _("people judge, software reminds"),
    "RQ-13": _("religion, dress and opinion are no signs"),
    "RQ-21": _("nothing is kept longer than needed"),
    "RQ-22": _("reading and passing on are logged"),
    "RQ-23": _("rights of those whose data it is"),
    "RQ-25": _("nothing personal leaves the service"),
    "RQ-27": _("security by default"),
    "RQ-39": _("inspection without content"),
    "RQ-40": _("for everybody, on slow lines and paper"),
    "RQ-42": _("not for watching people"),
}


@dataclass(frozen=True)
class Stop:
    """One click: as whom, where to, what to look at there, and which safeguards it shows."""

    account: str
    address: Callable[[], str]
    text: Promise
    safeguards: tuple[str, ...] = ()
    is_refused: bool = False

    @property
    def shows(self) -> list[tuple[str, Promise]]:
        """The safeguards with their words."""
        return [(number, SAFEGUARDS[number]) for number in self.safeguards]


@dataclass(frozen=True)
class Tour:
    """Some stops, one after the other."""

    slug: str
    title: Promise
    lead: Promise
    stops: tuple[Stop, ...]
