"""Forms with which an owner decides who may have something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.common.access.queries import label_words
from pulang.common.accounts.models import User
from pulang.common.accounts.queries.signing import account_named
from pulang.foundation.ui.forms import Form, LineField, TextField
from pulang.kernel.tlp import Label

Choices = list[tuple[str, str]]
NOT_ONE = _("Name either a person or an organisation, one at a time.")
UNKNOWN = _("Nobody signs in here with this name. Check it with the person.")


def _reason() -> TextField:
    return TextField(label=_("Reason"), longest=1000, rows=3, help_text=_("This is kept in the audit."))


class LabelForm(Form):
    """Another label, and why."""

    label = forms.ChoiceField(label=_("Label"), widget=forms.RadioSelect)
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["label"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(label.value, f"{label.value} · {label_words(label)}") for label in reversed(Label)]

    def chosen(self) -> Label:
        """The label, after ``is_valid``."""
        return Label(self.cleaned_data["label"])


class RecipientForm(Form):
    """One more recipient, and why."""

    person = LineField(
        label=_("Sign-in name of a person"), required=False, max_length=80, help_text=_("Ask the person for it.")
    )
    organisation = forms.ChoiceField(label=_("Or an organisation, with all below it"), required=False)
    reason = _reason()

    def __init__(self, *args: Any, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("No organisation")), *organisations]

    def clean_person(self) -> User | None:
        typed = self.cleaned_data["person"]
        found = account_named(typed) if typed else None
        if typed and (found is None or not found.is_active):
            raise forms.ValidationError(UNKNOWN)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("person")) == bool(cleaned.get("organisation")):
            raise forms.ValidationError(NOT_ONE)
        return cleaned


class ReasonForm(Form):
    """Why a recipient is taken out."""

    reason = _reason()
