"""A field that takes a person, and choices that a form gets when it is made."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext

from pulang.common.accounts import queries
from pulang.common.accounts.models import User
from pulang.foundation.ui.forms import Form, LineField

Choices = list[tuple[Any, Any]]
MOST_SUGGESTED = 200
LIST = "people"


class PersonWidget(forms.TextInput):
    """A line of text with the likeliest people as suggestions; works without script.

    The fields of one page share one list of suggestions: the one that has ``people`` prints it.
    """

    template_name = "accounts/person_input.html"
    people: Sequence[User] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": LIST})
        return {**context, "list": LIST, "people": self.people}


class PersonField(LineField):
    """A person who signs in, by sign-in name or by name; :func:`choose_people` says among whom."""

    widget = PersonWidget
    queryset: QuerySet[User]

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = queries.named(self.queryset, text)
        if len(found) == 1:
            return found[0]
        raise ValidationError(_several(found) if found else _nobody(text))


def _nobody(text: str) -> str:
    return gettext("Nobody here is found as “{name}”. Check the name.").format(name=text)


def _several(found: Iterable[User]) -> str:
    names = ", ".join(user.sign_in_name for user in found)
    text = gettext("Several people are found by that name. Write one of these sign-in names: {names}")
    return text.format(names=names)


def choose_people(form: Form, names: Sequence[str], people: QuerySet[User]) -> None:
    """Let these fields take only these people. One query for the suggestions."""
    for name in names:
        field = cast(PersonField, form.fields[name])
        field.queryset = people
        field.widget.people = list(people[:MOST_SUGGESTED]) if name == names[0] else ()


def choose(form: Form, name: str, choices: Choices) -> None:
    """The answers that a field offers."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices
