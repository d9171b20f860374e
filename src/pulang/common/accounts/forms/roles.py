"""What people type about roles, deputies and the end of a duty."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import queries
from pulang.common.accounts.forms.fields import PersonField, choose, choose_people
from pulang.common.accounts.models import Membership, User
from pulang.common.accounts.queries import OpenPart
from pulang.foundation.policy.roles import Role
from pulang.foundation.ui.forms import DateField, Form, TextField
from pulang.kernel import clock

ONE_DAY = timedelta(days=1)


class PeriodForm(Form):
    """A time from a first to a last day, both part of it; ``ends_on`` is the first day after it."""

    starts_on = DateField(label=_("First day"))
    until = DateField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("until")
        if first and last and last < first:
            self.add_error("until", gettext("The last day cannot come before the first."))
        return data

    def ends_on(self) -> date:
        """The first day after it."""
        last: date = self.cleaned_data["until"]
        return last + ONE_DAY


class RoleForm(PeriodForm):
    """A role with its time."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    until = DateField(label=_("Last day"), required=False, help_text=_("Leave it empty where no end is known."))
    field_order: Sequence[str] = ("role", "starts_on", "until")

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "role", [(role.slug, _described(role)) for role in roles])

    def period(self) -> dict[str, date | None]:
        """First day, and the first day after it, which is ``None`` where no end is known."""
        ends_on = self.ends_on() if self.cleaned_data["until"] else None
        return {"starts_on": self.cleaned_data["starts_on"], "ends_on": ends_on}


class RoleHereForm(RoleForm):
    """A role at one organisation, for a person who is named."""

    person = PersonField(label=_("Person"), help_text=_("Sign-in name or name. The person needs an account first."))
    field_order = ("person", "role", "starts_on", "until")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_people(self, ["person"], people)


class EndRoleForm(Form):
    """From when a role is not held any more, and why."""

    on = DateField(label=_("First day without the role"), help_text=_("Today takes it away at once."))
    reason = TextField(label=_("Reason"), longest=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(DateField, self.fields["on"]).earliest = clock.today()


class DeputyForm(PeriodForm):
    """Who stands in, and for how long; both days are part of it."""

    person = PersonField(label=_("Deputy"), help_text=_("Sign-in name or name of somebody of the same country."))
    field_order = ("person", "starts_on", "until")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_people(self, ["person"], people)
        for name in ("starts_on", "until"):
            cast(DateField, self.fields[name]).earliest = clock.today()


class EndDutyForm(Form):
    """Who takes over what a person leaves, one question for each role and each kind of open work."""

    reason = TextField(label=_("Reason"), longest=2000, rows=3)

    def __init__(
        self,
        *args: Any,
        memberships: Sequence[Membership],
        parts: Sequence[OpenPart],
        people: QuerySet[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.memberships, self.parts = memberships, parts
        names = [name for name, _label in self._questions()]
        self.fields.update({name: PersonField(label=label, required=False) for name, label in self._questions()})
        choose_people(self, names, people)
        self.order_fields(names)
        self.speak_plainly()

    def _questions(self) -> list[tuple[str, str]]:
        roles = [
            (_role_name(row), f"{queries.role_title(row.role)} · {row.organisation.name}") for row in self.memberships
        ]
        return roles + [(_work_name(part), str(part.work.label)) for part in self.parts]

    def successors(self) -> dict[Any, User]:
        """Who takes over which membership, by its id."""
        return _given({row.pk: self.cleaned_data[_role_name(row)] for row in self.memberships})

    def work(self) -> dict[str, User]:
        """Who takes over which kind of open work, by its slug."""
        return _given({part.work.slug: self.cleaned_data[_work_name(part)] for part in self.parts})

    def answers(self) -> list[tuple[str, User | None]]:
        """Every question with who was named, for the page that asks to confirm."""
        return [(label, self.cleaned_data[name]) for name, label in self._questions()]


def _role_name(membership: Membership) -> str:
    return f"role-{membership.pk}"


def _work_name(part: OpenPart) -> str:
    return f"work-{part.work.slug}"


def _given(answers: dict[Any, User | None]) -> dict[Any, User]:
    return {key: user for key, user in answers.items() if user is not None}


def _described(role: Role) -> SafeString:
    return format_html('<b>{}</b> <span class="why">{}</span>', role.title, role.description)
