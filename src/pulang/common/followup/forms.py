"""What people type about plans and outcomes, on screen or from the paper form."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pulang.common.followup.actions import OutcomeText, PlanText
from pulang.common.followup.models import OUTCOME_TEXTS, PLAN_TEXTS, ActionPlan, PlanOutcome
from pulang.foundation.ui.editing import EditForm
from pulang.foundation.ui.forms import DateField, Form, LineField, TextField
from pulang.kernel import clock

Choices = list[tuple[Any, Any]]
Texts = Mapping[str, Mapping[str, str]]
LONGEST = 4000


class PlanForm(Form):
    """The action plan, in the order of the printed form."""

    title = LineField(
        label=_("Title"),
        max_length=200,
        no_names_hint=True,
        help_text=_("A few words by which you will find it again."),
    )
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    problem = TextField(
        label=_("The problem"),
        longest=LONGEST,
        no_names_hint=True,
        help_text=_("What in your own prison do you want to change?"),
    )
    first_step = TextField(
        label=_("The first step"),
        longest=LONGEST,
        rows=3,
        no_names_hint=True,
        help_text=_("Small enough to begin with."),
    )
    first_step_on = DateField(label=_("Day of the first step"))
    must_agree = TextField(
        label=_("Who must agree"), longest=LONGEST, rows=3, no_names_hint=True, help_text=_("Name duties, not people.")
    )
    indicator = TextField(
        label=_("How you will see it"),
        longest=LONGEST,
        rows=3,
        no_names_hint=True,
        help_text=_("Something you can count."),
    )
    baseline = LineField(label=_("Value today"), max_length=200, no_names_hint=True)
    target = LineField(label=_("Value you want to reach"), max_length=200, no_names_hint=True)
    provisions = forms.MultipleChoiceField(
        label=_("Good practices it serves"), widget=forms.CheckboxSelectMultiple, help_text=_("Choose at least one.")
    )
    written_on_paper_on = DateField(
        label=_("Day on the paper form"),
        required=False,
        help_text=_("Only when you type in a form that was written on paper."),
    )

    def __init__(self, *args: Any, provisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("provisions").choices = provisions

    def text(self) -> PlanText:
        """The cleaned text."""
        data = self.cleaned_data
        return PlanText(**{name: data[name] for name in (*PLAN_TEXTS, "first_step_on", "language")})

    def provision_ids(self) -> list[UUID]:
        """Keys of the chosen provisions."""
        return [UUID(value) for value in self.cleaned_data["provisions"]]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


class ChangePlanForm(EditForm, PlanForm):
    """A plan that exists, written again."""


class NewPlanForm(PlanForm):
    """A plan that belongs to nothing yet: it also says for which organisation, and whose it is."""

    field_order = ["host", "owner"]
    host = forms.ChoiceField(label=_("Facility or academy"))
    owner = forms.ChoiceField(
        label=_("Whose plan it is"),
        required=False,
        help_text=_("The officer who will carry it out, with or without account."),
    )

    def __init__(self, *args: Any, hosts: Choices, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("host").choices = hosts
        self._field("owner").choices = [("", _("Nobody named yet")), *owners]


class OutcomeForm(EditForm):
    """What came of it. Nothing came of it is an answer too."""

    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    result = TextField(
        label=_("What happened"), longest=LONGEST, no_names_hint=True, help_text=_("Also when it did not work.")
    )
    value_reached = LineField(label=_("Value reached"), max_length=200, no_names_hint=True)
    seen_on = DateField(label=_("Day on which you read the value"))
    lesson = TextField(
        label=_("Lesson"),
        longest=LONGEST,
        no_names_hint=True,
        help_text=_("What would you tell a colleague in another prison?"),
    )

    def clean_seen_on(self) -> Any:
        day = self.cleaned_data["seen_on"]
        if day > clock.today():
            raise forms.ValidationError(_("The day on which you read the value cannot lie ahead."))
        return day

    def text(self) -> OutcomeText:
        """The cleaned text."""
        data = self.cleaned_data
        return OutcomeText(**{name: data[name] for name in (*OUTCOME_TEXTS, "seen_on", "language")})


class MentorForm(EditForm):
    """Who accompanies a plan."""

    mentor = forms.ChoiceField(label=_("Mentor"), required=False)

    def __init__(self, *args: Any, mentors: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mentor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("No mentor")), *mentors]


class ReleaseForm(Form):
    """Why members may read it."""

    reason = TextField(
        label=_("Why members may read it"), longest=1000, rows=3, help_text=_("This is kept in the audit.")
    )


class TranslationForm(EditForm):
    """The texts of one object again in another language, each beside its original."""

    language = forms.ChoiceField(label=_("Language of the translation"))

    def __init__(
        self, *args: Any, languages: Choices, originals: dict[str, tuple[Any, str]], existing: Texts, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.existing = existing
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = languages
        for name, (label, original) in originals.items():
            self.fields[name] = TextField(label=label, longest=LONGEST, rows=3, help_text=original, no_names_hint=True)

    def stored(self) -> Mapping[str, str]:
        """The translation that stands in the chosen language, if there is one."""
        return self.existing.get(self.cleaned_data.get("language", ""), {})

    def texts(self) -> dict[str, str]:
        """The translated texts by field name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "language"}


def plan_initial(plan: ActionPlan) -> dict[str, Any]:
    """Initial values of the form for a plan that exists."""
    names = (*PLAN_TEXTS, "first_step_on", "language", "written_on_paper_on")
    initial = {name: getattr(plan, name) for name in names}
    return initial | {"provisions": [str(pk) for pk in plan.links.values_list("provision_id", flat=True)]}


def outcome_initial(outcome: PlanOutcome | None) -> dict[str, Any]:
    """Initial values of the form for an outcome that exists."""
    if outcome is None:
        return {}
    return {name: getattr(outcome, name) for name in (*OUTCOME_TEXTS, "seen_on", "language")}


def texts_by_language(rows: Iterable[Any], names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """What stands in each language already."""
    return {row.language: {name: getattr(row, name) for name in names} for row in rows}


def labels(form: type[Form], names: tuple[str, ...]) -> dict[str, Any]:
    """Labels of a form's fields by name, for pages that show the same texts."""
    return {name: form.base_fields[name].label for name in names}
