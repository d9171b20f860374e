"""What the components page shows. Sample texts are content, not interface: each set is in its own language."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import yaml
from django import forms

from pulang.foundation.ui.forms import DateField, Form, LineField, TextField
from pulang.foundation.ui.parts import Answer, Entry, Link, Stage, State, Task

TODAY = date(2026, 11, 12)
LABELS = ("CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
WRONG = {"place": "x", "day_day": "31", "day_month": "2"}


@dataclass(frozen=True)
class SampleOrder:
    """A declared order of the sample list."""

    slug: str
    label: str


@dataclass(frozen=True)
class SamplePage:
    """The middle of a long list."""

    count: int = 214
    first_index: int = 51
    last_index: int = 100
    next_cursor: str = "next"
    previous_cursor: str = "previous"


@dataclass(frozen=True)
class Specimen:
    """One language's set of samples, with a form that was sent half filled in."""

    code: str
    direction: str
    language: str
    words: dict[str, str]
    tasks: list[Task]
    entries: list[Entry]
    stages: list[Stage]
    answers: list[Answer]
    states: list[State]
    rows: list[list[Any]]
    swatches: list[list[str]]
    links: list[Link]
    orders: list[SampleOrder]
    form: Form
    page: SamplePage = SamplePage()
    labels: tuple[str, ...] = LABELS
    today: date = TODAY


def specimen(code: str) -> Specimen:
    """The samples of one language, from ``specimens/<code>.yaml``."""
    data = yaml.safe_load((files(__package__) / "specimens" / f"{code}.yaml").read_text("utf-8"))
    built = {
        "tasks": [_task(item) for item in data["tasks"]],
        "entries": [_marked(Entry, item) for item in data["entries"]],
        "stages": [Stage(**item) for item in data["stages"]],
        "answers": [Answer(**item) for item in data["answers"]],
        "states": [State(**item) for item in data["states"]],
        "links": [Link(**item) for item in data["links"]],
        "orders": [SampleOrder(**item) for item in data["orders"]],
        "form": sample_form(code, data["words"]),
    }
    return Specimen(**{**data, **built})


def _task(item: dict[str, Any]) -> Task:
    days = item.pop("due", None)
    task: Task = _marked(Task, item | ({} if days is None else {"due": TODAY + timedelta(days=days)}))
    return task


def _marked(kind: Any, item: dict[str, Any]) -> Any:
    state = item.pop("state", None)
    provisions = tuple(item.pop("provisions", ()))
    return kind(**item, provisions=provisions, state=State(**state) if state else None)


def sample_form(code: str, words: dict[str, str]) -> Form:
    """A form that was sent half filled in, so that its errors show."""
    prefix = f"sample-{code}"
    form = Form({f"{prefix}-{name}": value for name, value in WRONG.items()}, prefix=prefix)
    form.fields.update(_fields(words))
    form.speak_plainly()
    return form


def _fields(words: dict[str, str]) -> dict[str, forms.Field]:
    kinds = [("a", words["a"]), ("b", words["b"])]
    grouped = [(words["a"], kinds[1:]), (words["kind"], [("c", words["a"]), ("d", words["b"])])]
    boxes, buttons = forms.CheckboxSelectMultiple, forms.RadioSelect
    return {
        "place": LineField(label=words["place"], help_text=words["place_hint"], min_length=4),
        "problem": TextField(label=words["problem"], no_names_hint=True, longest=2000, rows=4),
        "day": DateField(label=words["day"], help_text=words["day_hint"]),
        "kind": forms.ChoiceField(label=words["kind"], widget=buttons, choices=kinds),
        "groups": forms.MultipleChoiceField(label=words["groups"], required=False, widget=boxes, choices=grouped),
        "select": forms.ChoiceField(label=words["kind"], required=False, choices=[("", "–"), *kinds]),
        "agree": forms.BooleanField(label=words["agree"], required=False),
    }
