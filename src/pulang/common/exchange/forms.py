"""Asking for an erasure, so that nobody does it by a slip."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import Form, LineField, TextField
from pulang.kernel.folding import sort_key

WRONG_NAME = _("This is not the name that stands above. Type it as it stands there.")


class EraseForm(Form):
    """The reason, and the organisation's name typed out."""

    reason = TextField(label=_("Reason"), longest=1000, rows=3, help_text=_("This is kept in the audit."))
    name = LineField(label=_("Name of the organisation"), max_length=200, help_text=_("Type it out, to be sure."))

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = name

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"])
        if sort_key(typed) != sort_key(self.expected):
            raise forms.ValidationError(WRONG_NAME)
        return typed


class ConfirmForm(Form):
    """Nothing but the button."""
