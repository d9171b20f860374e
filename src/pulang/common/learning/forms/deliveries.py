"""What people choose and type about deliveries: the delivery itself, its times, its trainers, the list's filters."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.learning.actions import DeliveryDetails
from pulang.common.learning.models import Delivery, DeliverySession, TrainerPart
from pulang.foundation.ui.editing import EditForm
from pulang.foundation.ui.forms import DateField, Form, LineField, TextField

Choices = list[tuple[str, str]]
MOST_PLACES, LONGEST_DAYS = 500, 400
SHOWS = (
    ("", _("All")), ("ahead", _("Still to come")), ("running", _("Running")), ("to-close", _("To be closed")),
    ("closed", _("Closed")), ("cancelled", _("Cancelled")),
)  # fmt: skip


class ListForm(Form):
    """Narrowing the list; everything may stay empty."""

    show = forms.ChoiceField(label=_("State"), required=False, choices=SHOWS)
    course = forms.ChoiceField(label=_("Course"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, courses: Choices, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "course", [("", gettext("All")), *courses])
        _choose(self, "year", [("", gettext("All")), *((str(year), str(year)) for year in years)])

    def asked(self, name: str) -> str:
        """What was asked for and can be answered; empty otherwise."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class DetailsForm(Form):
    """Where and when a delivery is held, in which language, for how many."""

    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"))
    venue = forms.ChoiceField(label=_("Held at"), required=False, help_text=_("An organisation of the directory."))
    venue_text = LineField(
        label=_("Room or other place"), max_length=200, required=False, help_text=_("For example: training room 2.")
    )
    language = forms.ChoiceField(label=_("Language of teaching"), choices=settings.LANGUAGES)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST_PLACES)

    def __init__(self, *args: Any, places: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(place.pk): place for place in places}
        _choose(self, "venue", [("", gettext("Somewhere else")), *_named(places)])

    def clean(self) -> dict[str, Any]:
        """What is told beside its field before anything is written."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", gettext("The last day lies before the first."))
        elif first and last and last - first > timedelta(days=LONGEST_DAYS):
            self.add_error("ends_on", gettext("A delivery lasts 400 days at most. Check the dates."))
        if not self.has_place(cleaned) and "venue_text" not in self.errors:
            self.add_error("venue_text", gettext("Say where it is held: choose an organisation or write the place."))
        return cleaned

    def has_place(self, cleaned: dict[str, Any]) -> bool:
        """Whether it is said where it is held."""
        return bool(cleaned.get("venue") or cleaned.get("venue_text"))

    def details(self) -> DeliveryDetails:
        """What the action takes."""
        cleaned = self.cleaned_data
        return DeliveryDetails(
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            places=cleaned["places"],
            language=cleaned["language"],
            venue=self.organisations.get(cleaned["venue"]),
            venue_text=cleaned["venue_text"],
        )


class PlanForm(DetailsForm):
    """A new delivery: what is taught and who holds it, and the rest."""

    course = forms.ChoiceField(label=_("What is taught"))
    self_study = forms.BooleanField(
        label=_("For self-study: people work through it alone, between the first day and the last"), required=False
    )
    organisation = forms.ChoiceField(label=_("Who holds it"))
    field_order = (
        "course", "self_study", "organisation", "starts_on", "ends_on", "venue", "venue_text", "language", "places",
    )  # fmt: skip

    def __init__(self, *args: Any, courses: Choices, places: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, places=places, **kwargs)
        _choose(self, "course", courses)
        _choose(
            self, "organisation", _named(places) if len(places) == 1 else [("", gettext("Choose")), *_named(places)]
        )

    def has_place(self, cleaned: dict[str, Any]) -> bool:
        """Self-study is at home where the organisation is that holds it."""
        if cleaned.get("self_study") and not super().has_place(cleaned):
            cleaned["venue"] = cleaned.get("organisation", "")
            return True
        return super().has_place(cleaned)


class ChangeForm(EditForm, DetailsForm):
    """The same of a delivery that is planned already."""


def details_initial(row: Delivery) -> dict[str, Any]:
    """What the form of a delivery begins with."""
    return {
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "venue": str(row.venue_id or ""),
        "venue_text": row.venue_text,
        "language": row.language,
        "places": row.places,
    }


class TimesForm(EditForm):
    """Day and hour of each session: a day of the delivery, and a time such as 09:00."""

    def __init__(
        self, *args: Any, sessions: Sequence[tuple[DeliverySession, str]], row: Delivery, **kwargs: Any
    ) -> None:
        self.sessions = [session for session, _title in sessions]
        initial = {name: value for session in self.sessions for name, value in _time_initial(session).items()}
        super().__init__(*args, initial=initial, **kwargs)
        days = [("", gettext("Not said yet")), *_days(row)]
        for session, title in sessions:
            day = gettext("{session}: day").format(session=title)
            self.fields[_day(session)] = forms.ChoiceField(label=day, choices=days, required=False)
            label = gettext("{session}: time").format(session=title)
            widget = forms.TimeInput(attrs={"dir": "ltr", "placeholder": "09:00", "size": 5}, format="%H:%M")
            self.fields[_hour(session)] = forms.TimeField(label=label, widget=widget, required=False)
        self.speak_plainly()
        self.look()

    def clean(self) -> dict[str, Any]:
        """A day without a time, or a time without a day, is no moment."""
        cleaned = super().clean()
        for session in self.sessions:
            day, hour = cleaned.get(_day(session)), cleaned.get(_hour(session))
            if day and hour is None and _hour(session) not in self.errors:
                self.add_error(_hour(session), gettext("Write the time too, for example 09:00."))
            if hour is not None and not day:
                self.add_error(_day(session), gettext("Choose the day too."))
        return cleaned

    @property
    def lines(self) -> list[tuple[DeliverySession, Any, Any]]:
        """Each session with its two fields."""
        return [(session, self[_day(session)], self[_hour(session)]) for session in self.sessions]

    def times(self) -> dict[UUID, datetime | None]:
        """The moments as the installation's clock has them."""
        cleaned = self.cleaned_data
        return {each.pk: _moment(cleaned[_day(each)], cleaned[_hour(each)]) for each in self.sessions}


