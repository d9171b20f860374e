"""Forms as a person meets them: labels, hints, errors, and nothing lost."""

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.forms import DateField, Form, LineField, Renderer, TextField
from pulang.foundation.ui.templatetags.ui import error_summary

KINDS = [("a", "Facility"), ("b", "Academy")]


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


class Request(Form):
    place = LineField(label="Where is it?", help_text="The name of the prison.", autocomplete="organization")
    problem = TextField(label="What is the problem?", no_names_hint=True, longest=20)
    step = DateField(label="When is the first step?", earliest=date(2026, 1, 1), latest=date(2027, 12, 31))
    kind = forms.ChoiceField(label="What kind?", widget=forms.RadioSelect, choices=KINDS)
    agree = forms.MultipleChoiceField(
        label="Who must agree?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("Prison", [("g", "Governor")]), ("Service", [("d", "Director"), ("m", "Ministry")])],
    )
    mail = forms.EmailField(label="E-mail", required=False)
    read = forms.BooleanField(label="I have read who can read this", required=False)


class Elements(HTMLParser):
    """The start tags of a piece of HTML, by id and in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def by_id(self, key: str) -> dict[str, str]:
        return next(attrs for _tag, attrs in self.tags if attrs.get("id") == key)

    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.tags if attrs.get("id")]


def filled(**changes: str) -> dict[str, Any]:
    good = {
        "place": "Mto Prison",
        "problem": "Few visits",
        "step_day": "27",
        "step_month": "3",
        "step_year": "2027",
        "kind": "a",
    }
    return good | changes


def test_every_input_has_a_label_and_every_reference_leads_somewhere() -> None:
    page = Elements(str(Request({})))
    ids = page.ids()
    assert len(ids) == len(set(ids))
    inputs = {attrs["id"] for tag, attrs in page.tags if tag in ("input", "textarea", "select")}
    labelled = {attrs["for"] for tag, attrs in page.tags if tag == "label"}
    assert inputs == labelled
    described = [part for _tag, attrs in page.tags for part in attrs.get("aria-describedby", "").split()]
    assert set(described) <= set(ids)


def test_hint_and_standing_remarks_and_error_describe_the_input() -> None:
    page = Elements(str(Request({})))
    assert page.by_id("id_problem")["aria-describedby"].split() == [
        "id_problem_names",
        "id_problem_length",
        "id_problem_error",
    ]
    assert page.by_id("id_place")["aria-describedby"] == "id_place_helptext id_place_error"
    assert page.by_id("id_place")["aria-invalid"] == "true"


def test_the_error_stands_above_the_input_and_below_the_hint() -> None:
    order = Elements(str(Request({}))).ids()
    assert order.index("id_place_helptext") < order.index("id_place_error") < order.index("id_place")


def test_a_group_of_choices_is_a_fieldset_that_carries_its_error() -> None:
    page = Elements(str(Request(filled(kind=""))))
    fieldsets = [attrs.get("aria-describedby", "") for tag, attrs in page.tags if tag == "fieldset"]
    assert "id_kind_error" in fieldsets


def test_grouped_checkboxes_name_their_groups() -> None:
    page = Elements(str(Request()))
    groups = [attrs["aria-labelledby"] for _tag, attrs in page.tags if attrs.get("role") == "group"]
    assert len(groups) == 2
    assert set(groups) <= set(page.ids())


def test_a_choice_is_labelled_once() -> None:
    assert str(Request()).count("Governor") == 1


def test_the_warning_about_names_stands_beside_the_text_that_wants_it() -> None:
    assert str(Request()).count("No names of people in custody.") == 1


def test_text_finds_its_own_direction_and_addresses_run_left_to_right() -> None:
    page = Elements(str(Request()))
    assert [page.by_id(f"id_{name}")["dir"] for name in ("place", "problem", "mail", "step_day")] == [
        "auto",
        "auto",
        "ltr",
        "ltr",
    ]


def test_autocomplete_is_told_where_it_helps() -> None:
    assert Elements(str(Request())).by_id("id_place")["autocomplete"] == "organization"


def test_optional_fields_say_so() -> None:
    assert "optional" in str(Request()["mail"].as_field_group())
    assert "optional" not in str(Request()["place"].as_field_group())


def test_empty_answers_are_asked_for_by_the_name_of_their_question() -> None:
    errors = Request({}).errors
    assert errors["place"] == ["“Where is it?” is empty. Fill it in."]
    assert errors["kind"] == ["Choose an answer to “What kind?”."]


def test_a_form_may_choose_its_own_words() -> None:
    class Own(Form):
        place = LineField(error_messages={"required": _("Name the prison.")})

    assert Own({}).errors["place"] == ["Name the prison."]


def test_text_that_is_too_long_comes_back_whole_with_its_length() -> None:
    form = Request(filled(problem="x" * 25))
    assert form.errors["problem"] == ["This has 25 characters; the most is 20. Shorten it and send it again."]
    assert "x" * 25 in str(form["problem"])
    assert "maxlength" not in Elements(str(form["problem"])).by_id("id_problem")


def test_a_line_end_counts_as_one_character() -> None:
    form = Request(filled(problem="a\r\n" * 9 + "bb"))
    assert form.is_valid()
    assert form.cleaned_data["problem"] == "a\n" * 9 + "bb"


def test_text_of_several_lines_may_be_left_out_where_it_is_optional() -> None:
    class Optional(Form):
        note = TextField(required=False, longest=10)

    form = Optional({})
    assert form.is_valid()
    assert form.cleaned_data["note"] == ""


def test_a_date_is_read_from_its_three_parts_in_any_script() -> None:
    for day, month, year in [("27", "3", "2027"), ("٢٧", "٣", "٢٠٢٧"), (" 27 ", "03", "2027")]:
        form = Request(filled(step_day=day, step_month=month, step_year=year))
        assert form.is_valid(), form.errors
        assert form.cleaned_data["step"] == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("", "", ""), "Enter the date with day, month and year, for example 27 3 2027."),
        (("31", "", "2027"), "The date is not complete: enter day, month and year."),
        (("31", "2", "2027"), "There is no such day. Check day, month and year."),
        (("first", "2", "2027"), "There is no such day. Check day, month and year."),
        (("1", "2", "27"), "Enter the year with four digits, for example 2027."),
        (("1", "2", "2025"), "Enter a date that is not before 1 January 2026."),
        (("1", "2", "2028"), "Enter a date that is not after 31 December 2027."),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_keeps_what_was_typed(parts: tuple[str, str, str], message: str) -> None:
    names = ("step_day", "step_month", "step_year")
    form = Request(filled(**dict(zip(names, parts, strict=True))))
    assert form.errors["step"] == [message]
    page = Elements(str(form["step"]))
    assert tuple(page.by_id(f"id_{name}").get("value", "") for name in names) == parts


def test_a_date_that_is_set_is_shown_in_its_parts() -> None:
    page = Elements(str(Request(initial={"step": date(2027, 3, 9)})["step"]))
    assert [page.by_id(f"id_step_{part}")["value"] for part in ("day", "month", "year")] == ["9", "3", "2027"]


def test_a_date_has_changed_only_when_it_is_another_day() -> None:
    same = Request(filled(), initial={"step": date(2027, 3, 27)})
    other = Request(filled(step_day="28"), initial={"step": date(2027, 3, 27)})
    assert "step" not in same.changed_data
    assert "step" in other.changed_data


def test_the_summary_leads_to_the_first_input_of_each_field_with_an_error() -> None:
    form = Request({})
    targets = [target for target, _message in error_summary(form)["problems"]]  # type: ignore[attr-defined]
    assert targets == ["id_place", "id_problem", "id_step_day", "id_kind_0"]
    assert set(targets) <= set(Elements(str(form)).ids())


def test_a_form_without_errors_has_no_summary() -> None:
    assert error_summary(Request(filled()))["problems"] == []
    assert error_summary(None)["problems"] == []


def test_the_browser_does_not_check_in_its_own_words() -> None:
    assert " required" not in str(Request())


def test_forms_of_others_are_drawn_in_the_same_way() -> None:
    class Stock(forms.Form):
        name = forms.CharField(label="Name")
        kind = forms.ChoiceField(widget=forms.RadioSelect, choices=KINDS)

    html = str(Stock({}, renderer=Renderer()))
    assert Elements(html).by_id("id_name")["dir"] == "auto"
    assert 'class="choices"' in html
