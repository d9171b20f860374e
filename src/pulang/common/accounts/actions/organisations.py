"""The tree of organisations and the calendars of its countries."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.models import Holiday, Organisation, OrganisationKind, OrganisationLink
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand, demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.search import index
from pulang.kernel import clock
from pulang.kernel.folding import sort_key
from pulang.kernel.ids import keyed

SEARCH_KIND = "organisation"


@action
def make_organisation(
    *,
    by: Viewer,
    key: str,
    kind: OrganisationKind,
    name: str,
    parent: Organisation | None = None,
    weekend: str = "sat,sun",
) -> Organisation:
    """A new node of the tree under an immutable key; its id is derived from the key (same on every installation)."""
    demand_anywhere(by, P.ORGANISATION_MAKE)
    _demand_place(kind, parent)
    if Organisation.objects.filter(key=key).exists():
        raise Refused(_("There is an organisation with the key {key} already.").format(key=key))
    organisation = Organisation(
        id=keyed("organisation", key),
        key=key,
        kind=kind,
        name=name,
        sort_key=sort_key(name),
        parent=parent,
        weekend=weekend,
        made_at=clock.now(),
    )
    above = parent.country_id if parent else None
    organisation.country_id = organisation.pk if kind == OrganisationKind.COUNTRY else above
    organisation.save()
    _link(organisation)
    index.put(SEARCH_KIND, organisation.pk, "en", name, name, names=True)
    record(
        "organisation.made",
        by=by,
        about=organisation,
        organisation_id=organisation.pk,
        after={"key": key, "kind": kind, "name": name, "parent": parent.key if parent else None},
    )
    return organisation


@action
def change_organisation(*, by: Viewer, organisation: Organisation, name: str, weekend: str) -> None:
    """Change the name, or a country's weekend. The key never changes."""
    demand(by, P.ORGANISATION_MAKE, organisation, seen_by=P.ORGANISATION_VIEW)
    before = {"name": organisation.name, "weekend": organisation.weekend}
    organisation.name, organisation.sort_key, organisation.weekend = name, sort_key(name), weekend
    organisation.save()
    index.put(SEARCH_KIND, organisation.pk, "en", name, name, names=True)
    record(
        "organisation.changed",
        by=by,
        about=organisation,
        organisation_id=organisation.pk,
        before=before,
        after={"name": name, "weekend": weekend},
    )


@action
def close_organisation(*, by: Viewer, organisation: Organisation, on: date) -> None:
    """Close an organisation that has nothing open below it; nothing of its history goes."""
    demand(by, P.ORGANISATION_MAKE, organisation, seen_by=P.ORGANISATION_VIEW)
    if organisation.children.filter(closed_on__isnull=True).exists():
        raise Refused(_("Close or move the organisations below it first."))
    if organisation.memberships.filter(ends_on__isnull=True).exists():
        raise Refused(_("People still hold roles here. Their access manager ends them first."))
    organisation.closed_on = on
    organisation.save()
    record("organisation.closed", by=by, about=organisation, organisation_id=organisation.pk, after={"on": on})


@action
def add_holiday(*, by: Viewer, country: Organisation, day: date, name: str) -> None:
    """A day on which a country does not work."""
    demand(by, P.ORGANISATION_MAKE, country, seen_by=P.ORGANISATION_VIEW)
    Holiday.objects.update_or_create(country=country, day=day, defaults={"name": name})
    record("holiday.added", by=by, about=country, organisation_id=country.pk, after={"day": day, "name": name})


@action
def remove_holiday(*, by: Viewer, country: Organisation, day: date) -> None:
    """A day on which a country works after all."""
    demand(by, P.ORGANISATION_MAKE, country, seen_by=P.ORGANISATION_VIEW)
    Holiday.objects.filter(country=country, day=day).delete()
    record("holiday.removed", by=by, about=country, organisation_id=country.pk, before={"day": day})


def _demand_place(kind: OrganisationKind, parent: Organisation | None) -> None:
    if not rules.may_stand_under(kind, parent.kind if parent else None):
        raise Refused(_("An organisation of this kind cannot stand there in the tree."))
    if parent is not None and parent.closed_on is not None:
        raise Refused(_("The organisation above it is closed."))


def _link(organisation: Organisation) -> None:
    above = OrganisationLink.objects.filter(descendant=organisation.parent) if organisation.parent else ()
    links = [OrganisationLink(ancestor=organisation, descendant=organisation, depth=0)]
    links += [
        OrganisationLink(ancestor_id=link.ancestor_id, descendant=organisation, depth=link.depth + 1) for link in above
    ]
    OrganisationLink.objects.bulk_create(links)