class TrainerForm(Form):
    """Who teaches: found by name, service number or a trainer's code."""

    q = LineField(
        label=_("Name, service number or trainer's code"), max_length=200,
        help_text=_("Somebody from another country is found by the code, for example T-4K7QP2."),
    )  # fmt: skip


class PersonForm(Form):
    """Somebody who was found."""

    contact = forms.UUIDField(widget=forms.HiddenInput)


class PartForm(PersonForm):
    """What somebody does there."""

    part = forms.ChoiceField(label=_("Part"), choices=TrainerPart.choices)


class WhyForm(Form):
    """Why something is so."""

    reason = TextField(label=_("Reason"), longest=2000, rows=3)


def _choose(form: Form, name: str, choices: Choices) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _named(places: Sequence[Organisation]) -> Choices:
    return [(str(place.pk), place.name) for place in places]


def _days(row: Delivery) -> Choices:
    count = (row.ends_on - row.starts_on).days + 1
    days = [row.starts_on + timedelta(days=number) for number in range(count)]
    return [(day.isoformat(), date_format(day, "l j F")) for day in days]


def _day(session: DeliverySession) -> str:
    return f"day-{session.position}"


def _hour(session: DeliverySession) -> str:
    return f"time-{session.position}"


def _time_initial(session: DeliverySession) -> dict[str, Any]:
    if session.starts_at is None:
        return {_day(session): "", _hour(session): None}
    local = timezone.localtime(session.starts_at)
    return {_day(session): local.date().isoformat(), _hour(session): local.time().replace(second=0, microsecond=0)}


def _moment(day: str, hour: time | None) -> datetime | None:
    if not day or hour is None:
        return None
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), hour))
    except ValueError as error:
        raise ValidationError(str(error)) from None
