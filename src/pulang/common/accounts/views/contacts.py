"""Contacts: people outside custody, with or without an account."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import ChangeContactForm, ContactForm
from pulang.common.accounts.models import Contact
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views import presentation
from pulang.common.accounts.views.organisations import found
from pulang.common.accounts.views.steps import Step, directory, isolated, step_page, to_contact, to_organisation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.submitted import submitted


@guard(P.CONTACT_VIEW)
@require_safe
def contacts(request: ViewerRequest) -> HttpResponse:
    """Every contact that the viewer may see, by name."""
    page = listed(request, queries.contacts(request.viewer), queries.CONTACT_ORDERS)
    return render(request, "accounts/contacts.html", {"page": page, "path": [directory()]})


@guard(P.CONTACT_VIEW)
@require_safe
def contact(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One contact."""
    row = _contact(request, pk)
    return render(request, "accounts/contact.html", presentation.contact_page(request.viewer, row))


@guard(P.CONTACT_MAKE)
@require_http_methods(["GET", "POST"])
def contact_new(request: ViewerRequest, key: str) -> HttpResponse:
    """Somebody new at an organisation."""
    organisation = found(request, key)
    if organisation.closed_on is not None or not allows(request.viewer, P.CONTACT_MAKE, organisation):
        raise Http404
    form = ContactForm(submitted(request), organisation=organisation)
    if request.method == "POST" and form.is_valid():
        made = actions.make_contact(by=request.viewer, organisation=organisation, details=form.details())
        messages.success(request, _("The contact is added."))
        return redirect("accounts:contact", pk=made.pk)
    step = Step(
        _("Add a contact at {name}").format(name=isolated(organisation.name)),
        _("Add the contact"),
        back=reverse("accounts:organisation-contacts", args=[key]),
        path=[directory(), to_organisation(organisation)],
        lead=_("A contact cannot sign in. An account is a separate step of the administrator."),
    )
    return step_page(request, form, step)


@guard(P.CONTACT_MAKE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def contact_change(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Correct a contact."""
    row = _contact(request, pk)
    if not allows(request.viewer, P.CONTACT_MAKE, row):
        raise Http404
    form = ChangeContactForm(submitted(request), organisation=row.organisation, contact=row, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        actions.change_contact(by=request.viewer, contact=row, details=form.details())
        messages.success(request, _("The contact is saved."))
        return redirect("accounts:contact", pk=pk)
    back = to_contact(row)
    path = [directory(), to_organisation(row.organisation), back]
    return step_page(request, form, Step(_("Correct the contact"), _("Save"), back.url, path))


def _contact(request: ViewerRequest, pk: UUID) -> Contact:
    return get(request.viewer, P.CONTACT_VIEW, queries.contacts(request.viewer), pk=pk)


def _initial(row: Contact) -> dict[str, str]:
    clear = {name: getattr(row, name) for name in ("name", "position", "service_number")}
    return clear | {"email": row.email.open(row), "phone": row.phone.open(row)}
