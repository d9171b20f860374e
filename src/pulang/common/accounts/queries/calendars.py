"""The working days of countries."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pulang.common.accounts import rules
from pulang.common.accounts.models import Holiday, Organisation
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import ID, Prepared
from pulang.kernel.workdays import Calendar

_WEEKEND = Prepared(lambda country: Organisation.objects.filter(pk=country).values_list("weekend"), country=ID)
_HOLIDAYS = Prepared(lambda country: Holiday.objects.filter(country=country).values_list("day"), country=ID)


def calendar_of(country_id: UUID | None) -> Calendar:
    """The working calendar of a country; Saturday and Sunday without holidays when there is none."""
    if country_id is None:
        return rules.calendar("sat,sun", frozenset())
    ((weekend,),) = _WEEKEND.rows(country=country_id)
    days: frozenset[date] = frozenset(day for (day,) in _HOLIDAYS.rows(country=country_id))
    return rules.calendar(weekend, days)


def holidays(viewer: Viewer, country: Organisation, since: date) -> QuerySet[Holiday]:
    """A country's holidays from a day on, in order; nothing where the viewer may not see the country."""
    seen = visible(viewer, P.ORGANISATION_VIEW, Organisation.objects.filter(pk=country.pk))
    return Holiday.objects.filter(country__in=seen, day__gte=since).order_by("day")
