"""What people choose in the register: filters of the list, and the file to import."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.facilities import rules
from pulang.foundation.tables.fields import Sent, TableField
from pulang.foundation.ui.forms import DateField, Form, LineField
from pulang.kernel import clock


class FilterForm(Form):
    """Narrowing the list; everything may stay empty. What does not exist asks for nothing."""

    q = LineField(label=_("Name"), required=False, max_length=200)
    under = forms.ChoiceField(label=_("Region or service"), required=False)
    for_whom = forms.ChoiceField(
        label=_("For whom"),
        required=False,
        choices=[("", _("All")), *((use.value, label) for use, label in rules.FOR_WHOM.items())],
    )

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["under"]).choices = [("", _("All")), *places]

    def asked(self, name: str) -> str:
        """What was asked for and can be answered; empty otherwise."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class UploadForm(Form):
    """A table. Kind, size and letters are checked at once; ``sent`` is what it holds."""

    file = TableField(
        help_text=_(
            "A table saved as XLSX or CSV (UTF-8), at most 2 MB and 5,000 rows. Of a workbook the first sheet is read."
        )
    )

    @property
    def sent(self) -> Sent:
        """The table."""
        found: Sent = self.cleaned_data["file"]
        return found


class StaffUploadForm(UploadForm):
    """A personnel list, with the day of which it speaks."""

    listed_on = DateField(
        label=_("Day of the list"),
        help_text=_("The day on which everybody served where the list says. What changed is written from that day on."),
    )

    def clean_listed_on(self) -> date:
        day: date = self.cleaned_data["listed_on"]
        if day > clock.today():
            raise ValidationError(gettext("This day lies ahead. Send the list when the day has come."))
        return day


class RollForm(Form):
    """Finding somebody on the roll of a facility."""

    q = LineField(label=_("Name or service number"), required=False, max_length=200)

    def asked(self) -> str:
        """The words, or nothing."""
        return str(self.cleaned_data.get("q", "")) if self.is_bound and self.is_valid() else ""
