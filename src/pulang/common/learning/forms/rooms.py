"""What is chosen and typed in a room: how people answer, a question in one's own words, tallies, a seat, an answer."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import Answering, Seat
from pulang.common.learning.queries.rooms import Asked, Option
from pulang.common.learning.rules import rooms as rules
from pulang.common.learning.rules.rooms import Given
from pulang.foundation.ui.forms import Form, LineField, TextField


class OpenForm(Form):
    """How people answer, and how many."""

    answering = forms.ChoiceField(label=_("How do people answer?"), widget=forms.RadioSelect, choices=())
    tables = forms.IntegerField(
        label=_("Tables, where they answer by hand"), required=False, min_value=1, max_value=rules.MOST_TABLES,
        help_text=_("Leave it empty to count the class as a whole."),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("At most so many join, where they use devices"), initial=40, min_value=1,
        max_value=rules.LARGEST_ROOM,
    )  # fmt: skip

    def __init__(self, *args: Any, phones: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [way for way in Answering if phones or way is not Answering.PHONES]
        field = cast(forms.ChoiceField, self.fields["answering"])
        field.choices = [(way.value, way.label) for way in ways]
        field.initial = Answering.TABLES.value


class OwnForm(Form):
    """A question in the trainer's own words."""

    text = LineField(label=_("Question"), max_length=rules.LONGEST_QUESTION)
    options = TextField(
        label=_("Answers to choose from"), rows=6, longest=1000, help_text=_("One a line, two to six of them.")
    )

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].split("\n") if line.strip()]
        if not rules.FEWEST_OPTIONS <= len(lines) <= rules.MOST_OPTIONS:
            raise ValidationError(gettext("Write two to six answers, one a line."))
        if any(len(line) > rules.LONGEST_OPTION for line in lines):
            raise ValidationError(gettext("An answer has at most 120 characters."))
        return lines


class TalliesForm(Form):
    """How many at each table showed what, and why."""

    def __init__(
        self,
        *args: Any,
        seats: Sequence[Seat],
        names: Sequence[str],
        asked: Asked,
        stands: Sequence[Given],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats, self.asked, self.names = seats, asked, names
        known = {each.number: each for each in stands}
        for seat, name in zip(seats, names, strict=True):
            stand = known.get(seat.number)
            for option in asked.options:
                self.fields[f"{seat.number}-{option.key}"] = forms.IntegerField(
                    label=f"{name}, {option.letter}", required=False, min_value=0, max_value=rules.LARGEST_TABLE,
                    initial=stand.counts.get(option.key) if stand else None,
                )  # fmt: skip
            self.fields[f"{seat.number}-why"] = LineField(
                label=gettext("{table}, reason").format(table=name), required=False, max_length=rules.LONGEST_REASON,
                initial=stand.reason if stand else "",
            )  # fmt: skip
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = str(field.label)
        self.speak_plainly()

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, Any]], Any]]:
        """Each table with its fields under their letters, and the field for its reason."""
        return [
            (
                name,
                [(option.letter, self[f"{seat.number}-{option.key}"]) for option in self.asked.options],
                self[f"{seat.number}-why"],
            )
            for seat, name in zip(self.seats, self.names, strict=True)
        ]

    def tallies(self) -> list[Given]:
        """What the action takes."""
        found = self.cleaned_data
        return [
            Given(
                seat.number,
                {option.key: found.get(f"{seat.number}-{option.key}") or 0 for option in self.asked.options},
                found.get(f"{seat.number}-why") or "",
            )
            for seat in self.seats
        ]


class EnterForm(Form):
    """The code of a room."""

    code = LineField(
        label=_("Code of the room"), max_length=20, help_text=_("Six letters, as your trainer shows them.")
    )

    def clean_code(self) -> str:
        code = rules.cleaned_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(gettext("A code has six letters. Look again at what your trainer shows."))
        return code


class SeatForm(Form):
    """What somebody calls their table, or themselves."""

    nickname = LineField(label=_("Name of your table, or a nickname"), max_length=rules.LONGEST_NICKNAME)


class ReplyForm(Form):
    """One of the answers, and why."""

    choice = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect, choices=())
    reason = TextField(label=_("Why?"), rows=3, longest=rules.LONGEST_REASON, required=False)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asks = {option.key: option.asks for option in asked.options}
        cast(forms.ChoiceField, self.fields["choice"]).choices = [(each.key, _lettered(each)) for each in asked.options]
        if asked.asks_why:
            self.fields["reason"].help_text = gettext("In a few words. Name nobody.")
            self.fields["reason"].required = all(option.asks for option in asked.options)
            self.speak_plainly()
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A choice that asks for its reason gets one."""
        found = super().clean() or {}
        if self._asks.get(found.get("choice", "")) and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say in a few words why."))
        return found


def _lettered(option: Option) -> SafeString:
    text = option.text
    return format_html('<b>{}</b> <span lang="{}" dir="auto">{}</span>', option.letter, text["lang"], text["text"])
