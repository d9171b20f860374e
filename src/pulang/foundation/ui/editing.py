"""Two people at the same record: whoever saves second is shown what the first wrote, and then decides.

A form of what exists already is an :class:`EditForm`; its view stands under :func:`one_at_a_time`.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import Form

CHANGED_MEANWHILE = _(
    "Somebody else changed this while you were writing. What you wrote is below, nothing is lost. Compare the two, "
    "correct yours where needed, and save again."
)


@dataclass(frozen=True)
class Difference:
    """One field that two people filled in differently."""

    label: str | Promise
    stands: str
    yours: str


class EditForm(Form):
    """A form that writes over something. ``seen`` carries what stood there when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        self.look()

    def look(self) -> None:
        """Remember what stands where this form would write; call again after adding fields."""
        self.initial["seen"] = version(self._own(self.initial))

    def stored(self) -> Mapping[str, Any]:
        """What stands now where this form would write: what the form begins with, unless a form says otherwise."""
        return self.initial

    def clean(self) -> dict[str, Any]:
        """Refuse, with both wordings, when something else stands there now than when the form was opened."""
        cleaned = super().clean() or {}
        now = self._own(self.stored())
        seen = cleaned.pop("seen", "")
        if seen and seen != version(now):
            self.differences = self._compare(now, cleaned)
            sent: Any = self.data
            self.data = sent.copy()
            self.data["seen"] = version(now)  # type: ignore[index]
            if self.differences:
                raise forms.ValidationError(CHANGED_MEANWHILE, "changed-meanwhile")
        return cleaned

    def _own(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.fields and name != "seen"}

    def _compare(self, now: Mapping[str, Any], cleaned: Mapping[str, Any]) -> list[Difference]:
        pairs = [(name, now[name], cleaned[name]) for name in now if name in cleaned]
        return [
            Difference(self.fields[name].label or "", self._shown(name, stands), self._shown(name, yours))
            for name, stands, yours in pairs
            if plain(stands) != plain(yours)
        ]

    def _shown(self, name: str, value: Any) -> str:
        """A value as the form would show it."""
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            return "; ".join(_choice(field, each) for each in value)
        if isinstance(field, forms.ChoiceField):
            return _choice(field, value)
        return date_format(value) if hasattr(value, "year") else str(value or "")


def version(values: Mapping[str, Any]) -> str:
    """A short fingerprint of values; empty values count like absent ones."""
    kept = {name: plain(value) for name, value in values.items() if plain(value)}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:20]


def plain(value: Any) -> str | list[str]:
    """A value for comparing: text with one kind of line ends, lists in one order."""
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(str(each) for each in value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


View = Callable[..., HttpResponse]


def one_at_a_time(view: View) -> View:
    """Let only one of two forms about the same thing be looked at and written at a time.

    Comparing and writing are one transaction. SQLite has one writer anyway; on PostgreSQL the address of the thing is
    locked until the transaction ends.
    """

    @wraps(view)
    def waiting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            alone(":".join(str(value) for value in (*args, *kwargs.values())))
            return view(request, *args, **kwargs)

    return waiting


def alone(name: str) -> None:
    """Wait until nobody else writes under this name; it is held until the transaction ends."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _choice(field: forms.ChoiceField, value: Any) -> str:
    choices: Any = field.choices
    return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
