"""The form by which somebody hands a file over."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.foundation.ui.forms import Form, LineField
from pulang.kernel.filekinds import KINDS, Kind, kind_of

LARGEST = 5 * 1024 * 1024  # told as 5.0 MB
LONGEST_NAME = 200
ENDINGS = tuple(f".{ending}" for kind in KINDS.values() for ending in kind.endings)


class AttachForm(Form):
    """A file with what it shows. Afterwards ``name``, ``kind`` and ``content`` tell what was handed over."""

    title = LineField(
        label=gettext_lazy("What the file shows"),
        max_length=200,
        no_names_hint=True,
        help_text=gettext_lazy("A few words, for those who cannot open it at once."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy("PDF, PNG, JPEG, XLSX, DOCX, CSV or TXT, at most 5 MB."),
        max_length=LONGEST_NAME,
        allow_empty_file=False,
        error_messages={
            "empty": gettext_lazy("This file is empty. Choose another."),
            "max_length": gettext_lazy("The name of this file is too long. Shorten it and choose it again."),
            "missing": gettext_lazy("No file arrived. Choose it again."),
            "required": gettext_lazy("Choose a file. What you typed is kept; the file has to be chosen again."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        self.name = "".join(letter for letter in PurePath(file.name or "").name if letter.isprintable())
        self.content = file.read(LARGEST + 1)
        if len(self.content) > LARGEST:
            words = _("“{name}” has {size}; the most is {most}. Make it smaller, or send it in parts.")
            told = words.format(name=self.name, size=filesizeformat(file.size or 0), most=filesizeformat(LARGEST))
            raise ValidationError(told, "too-large")
        self.kind = self._kind()
        return file

    def _kind(self) -> Kind:
        kind = kind_of(self.content, self.name)
        if kind is None:
            words = _("“{name}” is no file of these kinds, or holds something else than its name says.")
            raise ValidationError(words.format(name=self.name), "wrong-kind")
        return kind
