"""Where a session stands, as its address says: when it began, the block that is taught now, and since when."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.rooms import LARGEST_TABLE
from pulang.foundation.ui.forms import Form
from pulang.kernel import clock

CLOCK = "%H:%M"


class TeachingForm(Form):
    """The language beside the text and the number of people are chosen; the rest comes from what was pressed."""

    beside = forms.ChoiceField(label=_("Language beside it"), required=False)
    people = forms.IntegerField(label=_("People in the room"), required=False, min_value=1, max_value=LARGEST_TABLE)
    begun = forms.TimeField(required=False, input_formats=[CLOCK], widget=forms.HiddenInput)
    since = forms.TimeField(required=False, input_formats=[CLOCK], widget=forms.HiddenInput)
    at = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["beside"]).choices = [("", gettext("None")), *languages]

    def asked(self, name: str) -> Any:
        """What the address says of it, if it can be understood; else nothing."""
        if not self.is_bound:
            return None
        self.is_valid()
        return self.cleaned_data.get(name)


def minutes_since(begun: time, moment: datetime) -> int:
    """Whole minutes from a time of this day to a moment; also over midnight."""
    local = timezone.localtime(moment)
    return (local.hour * 60 + local.minute - begun.hour * 60 - begun.minute) % (24 * 60)


def now_as_time() -> str:
    """The time of day, as addresses say it."""
    return timezone.localtime(clock.now()).strftime(CLOCK)
