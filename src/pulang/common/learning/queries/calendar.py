"""The sessions of a delivery for a calendar (RFC 5545). No names stand in it: it leaves for other machines."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pulang.common.learning.models import Delivery
from pulang.common.learning.queries.deliveries import sessions_of
from pulang.common.learning.queries.taught import session_titles, taught, titles_of
from pulang.kernel import clock

CALENDAR = "text/calendar; charset=utf-8"
MAKER = "-//Pulang//Training//EN"


def calendar_of(row: Delivery, language: str, address: str) -> bytes:
    """One entry for each session that has a time and was not called off; without times one for the whole delivery.

    The library is loaded with the first calendar.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in _events(row, language, address):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(row: Delivery, language: str, address: str) -> Iterator[Any]:
    from icalendar import Event

    title, titles = titles_of([row], language)[row.pk].heading, session_titles(taught(row), language)
    timed = [each for each in sessions_of(row) if each.starts_at is not None and each.missed_at is None]
    for session in timed:
        assert session.starts_at is not None
        event = Event()
        event.add("uid", f"{session.pk}@pulang")
        event.add("summary", f"{title}: {titles[str(session)].heading}")
        event.add("dtstart", session.starts_at)
        event.add("dtend", session.starts_at + timedelta(minutes=session.minutes))
        yield _about(event, row, address)
    if not timed:
        event = Event()
        event.add("uid", f"{row.pk}@pulang")
        event.add("summary", title)
        event.add("dtstart", row.starts_on)
        event.add("dtend", row.ends_on + timedelta(days=1))
        yield _about(event, row, address)


def _about(event: Any, row: Delivery, address: str) -> Any:
    event.add("dtstamp", clock.now())
    event.add("location", ", ".join(filter(None, (row.venue_text, row.venue.name if row.venue else ""))))
    event.add("url", address)
    event.add("status", "CANCELLED" if row.cancelled_at else "CONFIRMED")
    return event
