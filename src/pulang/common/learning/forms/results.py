"""Answering a test, typing what others answered, saying what one thought, issuing and checking certificates."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.answering import Sheet
from pulang.common.learning.models import Enrolment
from pulang.common.learning.rules.answering.asking import Question
from pulang.common.learning.rules.answering.paper import groups, typed, written
from pulang.common.learning.rules.answering.scoring import LONGEST_ANSWER, Answer, Answers, cleaned
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.opinions import QUESTIONS, SCALE
from pulang.common.learning.rules.vocabulary import Asked
from pulang.foundation.tables.fields import TableField
from pulang.foundation.ui.forms import DateField, Form, LineField, TextField
from pulang.kernel import clock
from pulang.kernel.ids import uuid4

Said = Mapping[str, Any]
CHOOSE = _("Choose")


class TestForm(Form):
    """The questions of a test as fields. ``said`` are its texts in the reader's language (``rules.speaking``).

    Questions ``leaving_out`` are not asked; the others keep their numbers.
    """

    __test__ = False
    receipt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, test: Test, said: Said, leaving_out: Collection[str] = (), **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"receipt": uuid4()})
        super().__init__(*args, **kwargs)
        numbered = [each for each in enumerate(test.questions, start=1) if each[1].key not in leaving_out]
        self._questions = [question for _number, question in numbered]
        texts = {question["key"]: question for question in said["questions"]}
        for number, question in numbered:
            for name, field in _fields(number, question, texts[question.key]):
                self.fields[name] = field
        self.speak_plainly()

    def clean(self) -> dict[str, Any]:
        """Each answer in the form in which it is kept; an order needs every place, each once."""
        found = super().clean() or {}
        self._answers: dict[str, Answer] = {}
        for question in self._questions:
            answer = cleaned(question, self._given(question, found))
            if answer is None:
                self.add_error(names_of(question)[0], gettext("Choose each of them once, or leave them all open."))
            elif answer:
                self._answers[question.key] = answer
        return found

    def _given(self, question: Question, found: Mapping[str, Any]) -> list[str]:
        values = [found.get(name) or "" for name in names_of(question)]
        return list(values[0]) if question.kind is Asked.MULTIPLE else values

    def answers(self) -> Answers:
        """What was answered, by question; nothing for a question that was left open."""
        return self._answers


def names_of(question: Question) -> list[str]:
    """The names of a question's fields: one, or one for each place to fill."""
    if question.kind in (Asked.MATCH, Asked.ORDER):
        return [f"{question.key}-{place}" for place in range(1, len(question.keys) + 1)]
    return [question.key]


def _fields(number: int, question: Question, said: Said) -> list[tuple[str, forms.Field]]:
    label = _labelled(f"{number}. ", said["text"])
    if question.kind is Asked.SHORT_TEXT:
        return [(question.key, LineField(label=label, max_length=LONGEST_ANSWER, required=False))]
    if question.kind is Asked.MATCH:
        return _places(
            question, said, [_labelled("", _of(said["pairs"], key)["left"]) for key in question.lefts], label
        )
    if question.kind is Asked.ORDER:
        return _places(question, said, [f"{place}." for place in range(1, len(question.keys) + 1)], label)
    choices = [(key, _labelled("", _of(said["options"], key)["text"])) for key in question.keys]
    if question.kind is Asked.MULTIPLE:
        widget = forms.CheckboxSelectMultiple
        help_text = gettext("More than one may be right.")
        field: forms.Field = forms.MultipleChoiceField(
            label=label, choices=choices, widget=widget, required=False, help_text=help_text
        )
    else:
        field = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)
    return [(question.key, field)]


def _places(question: Question, said: Said, labels: Sequence[str], head: SafeString) -> list[tuple[str, forms.Field]]:
    """One list to choose from for each place; the question itself stands with the first."""
    side, things = ("right", "pairs") if question.kind is Asked.MATCH else ("text", "options")
    choices = [("", CHOOSE), *((key, _of(said[things], key)[side]["text"]) for key in question.keys)]
    return [
        (name, forms.ChoiceField(
            label=format_html("{}<br>{}", head, label) if place == 0 else label, choices=choices, required=False
        ))
        for place, (name, label) in enumerate(zip(names_of(question), labels, strict=True))
    ]  # fmt: skip


def _of(things: Sequence[Said], key: str) -> Said:
    return next(thing for thing in things if thing["key"] == key)


