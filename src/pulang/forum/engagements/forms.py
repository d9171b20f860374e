"""What people type about requests and answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pulang.forum.engagements import rules
from pulang.forum.engagements.models import REQUEST_TEXTS, EngagementRequest
from pulang.foundation.ui.editing import EditForm
from pulang.foundation.ui.forms import Form, LineField, TextField

Choices = list[tuple[Any, Any]]
LONGEST = 4000

OUTCOMES: Choices = [
    (rules.Outcome.ACCEPT.value, _("Accept")),
    (rules.Outcome.IN_PRINCIPLE.value, _("Accept in principle, while funds are sought")),
    (rules.Outcome.ASK_BACK.value, _("Ask the requester a question")),
    (rules.Outcome.DECLINE.value, _("Decline, with the reason")),
]


class AboutForm(Form):
    """Whom the request is for, and in which language it is written."""

    host = forms.ChoiceField(
        label=_("Host"),
        help_text=_("The facility, corrections system or national training facility that asks for help."),
    )
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    title = LineField(label=_("Title"), max_length=200, no_names_hint=True)

    def __init__(self, *args: Any, hosts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "host", hosts)


class ChangeAboutForm(EditForm, AboutForm):
    """The same of a request that exists."""


class NeedForm(EditForm):
    """What the request asks for. Everything can be left empty and resumed; submitting asks for the rest."""

    problem = TextField(
        label=_("The problem"),
        longest=LONGEST,
        required=False,
        no_names_hint=True,
        help_text=_("What happens now, where, and how often? Numbers help."),
    )
    help_wanted = TextField(
        label=_("The help that is wanted"),
        longest=LONGEST,
        required=False,
        no_names_hint=True,
        help_text=_("What do you want to be able to do?"),
    )
    tried = TextField(label=_("What has been tried"), longest=LONGEST, required=False, no_names_hint=True)


class ProvisionsForm(EditForm):
    """The good practices that a request names."""

    provisions = forms.MultipleChoiceField(
        label=_("Good practices it is about"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose one or more. The request then stands on each good practice's own page."),
    )

    def __init__(self, *args: Any, provisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "provisions", provisions)

    def provision_ids(self) -> list[UUID]:
        """Keys of the chosen provisions."""
        return [UUID(value) for value in self.cleaned_data["provisions"]]


class ReasonForm(Form):
    """Why a step is taken; the other side reads it."""

    reason = TextField(label=_("Reason"), longest=2000, rows=4, no_names_hint=True)


class ConfirmForm(Form):
    """A step that needs nothing but the decision."""


class AnswerForm(EditForm):
    """The working group's answer, as a draft."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=OUTCOMES, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)
    text = TextField(
        label=_("What the working group says"),
        longest=LONGEST,
        no_names_hint=True,
        help_text=_(
            "With the reason, and what happens next. The country reads it once both co-chairs have cleared it."
        ),
    )


class TranslationForm(EditForm):
    """The request's texts again in another language, each below its original."""

    language = forms.ChoiceField(label=_("Language of the translation"))
    title = LineField(label=_("Title"), max_length=200, no_names_hint=True)
    problem = TextField(label=_("The problem"), longest=LONGEST, required=False, no_names_hint=True)
    help_wanted = TextField(label=_("The help that is wanted"), longest=LONGEST, required=False, no_names_hint=True)
    tried = TextField(label=_("What has been tried"), longest=LONGEST, required=False, no_names_hint=True)

    def __init__(self, *args: Any, original: EngagementRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.existing = {
            row.language: {name: getattr(row, name) for name in REQUEST_TEXTS} for row in original.translations.all()
        }
        others = [(code, name) for code, name in settings.LANGUAGES if code != original.language]
        _choices(self, "language", others)
        for name in REQUEST_TEXTS:
            self.fields[name].help_text = getattr(original, name)

    def stored(self) -> Mapping[str, str]:
        """The translation that stands in the chosen language, if there is one."""
        return self.existing.get(self.cleaned_data.get("language", ""), {})

    def texts(self) -> dict[str, str]:
        """The translated texts by field name."""
        return {name: self.cleaned_data[name] for name in REQUEST_TEXTS}


def _choices(form: Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
