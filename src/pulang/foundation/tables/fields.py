"""A field for a table that is sent as a file: kind, size and letters are checked, and its text is given."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.foundation.tables.faults import LARGEST, Problem, Unreadable
from pulang.foundation.tables.reading import decoded
from pulang.foundation.tables.workbooks import is_workbook

WORKBOOK = ".xlsx"
ENDINGS = (WORKBOOK, ".csv", ".tsv", ".txt")
OTHER_WORKBOOKS = (".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")  # so that the reason can be told


@dataclass(frozen=True)
class Sent:
    """A table that was sent: the file's name, and its first sheet as text."""

    name: str
    text: str


class TableField(forms.FileField):
    """An XLSX or CSV file; cleaned it is a :class:`Sent`."""

    widget = forms.ClearableFileInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}))
        super().__init__(max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """What was sent; nothing where nothing was and nothing is needed."""
        file = super().clean(data, initial)
        return _read(file) if file else None


def _read(file: "UploadedFile[bytes]") -> Sent:
    name = PurePath(file.name or "").name
    if not name.lower().endswith(ENDINGS + OTHER_WORKBOOKS):
        words = gettext("“{name}” is neither XLSX nor CSV. Save the table as one of them and choose that file.")
        raise ValidationError(words.format(name=name))
    data = file.read(LARGEST + 1)
    try:
        text = decoded(data)
    except Unreadable as refusal:
        raise ValidationError(told(refusal.problem)) from None
    if is_workbook(data) != name.lower().endswith(WORKBOOK):
        words = gettext("“{name}” holds something else than its name says. Save the table again, as XLSX or CSV.")
        raise ValidationError(words.format(name=name))
    return Sent(name, text)


def told(problem: Problem) -> str:
    """What is wrong with the file as a whole, with the row where it is known."""
    if not problem.row:
        return problem.message
    return gettext("Row {number}: {message}").format(number=problem.row, message=problem.message)
