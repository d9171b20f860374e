"""Which counts are proposed, and why they go back."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import Form, TextField
from pulang.kernel.tlp import Label

Choices = list[tuple[str, str]]
LABELS = (
    (Label.GREEN, _("the members of the working group and their services")),
    (Label.AMBER, _("the own country, the co-chairs and the secretariat")),
    (Label.CLEAR, _("anybody")),
)


class ProposeForm(Form):
    """Of which service, of which quarter, and for whom."""

    service = forms.ChoiceField(label=_("Service"))
    quarter = forms.ChoiceField(label=_("Period"))
    label = forms.ChoiceField(label=_("Who may have the counts"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, services: Choices, quarters: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(label.value, f"{label.value} · {words}") for label, words in LABELS]
        for name, choices in (("service", services), ("quarter", quarters), ("label", labels)):
            cast(forms.ChoiceField, self.fields[name]).choices = choices


class ReasonForm(Form):
    """Why counts go back or are withdrawn."""

    reason = TextField(label=_("Reason"), longest=1000, rows=3, help_text=_("This is kept here, and does not cross."))
