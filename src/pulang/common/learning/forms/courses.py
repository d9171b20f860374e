"""What people send about courses: a pack, what is to be said of a sentence, a reason."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.rules.packs.archives import LARGEST_ZIP, Refused, unpack
from pulang.foundation.ui.forms import Form, TextField
from pulang.kernel.tlp import Label

LABELS = (Label.CLEAR, Label.GREEN)


class PackForm(Form):
    """A zip of a course; ``files`` is what it holds."""

    file = forms.FileField(
        label=_("Course pack"),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text=_("The folder of the course as a zip, at most 10 MB."),
        max_length=200,
    )
    label = forms.ChoiceField(
        label=_("Label"),
        choices=[(label.value, label.value) for label in LABELS],
        initial=Label.GREEN.value,
        help_text=_("CLEAR: anybody may have the course. GREEN: members and their services."),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_ZIP:
            raise ValidationError(_("The file is larger than 10 MB."))
        try:
            self.files_inside = unpack(file.read(LARGEST_ZIP + 1))
        except Refused as refused:
            raise ValidationError(str(refused)) from None
        return file

    def clean_label(self) -> Label:
        return Label(self.cleaned_data["label"])


class SayForm(Form):
    """A sentence or two of a human-rights reader."""

    answer = TextField(label=_("Why it may stand"), longest=2000, rows=3)


class ReturnForm(Form):
    """Why a version goes back."""

    reason = TextField(label=_("Reason"), longest=4000, rows=4)


class DecideForm(Form):
    """Nothing but the decision itself."""


class LateForm(Form):
    """How late a session runs, and what comes next; what cannot be answered asks for nothing."""

    late = forms.IntegerField(label=_("Minutes late"), min_value=1, max_value=240, required=False)
    at = forms.ChoiceField(label=_("What comes next"), required=False)

    def __init__(self, *args: Any, blocks: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["at"]).choices = blocks

    def asked(self) -> tuple[int, str]:
        """Minutes and the key of a block; nothing where one of them cannot be answered."""
        if not self.is_bound or not self.is_valid() or not self.cleaned_data["late"]:
            return 0, ""
        return self.cleaned_data["late"], self.cleaned_data["at"]
