"""Certifying trainers, ending a certification, writing down what was seen, and looking for those to recall."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models.trainers import Verdict
from pulang.common.learning.rules.trainers import LEVEL_WORDS, REACH_WORDS, Level
from pulang.common.learning.rules.vocabulary import VERSION
from pulang.foundation.ui.forms import DateField, Form, LineField, TextField

Choices = Sequence[tuple[str, str]]


class CertifyForm(Form):
    """For which course, at which level, from when; and why, where something is lacking."""

    course = forms.ChoiceField(label=_("Course"))
    level = forms.ChoiceField(label=_("Level"), widget=forms.RadioSelect)
    starts_on = DateField(label=_("Certified from"))
    waived = TextField(
        label=_("Why, although something is lacking"), longest=2000, rows=3, required=False,
        help_text=_("For example: certified by the international team before this register began."),
    )  # fmt: skip

    def __init__(self, *args: Any, courses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["course"]).choices = courses
        cast(forms.ChoiceField, self.fields["level"]).choices = [
            (level.value, f"{LEVEL_WORDS[level]}: {REACH_WORDS[level]}") for level in Level
        ]


class ObserveForm(Form):
    """At which delivery somebody was seen teaching, when, and what was seen."""

    delivery = forms.ChoiceField(label=_("Delivery"))
    seen_on = DateField(label=_("Day"))
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    said = TextField(
        label=_("What went well, and what to change"), longest=4000, rows=5,
        help_text=_("The trainer reads it too. Speak of what was done, not of the person."),
    )  # fmt: skip

    def __init__(self, *args: Any, deliveries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["delivery"]).choices = deliveries


class FindForm(Form):
    """Somebody of the own organisation, by name or service number."""

    q = LineField(label=_("Name or service number"), max_length=200)


class RegisterForm(Form):
    """Narrowing the register; everything may stay empty."""

    course = forms.ChoiceField(label=_("Course"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=(("", _("Who is certified now")), ("all", _("Everybody ever certified"))),
    )

    def __init__(self, *args: Any, courses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["course"]).choices = [("", gettext("All")), *courses]

    def asked(self, name: str) -> str:
        """What was asked for and can be answered; empty otherwise."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class RecallForm(Form):
    """Which module was corrected, and in which version it is right."""

    number = LineField(label=_("Right from version"), max_length=14, help_text=_("For example 1.1.0."))
    module = forms.ChoiceField(label=_("Module"))

    def __init__(self, *args: Any, modules: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["module"]).choices = modules

    def clean_number(self) -> tuple[int, int, int]:
        text = str(self.cleaned_data["number"]).strip()
        if not VERSION.fullmatch(text):
            raise ValidationError(gettext("Write a version with three numbers, for example 1.1.0."))
        major, minor, patch = map(int, text.split("."))
        return major, minor, patch
