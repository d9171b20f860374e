"""Keys that are compared aloud, and signed files that are sent."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import Form, LineField, TextField
from pulang.kernel.signedfiles import DIGITS, GROUPS, LARGEST, fingerprint

Choices = list[tuple[str, str]]
NO_KEY = _("This is no public key of an installation. It is one line that begins with did:key.")
NO_DIGITS = _("Type all eight groups of five digits, as the other side reads them to you.")


class TrustForm(Form):
    """Whose key it is, the key, and its fingerprint as it was heard."""

    name = LineField(label=_("Name of the other installation"), max_length=90)
    country = forms.ChoiceField(
        label=_("Whose installation it is"),
        help_text=_("Files of counts are taken only for the country that is chosen here."),
    )
    key = TextField(
        label=_("Its public key"),
        longest=200,
        rows=2,
        help_text=_("The line in the file that its administrator sent you: open it in any editor and copy it."),
    )
    compared = LineField(
        label=_("Its fingerprint"),
        max_length=80,
        help_text=_(
            "Call the administrator of the other installation on a number that you know. The eight groups are read "
            "to you from its page “Key of this installation”; type what you hear."
        ),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, countries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["country"])
        field.choices = [("-", _("The working group’s")), *countries]

    def clean_key(self) -> str:
        typed = "".join(str(self.cleaned_data["key"]).split())
        try:
            fingerprint(typed)
        except ValueError:
            raise ValidationError(NO_KEY) from None
        return typed

    def clean_compared(self) -> str:
        """Digits of any script, without what stands between them."""
        typed = [character for character in str(self.cleaned_data["compared"]) if character.isdecimal()]
        if len(typed) != GROUPS * DIGITS:
            raise ValidationError(NO_DIGITS)
        return "".join(str(int(character)) for character in typed)


class SignedFileForm(Form):
    """A file that another installation signed."""

    file = forms.FileField(
        label=_("Signed file"), widget=forms.ClearableFileInput(attrs={"accept": ".json"}), max_length=200
    )

    def clean_file(self) -> bytes:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        content: bytes = file.read(LARGEST + 1)
        return content
