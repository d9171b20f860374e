"""Studying alone: answers in practice, choices in a scenario, folders for a stick, and results that come back."""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.folders import LARGEST_CLASS
from pulang.common.learning.actions.taking import MOST_FILES
from pulang.common.learning.forms.results import TestForm
from pulang.common.learning.rules.studying import LONGEST_REASON
from pulang.foundation.ui.forms import Form, LineField

LARGEST = 20_000_000
LARGEST_FILE = 2_000_000
Choices = Sequence[tuple[str, str]]


class PracticeForm(TestForm):
    """The questions of a quiz that somebody has not answered yet. They are kept by question, so there is no receipt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["receipt"]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.answers() and not self.errors:
            raise ValidationError(gettext("Answer one question at least."))
        return found


class StepForm(Form):
    """A choice in a scene of a scenario, and why."""

    step = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    choice = forms.ChoiceField(label=_("What do you do?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["choice"]).choices = [
            (
                each["key"],
                format_html('<span lang="{}" dir="auto">{}</span>', each["text"]["lang"], each["text"]["text"]),
            )
            for each in choices
        ]
        self.asking = {each["key"] for each in choices if each.get("reason")}
        if self.asking:
            self.fields["reason"] = LineField(
                label=_("Why?"), max_length=LONGEST_REASON, required=len(self.asking) == len(choices),
                error_messages={"required": _("Write in a sentence why.")},
            )  # fmt: skip
        self.speak_plainly()

    def clean(self) -> dict[str, Any]:
        """Some choices ask for a reason."""
        found = super().clean() or {}
        if found.get("choice") in self.asking and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Write in a sentence why."))
        return found


class FolderForm(Form):
    """For whom a folder is, and in which language."""

    person = forms.ChoiceField(
        label=_("For whom"), required=False, help_text=_("The folder carries this person's key.")
    )
    keys = forms.IntegerField(
        label=_("Or for a class: how many people"), required=False, min_value=1, max_value=LARGEST_CLASS,
        help_text=_("Everybody gets a key on paper and types it with the service number."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["person"]).choices = [("", gettext("A class")), *people]
        self.speak_plainly()

    def clean(self) -> dict[str, Any]:
        """One of both."""
        found = super().clean() or {}
        if bool(found.get("person")) == bool(found.get("keys")) and not self.errors:
            raise ValidationError(gettext("Choose one person, or say for how many people of a class."))
        return found


class _Several(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several files at once."""

    widget = _Several(attrs={"accept": ".json,.zip"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(_Files, self).clean(each, initial) for each in given or [None]]


class ResultsForm(Form):
    """Results files as folders saved them, or zips of them; ``found`` are their names and contents."""

    results = _Files(
        label=_("Results files"), max_length=200,
        help_text=_("One or several files, or a zip of them: 20 MB at most."),
    )  # fmt: skip

    def clean_results(self) -> "list[UploadedFile[bytes]]":
        files: list[UploadedFile[bytes]] = self.cleaned_data["results"]
        if sum(file.size or 0 for file in files) > LARGEST:
            raise ValidationError(gettext("The files are larger than 20 MB. Send them in several parts."))
        self.found = unpacked([(PurePath(file.name or "").name, file.read(LARGEST + 1)) for file in files])
        if len(self.found) > MOST_FILES:
            raise ValidationError(gettext("These are more than 1,000 files. Send them in several parts."))
        return files


def unpacked(files: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The files, and in the place of a zip what is in it; of each as much as a results file can have, and a byte."""
    found: list[tuple[str, bytes]] = []
    room = LARGEST
    for name, data in files:
        for inner, content in _inside(name, data, room) if name.lower().endswith(".zip") else [(name, data)]:
            room -= len(content)
            found.append((inner, content if len(content) <= LARGEST_FILE and room >= 0 else b""))
    return found


def _inside(name: str, data: bytes, room: int) -> list[tuple[str, bytes]]:
    """What the zip says about itself is not believed: each file is read no further than its limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = []
            for entry in archive.infolist()[: MOST_FILES + 1]:
                if entry.is_dir() or "__MACOSX" in entry.filename:
                    continue
                with archive.open(entry) as file:
                    content = file.read(max(min(LARGEST_FILE, room), 0) + 1)
                room -= len(content)
                found.append((PurePath(entry.filename).name, content))
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return [(name, b"")]
