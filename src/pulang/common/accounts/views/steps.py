"""A step as a page: one form, one button, one way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.foundation.policy.guard import ViewerRequest
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.forms import Form
from pulang.foundation.ui.parts import Link

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """What the page says: its heading, a sentence about what follows, its button, and where it leads back to."""

    heading: Text
    button: Text
    back: str
    path: Sequence[Link] = ()
    lead: Text = ""
    danger: bool = False


def step_page(request: ViewerRequest, form: Form, step: Step) -> HttpResponse:
    """The form as a page of its own."""
    return render(request, "accounts/step.html", {"form": form, "step": step})


def carried_out(form: Form, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; a refusal is shown with the form, and nothing typed is lost."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
        return False
    return True


def isolated(name: object) -> str:
    """A name as part of a sentence: kept whole where the sentence runs the other way, also in a page's title."""
    return f"\u2068{name}\u2069"


def directory() -> Link:
    """The way back to the tree."""
    return Link(_("Directory"), reverse("accounts:organisations"))


def to_organisation(organisation: Organisation) -> Link:
    """An organisation's page."""
    return Link(organisation.name, reverse("accounts:organisation", args=[organisation.key]))


def to_contact(contact: Contact) -> Link:
    """A contact's page."""
    return Link(contact.name, reverse("accounts:contact", args=[contact.pk]))


def to_accounts() -> Link:
    """The list of accounts."""
    return Link(_("Accounts"), reverse("accounts:accounts"))


def to_account(user: User) -> Link:
    """An account's page."""
    return Link(person_name(user), reverse("accounts:account", args=[user.pk]))


def person_name(user: User) -> str:
    """The contact's name, or the sign-in name of an account without contact."""
    return user.contact.name if user.contact else user.sign_in_name
