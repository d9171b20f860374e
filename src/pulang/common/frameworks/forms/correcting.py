"""Correcting a document or a good practice in every language."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.frameworks.rules.content import Content
from pulang.common.frameworks.rules.correcting import TextField as CorrectedText
from pulang.common.frameworks.rules.correcting import corrected, text_fields, values_of
from pulang.common.frameworks.rules.vocabulary import (
    AREA_LABELS,
    DIFFERENCE_LABELS,
    TRANSLATION_STATUSES,
    WORD_LABELS,
    Numbering,
)
from pulang.foundation.ui.editing import EditForm, version
from pulang.foundation.ui.forms import LineField, TextField

LONG = {"summary": 4000}
MAY_GO = "label"


class CorrectionForm(EditForm):
    """Everything that a file could say about one document or provision, but for its key and its relations."""

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        self.content = content
        super().__init__(*args, initial=values_of(content), **kwargs)
        facts = _document_facts() if "sections" in content else _provision_facts(content)
        texts = {
            field.name: _text_field(field, is_there=field.what != MAY_GO and bool(self.initial.get(field.name)))
            for field in text_fields(content)
        }
        self.fields = {**facts, **texts, **self.fields, "reason": _reason()}
        self.initial["seen"] = version(self._own(self.initial))
        self.speak_plainly()

    def corrected(self) -> Content:
        """The content with what was typed, after ``is_valid``."""
        return corrected(self.content, self.cleaned_data)

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields as they stand on the page: the facts, then language by language."""
        texts = {field.name for field in text_fields(self.content)}
        facts = [self[name] for name in self.fields if name not in texts and name not in ("seen", "reason")]
        yield gettext("Facts"), facts
        for code, _name in settings.LANGUAGES:
            yield _language(code), [self[field.name] for field in text_fields(self.content) if field.language == code]


def _reason() -> TextField:
    return TextField(
        label=_("Why"), longest=1000, rows=2, help_text=_("Readers see this in the history, for example the source.")
    )


def _provision_facts(content: Content) -> dict[str, forms.Field]:
    facts: dict[str, forms.Field] = {
        "number": forms.IntegerField(label=_label("number"), min_value=1, max_value=999, required=False),
        "numbering": forms.ChoiceField(
            label=_label("numbering"), choices=[(str(each), WORD_LABELS[each]) for each in Numbering]
        ),
        "areas": forms.MultipleChoiceField(
            label=_label("areas"), choices=list(AREA_LABELS.items()), widget=forms.CheckboxSelectMultiple
        ),
    }
    if content["section"] is not None:
        facts["section"] = LineField(label=_label("section"), max_length=12)
    return facts


def _document_facts() -> dict[str, forms.Field]:
    return {
        "year": forms.IntegerField(label=_label("year"), min_value=1900, max_value=2100),
        "official_page": LineField(label=_label("official_page"), max_length=300),
        "expected_practices": forms.IntegerField(
            label=_label("expected_practices"), min_value=1, max_value=999, required=False
        ),
    }


def _text_field(field: CorrectedText, *, is_there: bool) -> forms.Field:
    """A text that is there can be corrected, and not taken away."""
    what = _section_label(field.section) if field.section else _label(field.what)
    label = gettext("{what} ({language})").format(what=what, language=_language(field.language))
    if field.what == "status":
        none_yet = [] if is_there else [("", _("No translation yet"))]
        choices = [*none_yet, *((str(each), WORD_LABELS[each]) for each in TRANSLATION_STATUSES)]
        return forms.ChoiceField(label=label, choices=choices, required=is_there)
    if field.section:
        return LineField(label=label, max_length=300, required=is_there)
    longest = LONG.get(field.what, 300)
    return TextField(label=label, longest=longest, rows=3 if field.what in LONG else 2, required=is_there)


def _section_label(code: str) -> str:
    return gettext("Title of section {code}").format(code=code)


def _language(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def _label(what: str) -> str:
    return str(DIFFERENCE_LABELS[what])
