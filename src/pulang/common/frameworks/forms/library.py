"""The library's one form: what to look for, and where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.frameworks.queries import DocumentLine, SectionLine
from pulang.common.frameworks.rules.vocabulary import AREA_LABELS
from pulang.foundation.ui.forms import Form, LineField

Choices = list[tuple[str | Promise, Any]]


class LibraryForm(Form):
    """Filters of the library; everything may stay empty. ``shelves`` are the documents with their sections."""

    q = LineField(label=_("Search the texts"), required=False, max_length=200)
    document = forms.ChoiceField(label=_("Document"), required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    area = forms.ChoiceField(label=_("Priority area"), required=False)

    def __init__(
        self, *args: Any, shelves: Sequence[tuple[DocumentLine, Sequence[SectionLine]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose(
            "document",
            [(line.document.key, line.text.translation.short_title) for line, _sections in shelves],
        )
        self.choose("section", [_sections_of(line, sections) for line, sections in shelves if sections])
        self.choose("area", list(AREA_LABELS.items()))
        self.speak_plainly()

    def choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("All")), *choices]

    @property
    def asked(self) -> dict[str, str]:
        """The filters that hold: what was asked for, without the search words and without what is wrong."""
        cleaned = self.cleaned_data if self.is_valid() or self.is_bound else {}
        return {name: cleaned.get(name, "") for name in ("document", "section", "area")}

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")) if self.is_bound and self.is_valid() else ""


def _sections_of(document: DocumentLine, sections: Sequence[SectionLine]) -> tuple[str, Choices]:
    inside: Choices = [
        (f"{document.document.key}/{line.section.code}", f"{line.section.code} {line.text.translation.title}")
        for line in sections
    ]
    return document.text.translation.short_title, inside
