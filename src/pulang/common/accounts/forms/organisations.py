"""What people type about organisations and their calendars."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.forms.fields import Choices, choose
from pulang.common.accounts.models import Organisation, OrganisationKind
from pulang.foundation.ui.editing import EditForm
from pulang.foundation.ui.forms import DateField, Form, LineField

KEY = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Write small letters a to z, digits and single hyphens, for example kilima-mto.")
)
WEEKDAYS: Choices = [
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]


class WeekendForm(Form):
    """The days of the week on which a country does not work."""

    weekend = forms.MultipleChoiceField(
        label=_("Weekend"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Days by which something is expected step over it."),
    )

    def clean_weekend(self) -> str:
        """As it is stored: ``fri,sat``. At least one working day is left."""
        days = self.cleaned_data["weekend"]
        if len(days) == len(WEEKDAYS):
            raise ValidationError(gettext("Leave at least one working day."))
        return ",".join(days)


class OrganisationForm(WeekendForm):
    """A new name, and for a country its weekend."""

    name = LineField(label=_("Name"), max_length=200)
    field_order = ("kind", "name", "key", "weekend")

    def __init__(self, *args: Any, has_weekend: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_weekend:
            del self.fields["weekend"]


class ChangeOrganisationForm(EditForm, OrganisationForm):
    """The same of an organisation that exists."""


class NewOrganisationForm(OrganisationForm):
    """A new organisation, at the top of the tree or below ``parent``."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    key = LineField(
        label=_("Key"),
        max_length=80,
        validators=[KEY],
        help_text=_(
            "A short name in small letters, for example kilima-mto. It means the same organisation on every "
            "installation and can never be changed."
        ),
    )

    def __init__(self, *args: Any, parent: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, has_weekend=parent is None, **kwargs)
        above = parent.kind if parent else None
        kinds = [(value, label) for value, label in OrganisationKind.choices if rules.may_stand_under(value, above)]
        choose(self, "kind", kinds)
        if parent is None:
            self.fields["weekend"].label = _("Weekend, for a country")

    @property
    def has_places(self) -> bool:
        """Whether anything may stand there at all."""
        return bool(cast(forms.ChoiceField, self.fields["kind"]).choices)


class CloseOrganisationForm(Form):
    """From when an organisation is closed."""

    on = DateField(label=_("Closed from"))


class HolidayForm(Form):
    """A day on which a country does not work."""

    day = DateField(label=_("Date"))
    name = LineField(label=_("Name of the holiday"), max_length=100)
