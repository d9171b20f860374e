"""Narrowing coverage: of which course, of which grade, and where."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import Form

Choices = list[tuple[str, str]]


class CoverageForm(Form):
    """Everything may stay empty: then it is the first course, all grades, and all that the viewer may see."""

    course = forms.ChoiceField(label=_("Course"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    under = forms.ChoiceField(label=_("Region or service"), required=False)

    def __init__(self, *args: Any, courses: Choices, grades: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("course", courses), ("grade", grades), ("under", places)):
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def asked(self, name: str) -> str:
        """What was chosen and is offered; empty otherwise."""
        if not self.is_bound:
            return ""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))
