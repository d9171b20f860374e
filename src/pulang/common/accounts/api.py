"""The directory for programs: organisations and contacts, as far as the pages show them to the same person."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field, StringConstraints

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import ContactForm
from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, OfferedList, for_the_caller, listed
from pulang.foundation.api.operations import Group, demand_version, etag
from pulang.foundation.api.problems import of_form
from pulang.foundation.api.shapes import Line, Listed, Named, OptionalLine, Paging, Part, Sent, Shown, Words, Written
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.editing import version
from pulang.kernel import clock
from pulang.kernel.tlp import Label, Marking

group = Group(
    "directory",
    _("Directory"),
    _("Organisations in their tree, and the people who work there. Accounts and roles are kept on the pages only."),
)
MEMBERS = Marking(Label.GREEN)
EMAIL = r"^([A-Za-z0-9_+]+([.-][A-Za-z0-9_+]+)*@[A-Za-z0-9]+([.-][A-Za-z0-9]+)*\.[A-Za-z]{2,10})?$"
CONTACT_FIELDS = ("name", "position", "service_number")


class OrganisationLine(Shown):
    """An organisation in a list."""

    key: str
    kind: str
    name: str
    under: str | None = Field(description="Key of the organisation above it.")
    country: str | None = Field(description="Key of its country.")
    closed_on: date | None


class Holiday(Part):
    """A day on which the country does not work."""

    day: date
    name: str


class OrganisationShown(OrganisationLine):
    """One organisation: its place in the tree, and the working days of its country."""

    path: list[Named] = Field(description="From the top of the tree down to the organisation itself.")
    weekend: list[str]
    holidays: list[Holiday] = Field(description="Since the beginning of this year.")


class ContactLine(Shown):
    """Somebody who works at an organisation."""

    id: str
    name: str
    position: str
    organisation: Named
    left_on: date | None


class ContactShown(ContactLine):
    """One contact with the sealed details opened."""

    service_number: str
    email: str
    phone: str
    has_account: bool


class ContactSent(Sent):
    """What is kept about a contact; only the name is needed."""

    name: Line
    position: OptionalLine = ""
    service_number: OptionalLine = Field(default="", max_length=40)
    email: Annotated[str, StringConstraints(max_length=100, pattern=EMAIL)] = ""
    phone: OptionalLine = Field(default="", max_length=40)


class Found(Shown):
    """An organisation or a contact that a name led to."""

    kind: Literal["organisation", "contact"]
    id: str = Field(description="The organisation's key, or the contact's id.")
    name: str
    place: str = Field(description="The country, or the organisation at which the contact works.")


@group.reads("organisations", Listed[OrganisationLine], may=[P.ORGANISATION_VIEW], summary=_("List organisations"))
def list_organisations(request: ApiRequest, paging: Query[Paging], under: Words = "") -> OfferedList:
    """By name. With `under` (a key) only those directly below that organisation."""
    rows = queries.organisations(request.viewer).select_related("parent", "country")
    if under:
        rows = rows.filter(parent__key=under)
    return listed(request, rows, queries.ORGANISATION_ORDERS, paging, _organisation_lines)


@group.reads(
    "organisations/{slug:key}", OrganisationShown, may=[P.ORGANISATION_VIEW], summary=_("Read an organisation")
)
def read_organisation(request: ApiRequest, key: str) -> Offered:
    """Its place in the tree and the working days that count there."""
    viewer, row = request.viewer, _organisation(request, key)
    country = row.country

    def shape() -> OrganisationShown:
        since = clock.today().replace(month=1, day=1)
        return OrganisationShown(
            **_line(row),
            path=[Named(id=place.key, name=place.name) for place in queries.place_of(viewer, row)],
            weekend=country.weekend.split(",") if country else [],
            holidays=[
                Holiday(day=holiday.day, name=holiday.name)
                for holiday in (queries.holidays(viewer, country, since) if country else ())
            ],
        )

    return Offered(row, [MEMBERS], shape)


@group.reads("contacts", Listed[ContactLine], may=[P.CONTACT_VIEW], summary=_("List contacts"))
def list_contacts(
    request: ApiRequest,
    paging: Query[Paging],
    order: Literal["name", "name-down"] = "name",
    organisation: Words = "",
) -> OfferedList:
    """By name. With `organisation` (a key) only those who work there."""
    rows = queries.contacts(request.viewer)
    if organisation:
        rows = rows.filter(organisation__key=organisation)

    def offer(found: Sequence[Contact]) -> list[Offered]:
        return [Offered(row, [for_the_caller(request)], partial(_in_a_list, row)) for row in found]

    return listed(request, rows, queries.CONTACT_ORDERS, paging, offer, order=order)


@group.reads("contacts/{uuid:pk}", ContactShown, may=[P.CONTACT_VIEW], summary=_("Read a contact"), versioned=True)
def read_contact(request: ApiRequest, pk: UUID) -> Offered:
    """With e-mail address and telephone number."""
    row = _contact(request, pk)

    def shape() -> ContactShown:
        return ContactShown(
            **_contact_line(row),
            **{name: value for name, value in _values(row).items() if name not in ("name", "position")},
            has_account=User.objects.filter(contact=row).exists(),
        )

    return Offered(row, [for_the_caller(request)], shape, etag(version(_values(row))))


@group.writes("POST", "organisations/{slug:key}/contacts", may=[P.CONTACT_MAKE], summary=_("Add a contact"), status=201)
def make_contact(request: ApiRequest, key: str, body: ContactSent) -> Written:
    """Somebody new at an organisation. A contact cannot sign in."""
    organisation = _organisation(request, key)
    if organisation.closed_on is not None:
        raise Http404
    form = _checked(ContactForm(body.model_dump(), organisation=organisation))
    made = actions.make_contact(by=request.viewer, organisation=organisation, details=form.details())
    return _written(made)


@group.writes("PUT", "contacts/{uuid:pk}", may=[P.CONTACT_MAKE], summary=_("Correct a contact"), versioned=True)
def change_contact(request: ApiRequest, pk: UUID, body: ContactSent) -> Written:
    """Everything about the contact anew; what it said before stays in the audit."""
    _contact(request, pk)
    demand_version(request, pk, lambda: etag(version(_values(_contact(request, pk)))))
    row = _contact(request, pk)
    form = _checked(ContactForm(body.model_dump(), organisation=row.organisation, contact=row))
    actions.change_contact(by=request.viewer, contact=row, details=form.details())
    return _written(_contact(request, pk))


@group.reads(
    "directory/search", Listed[Found], may=[P.ORGANISATION_VIEW], summary=_("Find organisations and contacts by name")
)
def search_directory(request: ApiRequest, q: Words) -> OfferedList:
    """In whatever script the name is typed; the best twenty of each, organisations first."""
    found = queries.search(request.viewer, q)
    organisations = [Offered(row, [MEMBERS], partial(_found_place, row)) for row in found.organisations]
    contacts = [Offered(row, [for_the_caller(request)], partial(_found_contact, row)) for row in found.contacts]
    return OfferedList([*organisations, *contacts])


def _organisation(request: ApiRequest, key: str) -> Organisation:
    rows = Organisation.objects.select_related("country", "parent")
    return get(request.viewer, P.ORGANISATION_VIEW, rows, key=key)


def _organisation_lines(rows: Sequence[Organisation]) -> list[Offered]:
    return [Offered(row, [MEMBERS], partial(_place_in_a_list, row)) for row in rows]


def _place_in_a_list(row: Organisation) -> OrganisationLine:
    return OrganisationLine(**_line(row))


def _line(row: Organisation) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "name": row.name,
        "under": row.parent.key if row.parent else None,
        "country": row.country.key if row.country else None,
        "closed_on": row.closed_on,
    }


def _contact(request: ApiRequest, pk: UUID) -> Contact:
    return get(request.viewer, P.CONTACT_VIEW, queries.contacts(request.viewer), pk=pk)


def _in_a_list(row: Contact) -> ContactLine:
    return ContactLine(**_contact_line(row))


def _contact_line(row: Contact) -> dict[str, Any]:
    place = Named(id=row.organisation.key, name=row.organisation.name)
    return {
        "id": str(row.pk), "name": row.name, "position": row.position, "organisation": place, "left_on": row.left_on,
    }  # fmt: skip


def _values(row: Contact) -> dict[str, Any]:
    clear = {name: getattr(row, name) for name in CONTACT_FIELDS}
    return clear | {"email": row.email.open(row), "phone": row.phone.open(row)}


def _checked(form: ContactForm) -> ContactForm:
    if not form.is_valid():
        raise of_form(form)
    return form


def _written(row: Contact) -> Written:
    return Written(id=str(row.pk), address=f"/api/v1/contacts/{row.pk}", etag=etag(version(_values(row))))


def _found_place(row: Organisation) -> Found:
    return Found(kind="organisation", id=row.key, name=row.name, place=row.country.name if row.country else "")


def _found_contact(row: Contact) -> Found:
    return Found(kind="contact", id=str(row.pk), name=row.name, place=row.organisation.name)
