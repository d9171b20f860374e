"""The working days of countries."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pulang.common.accounts import rules
from pulang.common.accounts.models import Holiday, Organisation
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.kernel.workdays import Calendar


def calendar_of(country_id: UUID | None) -> Calendar:
    """The working calendar of a country; Saturday and Sunday without holidays when there is none."""
    return calendars_of([country_id])[country_id]


def calendars_of(country_ids: Iterable[UUID | None]) -> dict[UUID | None, Calendar]:
    """The working calendars of several countries, as :func:`calendar_of` says. Two queries at most for all of them."""
    found: dict[UUID | None, Calendar] = {None: rules.calendar("sat,sun", frozenset())}
    asked = {pk for pk in country_ids if pk is not None}
    if not asked:
        return found
    days: dict[UUID, set[date]] = {}
    for country, day in _HOLIDAYS.rows(countries=asked):
        days.setdefault(country, set()).add(day)
    for country, weekend in _WEEKENDS.rows(countries=asked):
        found[country] = rules.calendar(weekend, frozenset(days.get(country, ())))
    return found


_WEEKENDS = Prepared(
    lambda countries: Organisation.objects.filter(pk__in=countries).order_by().values_list("pk", "weekend"),
    countries=IDS,
)
_HOLIDAYS = Prepared(
    lambda countries: Holiday.objects.filter(country__in=countries).order_by().values_list("country_id", "day"),
    countries=IDS,
)


def holidays(viewer: Viewer, country: Organisation, since: date) -> QuerySet[Holiday]:
    """A country's holidays from a day on, in order; nothing where the viewer may not see the country."""
    seen = visible(viewer, P.ORGANISATION_VIEW, Organisation.objects.filter(pk=country.pk))
    return Holiday.objects.filter(country__in=seen, day__gte=since).order_by("day")
