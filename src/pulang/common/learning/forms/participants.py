"""What people choose and type about participants: nominations, decisions, and who was there."""

import re
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Organisation
from pulang.common.learning.actions import Decided
from pulang.common.learning.models import Decision, DeliverySession, Enrolment, Was
from pulang.foundation.tables.fields import TableField
from pulang.foundation.tables.reading import tabbed
from pulang.foundation.ui.editing import EditForm
from pulang.foundation.ui.forms import Form, LineField, TextField

LATER = ""
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DECISIONS = (
    (LATER, _("Decide later")),
    (Decision.ACCEPTED.value, _("Give a place")),
    (Decision.WAITING.value, _("Put on the waiting list")),
    (Decision.DECLINED.value, _("Decline")),
)


class FindForm(Form):
    """Whom to nominate: somebody who is known already."""

    q = LineField(label=_("Name or service number"), max_length=200)


class NewPersonForm(Form):
    """Somebody who is not in the directory yet."""

    name = LineField(label=_("Name"), max_length=200)
    service_number = LineField(label=_("Service number"), max_length=40, required=False)
    position = LineField(label=_("Position"), max_length=200, required=False)
    organisation = forms.ChoiceField(label=_("Where this person serves"))

    def __init__(self, *args: Any, places: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(place.pk): place for place in places}
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [(str(place.pk), place.name) for place in places]

    def clean(self) -> dict[str, Any]:
        """One officer per number in an organisation."""
        cleaned = super().clean() or {}
        number, place = cleaned.get("service_number"), self.organisations.get(cleaned.get("organisation", ""))
        if number and place and place.contacts.filter(service_number=number).exists():
            self.add_error("service_number", gettext("Another contact of this organisation has this service number."))
        return cleaned

    def place(self) -> Organisation:
        """The organisation that was chosen."""
        return self.organisations[self.cleaned_data["organisation"]]

    def details(self) -> ContactDetails:
        """What the action takes."""
        names = ("name", "service_number", "position")
        return ContactDetails(**{name: self.cleaned_data[name] for name in names})


