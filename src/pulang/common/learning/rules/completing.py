"""Whether somebody has completed a delivery, and what is missing. A score is never one of the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

VALID_YEARS = 3


@dataclass(frozen=True)
class Facts:
    """What is known of one participant of a delivery. ``tests`` are those of the course, ``taken`` those answered.

    Who was present is final once a delivery is ``closed``; for self-study, at any time.
    """

    accepted: bool
    closed: bool
    held: int
    present: int
    tests: int
    taken: int
    certified: bool = False


def missing(facts: Facts) -> Sequence[Promise | str]:
    """What stands between a participant and the certificate; nothing where it can be issued, or was."""
    if facts.certified:
        return ()
    found: list[Promise | str] = []
    if not facts.accepted:
        found.append(_("had no place at the delivery"))
    if not facts.closed:
        found.append(_("the delivery is not closed yet"))
    if not facts.held:
        found.append(_("no session was held"))
    if absent := facts.held - facts.present:
        found.append(
            ngettext_lazy("%(count)d session was missed", "%(count)d sessions were missed", "count") % {"count": absent}
        )
    if open_tests := facts.tests - facts.taken:
        found.append(
            ngettext_lazy("%(count)d test is not answered", "%(count)d tests are not answered", "count")
            % {"count": open_tests}
        )
    return found


def valid_until(issued_on: date) -> date:
    """The last day of a certificate: three years on, since practice and law move."""
    try:
        return issued_on.replace(year=issued_on.year + VALID_YEARS)
    except ValueError:
        return issued_on.replace(year=issued_on.year + VALID_YEARS, month=3, day=1)
