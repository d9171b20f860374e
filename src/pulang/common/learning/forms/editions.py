"""What people send about editions: which course for whom, what is to be changed, and how a conflict is decided."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import Settlement
from pulang.common.learning.rules.editions.operations import KIND_WORDS
from pulang.common.learning.rules.vocabulary import KEY, LONGEST_KEY
from pulang.foundation.ui.forms import Form, LineField, TextField

Choices = Sequence[tuple[Any, Any]]


def set_choices(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field its answers."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


class MakeForm(Form):
    """Which course is tailored, for whom, and how the edition is called in addresses."""

    base = forms.ChoiceField(label=_("Course"), help_text=_("Released versions only."))
    organisation = forms.ChoiceField(
        label=_("For which organisation"), help_text=_("Its people read the drafts; everybody reads what is released.")
    )
    key = LineField(
        label=_("Key"),
        max_length=LONGEST_KEY,
        help_text=_("A short name in a to z, 0 to 9 and single hyphens, for example kilima-foundation. It stays."),
    )

    def __init__(self, *args: Any, bases: Choices, hosts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "base", bases)
        set_choices(self, "organisation", hosts)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).strip().lower()
        if not KEY.fullmatch(key):
            raise ValidationError(_("“%s” is not a key. Use a to z, 0 to 9 and single hyphens.") % key)
        return key


class WhereForm(Form):
    """First question: where, and what to do there."""

    at = forms.ChoiceField(label=_("Where"))
    kind = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect, choices=list(KIND_WORDS.items()))

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "at", places)


class WhichForm(Form):
    """Second question: which text or thing there, and in which language."""

    text = forms.ChoiceField(label=_("Which"))
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, targets: Choices, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "text", targets)
        names = dict(settings.LANGUAGES)
        set_choices(self, "language", [(code, names[code]) for code in languages])
        if not languages:
            del self.fields["language"]


class PlaceForm(Form):
    """At which place of the order a change stands."""

    place = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=2000)


class ConflictForm(Form):
    """How a conflict is decided."""

    decision = forms.ChoiceField(label=_("What is to stand"), widget=forms.RadioSelect, choices=Settlement.choices)
    text = TextField(
        label=_("Our change, written anew"), longest=20_000, rows=8, required=False,
        help_text=_("Only where you write it anew."),
    )  # fmt: skip
    reason = TextField(label=_("Why"), longest=2000, rows=2)

    def __init__(self, *args: Any, decisions: Sequence[Settlement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "decision", [(one.value, one.label) for one in decisions])
        if Settlement.ANEW not in decisions:
            del self.fields["text"]

    def clean(self) -> dict[str, Any]:
        """A change that is written anew has a text."""
        data = self.cleaned_data
        if data.get("decision") == Settlement.ANEW and not data.get("text"):
            self.add_error("text", _("Write the text that is to stand."))
        return data


class TakeOverForm(Form):
    """Which newer release is taken over."""

    base = forms.ChoiceField(label=_("New release"))

    def __init__(self, *args: Any, bases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "base", bases)