def _labelled(before: str, text: Mapping[str, str]) -> SafeString:
    return format_html('{}<span lang="{}" dir="auto">{}</span>', before, text["lang"], text["text"])


class SheetsForm(Form):
    """Answers of many people as a clerk types them: one line a person, one group of letters a question."""

    taken_on = DateField(label=_("Day of the test"))
    from_file = forms.CharField(widget=forms.HiddenInput, required=False, max_length=3)

    def __init__(
        self,
        *args: Any,
        test: Test,
        people: Sequence[Enrolment],
        stands: Mapping[UUID, Answers],
        reads: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.test, self.people, self.reads = test, people, reads
        for person in people:
            known = stands.get(person.pk)
            initial = (
                " ".join(_quoted(written(each, tuple(known.get(each.key, ())))) for each in test.questions)
                if known
                else ""
            )
            self.fields[str(person.pk)] = LineField(
                label=person.contact.name, required=False, max_length=4000, initial=initial
            )
        self.speak_plainly()

    def clean_taken_on(self) -> date:
        day: date = self.cleaned_data["taken_on"]
        if day > clock.today():
            raise ValidationError(gettext("This day lies ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        """Each line as answers, or what is wrong with it by the number of the question."""
        found = super().clean() or {}
        self._sheets: dict[UUID, Answers] = {}
        for person in self.people:
            line = found.get(str(person.pk), "")
            if not line:
                continue
            answers, fault = read_line(self.test, line)
            if fault:
                self.add_error(str(person.pk), fault)
            else:
                self._sheets[person.pk] = answers
        if not self._sheets and not self.errors and not self.reads:
            raise ValidationError(gettext("Type the answers of at least one person."))
        return found

    @property
    def lines(self) -> list[tuple[Enrolment, Any]]:
        """Each person with the field."""
        return [(person, self[str(person.pk)]) for person in self.people]

    def sheets(self) -> list[Sheet]:
        """What the action takes."""
        day = self.cleaned_data["taken_on"]
        return [Sheet(person, answers, day) for person, answers in self._sheets.items()]


def read_line(test: Test, line: str) -> tuple[Answers, str]:
    """The answers of one person as a clerk typed them, or what is wrong."""
    given = groups(line)
    if len(given) != len(test.questions):
        told = gettext("The test has {wanted} questions, and here are {given} groups. Write - for one left out.")
        return {}, told.format(wanted=len(test.questions), given=len(given))
    answers = {}
    for number, (question, text) in enumerate(zip(test.questions, given, strict=True), start=1):
        answer = typed(question, text)
        if answer is None:
            told = gettext("Question {number} has no such answer: “{text}”.")
            return {}, told.format(number=number, text=text)
        if answer:
            answers[question.key] = answer
    return answers, ""


def line_of(cells: Sequence[str]) -> str:
    """The cells of a table, one a question, as the line that a clerk would type."""
    return " ".join(_quoted(" ".join(cell.replace('"', " ").split())) for cell in cells)


def _quoted(text: str) -> str:
    if not text:
        return "-"
    return f'"{text}"' if any(character.isspace() for character in text) else text


class TableForm(Form):
    """A table of answers, to be read into the form where they are typed."""

    file = TableField(
        label=_("Table of answers"),
        help_text=_("XLSX or CSV (UTF-8): a row for each person, a column for each question, as in the empty table."),
    )


class OpinionForm(Form):
    """What somebody thought of a delivery."""

    differently = TextField(label=_("What should be done differently?"), longest=2000, rows=4, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in QUESTIONS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=str(words), choices=SCALE, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*QUESTIONS, "differently"])
        self.speak_plainly()

    def ratings(self) -> dict[str, int]:
        """From 1 to 5, by question."""
        return {name: self.cleaned_data[name] for name in QUESTIONS}


class IssueForm(Form):
    """Who gets a certificate now."""

    people = forms.MultipleChoiceField(label=_("Who gets a certificate"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices, field.initial = choices, [key for key, _name in choices]

    def chosen(self) -> list[UUID]:
        """Their nominations."""
        return [UUID(key) for key in self.cleaned_data["people"]]


class CheckForm(Form):
    """The line of a certificate, scanned or typed."""

    text = TextField(
        label=_("Text of the certificate"), longest=600, rows=4,
        help_text=_("What a telephone shows when it scans the square code. It begins with PULANG1."),
    )  # fmt: skip
