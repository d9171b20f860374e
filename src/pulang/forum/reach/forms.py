"""A file that is taken in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import Form

LARGEST = 1_000_000  # bytes


class CountsForm(Form):
    """The signed file, chosen from the disk; once it was shown it comes back as ``shown``."""

    file = forms.FileField(
        label=_("Signed file of the service"),
        widget=forms.ClearableFileInput(attrs={"accept": ".json"}),
        max_length=200,
        help_text=_("Counts, or their withdrawal: the file as it was downloaded at the service."),
    )

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        if len(content) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MB: it is no file of counts."))
        return content
