"""What an inspector looks for."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.audit import rules
from pulang.common.audit.queries import Asked
from pulang.foundation.ui.forms import Form, LineField, TextField
from pulang.kernel.folding import sort_key


class DayField(forms.DateField):
    """A day as the browser's own date field gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d",)
    default_error_messages = {"invalid": _("Enter the day as year, month and day, for example 2027-03-27.")}


class EventsForm(Form):
    """Filters of the audit; a filter that cannot be understood is named, and nothing is shown until it is mended."""

    words = LineField(label=_("Search"), max_length=200, required=False)
    who = LineField(label=_("Who acted"), max_length=200, required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    kind = forms.ChoiceField(label=_("To what"), required=False)
    organisation = LineField(label=_("Organisation"), max_length=200, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    id = forms.UUIDField(
        label=_("Id of the object"),
        required=False,
        error_messages={"invalid": _("This is no id. Copy the whole id from a line below.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("verb", rules.VERBS)
        self._choose("kind", rules.KINDS)

    def _choose(self, name: str, words: Mapping[str, Promise]) -> None:
        choices = sorted(((key, str(text)) for key, text in words.items()), key=lambda pair: sort_key(pair[1]))
        cast(forms.ChoiceField, self.fields[name]).choices = [("", _("All")), *choices]

    def asked(self) -> Asked | None:
        """What is looked for; ``None`` when a filter is wrong."""
        if not self.is_bound:
            return Asked()
        return Asked(**self.cleaned_data) if self.is_valid() else None


class AnchorForm(Form):
    """An anchor, typed or scanned from paper."""

    text = TextField(
        label=_("The anchor on the paper"),
        longest=2000,
        rows=8,
        help_text=_("Everything from the first line to the signature. How the lines are broken does not matter."),
    )
