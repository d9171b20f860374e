"""What people type about contacts and accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Organisation
from pulang.foundation.ui.editing import EditForm
from pulang.foundation.ui.forms import Form, LineField, TextField


class ContactForm(Form):
    """What is kept about a contact."""

    name = LineField(label=_("Name"), max_length=200)
    position = LineField(label=_("Position"), max_length=200, required=False)
    service_number = LineField(label=_("Service number"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Kept under seal; shown to whoever may see this contact.")
    )
    phone = LineField(label=_("Telephone"), max_length=40, required=False)

    def __init__(self, *args: Any, organisation: Organisation, contact: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.contact = organisation, contact
        self.fields["phone"].widget.attrs["dir"] = "ltr"

    def clean_service_number(self) -> str:
        """One officer per number in a service."""
        number = str(self.cleaned_data["service_number"])
        holder = self.organisation.contacts.filter(service_number=number).first() if number else None
        if holder is not None and holder != self.contact:
            raise ValidationError(gettext("Another contact of this organisation has this service number."))
        return number

    def details(self) -> ContactDetails:
        """What the action takes."""
        return ContactDetails(**self.cleaned_data)


class ChangeContactForm(EditForm, ContactForm):
    """The same of a contact that exists."""


class NewAccountForm(Form):
    """An account for a contact."""

    sign_in_name = LineField(
        label=_("Sign-in name"),
        max_length=80,
        help_text=_("Letters of one script, digits and dots, for example amina.j. It does not change later."),
    )
    language = forms.ChoiceField(label=_("Language of the printed enrolment sheet"), choices=settings.LANGUAGES)


class ReasonForm(Form):
    """Why an account is closed, or an organisation suspended or let in again."""

    reason = TextField(label=_("Reason"), longest=2000, rows=3)
