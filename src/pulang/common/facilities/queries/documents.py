"""The register of facilities as a document: the same rows as the page, for the service to which they belong."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.accounts.models import OrganisationKind, OrganisationLink
from pulang.common.facilities import rules
from pulang.common.facilities.models import Facility
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.facilities import ORDERS, facilities, facilities_named, places
from pulang.common.marking.queries import standing
from pulang.foundation.documents.contents import Column, Contents, Facts, Paragraph, Table, Text, Value, piece
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


def register() -> None:
    """Called at start-up."""
    title = gettext_lazy("Register of facilities")
    register_offer(Offer("facilities", title, P.FACILITY_VIEW, facility_register, rows_of))


def rows_of(viewer: Viewer, parameters: Parameters) -> int:
    """How many facilities the register would hold."""
    return _asked(viewer, parameters).count()


def facility_register(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """The facilities that the page would list with the same filters, all of them."""
    rows = list(_asked(viewer, parameters))
    services = services_of([row.pk for row in rows])
    columns = _columns()
    markings = {service: standing(Label.AMBER_STRICT, service) for service in set(services.values())}
    lines = [piece(Table(columns, (_cells(row),)), marked=[markings[services[row.pk]]]) for row in rows]
    narrowed = [piece(_filters(viewer, parameters), marked=markings.values())] if markings else []
    public = [standing(Label.CLEAR)]
    remark = Paragraph(_("Occupancy is the population for each hundred places."), quiet=True)
    return Contents(
        title=_("Register of facilities"),
        language=language,
        pieces=(*narrowed, piece(Table(columns), marked=public), *lines, piece(remark, marked=public)),
        organisation_id=next(iter(services.values()), None),
    )


def _asked(viewer: Viewer, parameters: Parameters) -> QuerySet[Facility]:
    rows = facilities(viewer, under=_under(viewer, parameters), for_whom=_for_whom(parameters))
    if words := parameters.get("q", ""):
        rows = facilities_named(rows, words)
    fields = {order.slug: order.fields for order in ORDERS}
    return rows.order_by(*fields.get(parameters.get("order", ""), ORDERS[0].fields))


def _under(viewer: Viewer, parameters: Parameters) -> str:
    """The key of a place that the page offers; what it does not offer asks for nothing."""
    key = parameters.get("under", "")
    return key if key and places(viewer).filter(key=key).exists() else ""


def _for_whom(parameters: Parameters) -> str:
    wanted = parameters.get("for_whom", "")
    return wanted if wanted in set(rules.ForWhom) else ""


def _filters(viewer: Viewer, parameters: Parameters) -> Facts:
    """What the register was narrowed to, as the reader typed and chose it."""
    place = places(viewer).filter(key=_under(viewer, parameters)).first()
    use = _for_whom(parameters)
    asked: tuple[tuple[Text, Value], ...] = (
        (_("Name"), parameters.get("q", "")),
        (_("Region or service"), place.name if place else ""),
        (_("For whom"), rules.FOR_WHOM[rules.ForWhom(use)] if use else ""),
    )
    return Facts(tuple((label, value) for label, value in asked if value))


def services_of(facility_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The service to which each facility belongs; where it stands under none, what is on top of its tree. One query."""
    links = OrganisationLink.objects.filter(descendant__in=facility_ids).order_by("depth")
    found: dict[UUID, tuple[bool, UUID]] = {}
    for facility, ancestor, kind in links.values_list("descendant", "ancestor", "ancestor__kind"):
        is_service = kind == OrganisationKind.SERVICE
        if is_service or not found.get(facility, (False, facility))[0]:
            found[facility] = (is_service, ancestor)
    return {facility: ancestor for facility, (_is_service, ancestor) in found.items()}


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Name"), share=6),
        Column(_("Region or service"), share=5),
        Column(_("For whom"), share=3),
        Column(_("Capacity"), numeric=True, share=3),
        Column(_("Population"), numeric=True, share=4),
        Column(_("Occupancy, %"), numeric=True, share=4),
        Column(_("Counted on"), share=4),
    )


def _cells(row: Facility) -> tuple[Value, ...]:
    above = row.organisation.parent
    return (
        row.organisation.name,
        above.name if above else "",
        rules.FOR_WHOM[rules.ForWhom(row.for_whom)],
        row.capacity,
        row.population,
        rules.occupancy(row.population, row.capacity),
        row.counted_on,
    )