class ListForm(Form):
    """Many at once: a file, or a list copied from a spreadsheet. What a file holds stands in the list afterwards."""

    organisation = forms.ChoiceField(label=_("Where these people serve"))
    file = TableField(
        required=False,
        help_text=_("XLSX or CSV (UTF-8), one person in each row. Its rows come into the list below for you to check."),
    )
    text = TextField(
        label=_("List"), rows=12, longest=100_000, strip=False, required=False,
        help_text=_("One person in each line: name, service number, position. Copy the cells in the spreadsheet."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(place.pk): place for place in places}
        cast(forms.ChoiceField, self.fields["organisation"]).choices = [(str(place.pk), place.name) for place in places]

    def clean(self) -> dict[str, Any]:
        """The rows of a file take the place of the list, and the form shows them."""
        cleaned = super().clean() or {}
        if sent := cleaned.get("file"):
            text = tabbed(sent.text)
            longest = cast(TextField, self.fields["text"]).max_length or 0
            if len(text) > longest:
                self.add_error("file", gettext("The list is too long. Send it in parts."))
            else:
                cleaned["text"] = text
                self.data = {**self.data.dict(), "text": text} if isinstance(self.data, QueryDict) else self.data
        elif not cleaned.get("text", "").strip() and "file" not in self.errors and "text" not in self.errors:
            self.add_error("text", gettext("Choose a file, or write one person in each line."))
        return cleaned

    @property
    def has_file(self) -> bool:
        """Whether a file was sent, so that its rows are looked at first."""
        return bool(self.cleaned_data.get("file"))

    def place(self) -> Organisation:
        """The organisation that was chosen."""
        return self.organisations[self.cleaned_data["organisation"]]


class DecideForm(EditForm):
    """One decision for each nomination, and why where somebody is declined."""

    def __init__(self, *args: Any, rows: Sequence[Enrolment], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(*args, initial={_what(row): row.decision for row in rows}, **kwargs)
        for row in rows:
            name = f"\u2068{row.contact.name}\u2069"
            self.fields[_what(row)] = forms.ChoiceField(label=name, choices=_open_to(row), required=False)
            why = gettext("Why {name} is declined").format(name=name)
            self.fields[_why(row)] = LineField(label=why, max_length=500, required=False)
        self.speak_plainly()
        self.look()

    def clean(self) -> dict[str, Any]:
        """Whoever is declined is told why."""
        cleaned = super().clean()
        for row in self.rows:
            if cleaned.get(_what(row)) == Decision.DECLINED and not cleaned.get(_why(row)):
                self.add_error(_why(row), gettext("Say why this person is declined."))
        return cleaned

    @property
    def lines(self) -> list[tuple[Enrolment, Any, Any]]:
        """Each nomination with its two fields."""
        return [(row, self[_what(row)], self[_why(row)]) for row in self.rows]

    def decided(self) -> list[Decided]:
        """What the action takes: what was decided, not what is left for later."""
        cleaned = self.cleaned_data
        return [
            Decided(row.pk, Decision(cleaned[_what(row)]), cleaned[_why(row)])
            for row in self.rows
            if cleaned[_what(row)] and cleaned[_what(row)] != row.decision
        ]


class AttendanceForm(EditForm):
    """Who was at one session: everybody present, until somebody says otherwise. On a closed delivery with why."""

    paper = forms.BooleanField(label=_("Typed from the paper sheet"), required=False)

    def __init__(
        self, *args: Any, rows: Sequence[Enrolment], stands: dict[UUID, str], asks_why: bool, **kwargs: Any
    ) -> None:
        self.rows = rows
        super().__init__(*args, initial={_what(row): stands.get(row.pk, Was.PRESENT) for row in rows}, **kwargs)
        for row in rows:
            choice = forms.ChoiceField(label=row.contact.name, choices=Was.choices, widget=forms.RadioSelect)
            self.fields[_what(row)] = choice
        if asks_why:
            self.fields["reason"] = TextField(label=_("Why it is corrected"), longest=2000, rows=3)
        self.speak_plainly()
        self.look()

    @property
    def lines(self) -> list[tuple[Enrolment, Any]]:
        """Each person with the choice."""
        return [(row, self[_what(row)]) for row in self.rows]

    def marks(self) -> dict[UUID, Was]:
        """What the action takes."""
        return {row.pk: Was(self.cleaned_data[_what(row)]) for row in self.rows}


class SheetForm(EditForm):
    """A sheet of paper: for each session whoever signed. A session that nobody signed stays as it is."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[Enrolment],
        sessions: Sequence[tuple[DeliverySession, str]],
        stands: dict[tuple[UUID, UUID], str],
        **kwargs: Any,
    ) -> None:
        self.rows, self.sessions, self.stands = rows, sessions, stands
        super().__init__(*args, initial={_column(each): self._ticked(each) for each, _title in sessions}, **kwargs)
        people = [(str(row.pk), row.contact.name) for row in rows]
        for session, title in sessions:
            label = f"{session.position + 1}. {title}"
            self.fields[_column(session)] = forms.MultipleChoiceField(label=label, choices=people, required=False)
        self.look()

    def _ticked(self, session: DeliverySession) -> list[str]:
        present = Was.PRESENT.value
        return [str(row.pk) for row in self.rows if self.stands.get((session.pk, row.pk)) == present]

    @property
    def lines(self) -> list[tuple[Enrolment, list[tuple[str, str, bool]]]]:
        """Each person with a box for each session: its name, what it is called, and whether it is ticked."""
        ticked = {name: set(self[name].value() or ()) for name in map(_column, self._only_sessions())}
        return [(row, [self._box(row, each, ticked) for each in self.sessions]) for row in self.rows]

    def sheet(self) -> dict[UUID, dict[UUID, Was]]:
        """What the action takes: sessions that somebody signed. Who is excused stays so without a tick."""
        found = {}
        for session in self._only_sessions():
            ticked = set(self.cleaned_data[_column(session)])
            if ticked or session.held_at is not None:
                found[session.pk] = {row.pk: self._was(session, row, ticked) for row in self.rows}
        return found

    def _was(self, session: DeliverySession, row: Enrolment, ticked: set[str]) -> Was:
        if str(row.pk) in ticked:
            return Was.PRESENT
        excused = self.stands.get((session.pk, row.pk)) == Was.EXCUSED
        return Was.EXCUSED if excused else Was.ABSENT

    def _box(
        self, row: Enrolment, session: tuple[DeliverySession, str], ticked: dict[str, set[str]]
    ) -> tuple[str, str, bool]:
        name = _column(session[0])
        return name, session[1], str(row.pk) in ticked[name]

    def _only_sessions(self) -> list[DeliverySession]:
        return [session for session, _title in self.sessions]


def _to_choose(places: Sequence[Organisation]) -> list[tuple[str, str]]:
    """Organisations by name; where there are several, nothing is chosen for anybody."""
    named = [(str(place.pk), place.name) for place in places]
    return named if len(named) == 1 else [("", gettext("Choose")), *named]


def _open_to(row: Enrolment) -> list[tuple[str, Any]]:
    """Somebody on the waiting list stays on it until something else is decided."""
    return [(value, label) for value, label in DECISIONS if value != LATER or not row.decision]


def _what(row: Enrolment) -> str:
    return f"of-{row.pk}"


def _why(row: Enrolment) -> str:
    return f"why-{row.pk}"


def _column(session: DeliverySession) -> str:
    return f"at-{session.position}"


def decided_in(data: QueryDict) -> list[UUID]:
    """The nominations of which a form that was sent says something; what is no id is left out."""
    found = [name.removeprefix("of-") for name in data if name.startswith("of-")]
    return [UUID(text) for text in found if ID.fullmatch(text)]
