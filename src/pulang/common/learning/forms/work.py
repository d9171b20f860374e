"""Drawing people to be observed at work, and writing down what was seen."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.queries.work import Words
from pulang.common.learning.rules.work import MARK_WORDS, Item
from pulang.foundation.ui.forms import DateField, Form, TextField

MARKS = [(mark.value, words) for mark, words in MARK_WORDS.items()]


class DrawForm(Form):
    """How many, and until when they are to be observed."""

    number = forms.IntegerField(label=_("How many people"), min_value=1, max_value=1000)
    due_on = DateField(label=_("Observe them until"))


class WorkForm(Form):
    """On which day somebody was observed, a mark for each thing to look for, and a word to the trainee."""

    seen_on = DateField(label=_("Day"))

    def __init__(self, *args: Any, items: Sequence[tuple[Item, Words]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slugs = {f"mark-{place}": item.slug for place, (item, _words) in enumerate(items)}
        for name, (_item, words) in zip(self._slugs, items, strict=True):
            said = format_html('<span lang="{}" dir="auto">{}</span>', words.lang, words.text)
            label = said if words.lang else words.text
            self.fields[name] = forms.ChoiceField(label=label, choices=MARKS, widget=forms.RadioSelect)
        self.fields["said"] = TextField(
            label=_("What went well, and what to change"), longest=4000, rows=4, required=False,
            help_text=_("The officer reads it too. Speak of what was done, and name nobody in custody."),
        )  # fmt: skip
        self.speak_plainly()

    def marks(self) -> dict[str, str]:
        """The mark of each thing, by its slug."""
        return {slug: str(self.cleaned_data[name]) for name, slug in self._slugs.items()}
