"""Days in words."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from pulang.foundation.ui.wording import due
from pulang.kernel import clock

THURSDAY = date(2026, 11, 12)


@pytest.mark.parametrize(
    ("day", "words", "kind"),
    [
        (date(2026, 11, 10), "2 days late", "late"),
        (date(2026, 11, 11), "1 day late", "late"),
        (THURSDAY, "today", "soon"),
        (date(2026, 11, 13), "tomorrow", "soon"),
        (date(2026, 11, 18), "Wednesday", "soon"),
        (date(2026, 11, 19), "19 Nov", "later"),
        (date(2027, 1, 3), "3 Jan 2027", "later"),
    ],
)
def test_a_day_is_told_as_seen_from_today(day: date, words: str, kind: str) -> None:
    with translation.override("en"):
        seen = due(day, THURSDAY)
    assert (seen.words, seen.kind) == (words, kind)


def test_a_weekday_never_means_the_same_day_of_next_week() -> None:
    with translation.override("en"):
        assert due(date(2026, 11, 19), THURSDAY).words != "Thursday"


def test_weekdays_are_told_in_the_readers_language() -> None:
    with translation.override("ar"):
        assert due(date(2026, 11, 16), THURSDAY).words == "الاثنين"


def test_today_is_the_day_at_the_installation_and_follows_the_clock() -> None:
    late_evening_in_london = datetime(2026, 11, 12, 23, 30, tzinfo=UTC)
    with clock.at(late_evening_in_london), timezone.override("Asia/Jakarta"), translation.override("en"):
        assert due(date(2026, 11, 13)).words == "today"
        assert due(late_evening_in_london).words == "today"


def test_the_full_day_is_kept_for_paper() -> None:
    with translation.override("en"):
        assert due(date(2026, 11, 10), THURSDAY).full == "10 November 2026"
