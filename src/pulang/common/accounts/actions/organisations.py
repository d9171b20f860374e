"""The tree of organisations and the calendars of its countries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
Follower = Callable[[Organisation], None]
_followers: list[Follower] = []


def follow_names(follower: Follower) -> None:
    """Called at start-up by an app that sorts its own rows by an organisation's name; runs with each renaming."""
    _followers.append(follower)


@dataclass(frozen=True)
class NewOrganisation:
    """What a new node of the tree is made from; ``parent`` stands in the tree already."""

    key: str
    kind: OrganisationKind
    name: str
    parent: Organisation | None = None
    weekend: str = "sat,sun"


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
    (organisation,) = _made([NewOrganisation(key, kind, name, parent, weekend)])
    record(
        "organisation.made",
        by=by,
        about=organisation,
        organisation_id=organisation.pk,
        after={"key": key, "kind": kind, "name": name, "parent": parent.key if parent else None},
    )
    return organisation


def place_organisations(by: Viewer, new: Sequence[NewOrganisation]) -> list[Organisation]:
    """Many new nodes by a few queries; to be called inside an action that has decided that ``by`` may place them.

    Their events hold no values: what each was made as stands in the event of that action.
    """
    made = _made(new)
    for organisation in made:
        record("organisation.made", by=by, about=organisation, organisation_id=organisation.pk)
    return made


@action
def change_organisation(*, by: Viewer, organisation: Organisation, name: str, weekend: str) -> None:
    """Change the name, or a country's weekend. The key never changes."""
    demand(by, P.ORGANISATION_MAKE, organisation, seen_by=P.ORGANISATION_VIEW)
    before = {"name": organisation.name, "weekend": organisation.weekend}
    organisation.name, organisation.sort_key, organisation.weekend = name, sort_key(name), weekend
    organisation.save()
    index.put(SEARCH_KIND, organisation.pk, "en", name, name, names=True)
    for follower in _followers:
        follower(organisation)
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


def _made(new: Sequence[NewOrganisation]) -> list[Organisation]:
    for one in new:
        _demand_place(one.kind, one.parent)
    taken = Organisation.objects.filter(key__in=[one.key for one in new]).values_list("key", flat=True).first()
    if taken is not None:
        raise Refused(_("There is an organisation with the key {key} already.").format(key=taken))
    made = Organisation.objects.bulk_create(_organisation(one) for one in new)
    _link(made)
    texts = [index.Findable(row.pk, "en", row.name, row.name, names=True) for row in made]
    index.put_many(SEARCH_KIND, texts)
    return made


def _organisation(new: NewOrganisation) -> Organisation:
    """The id is derived from the key; a country is its own country, everything else has that of its parent."""
    pk = keyed("organisation", new.key)
    above = new.parent.country_id if new.parent else None
    return Organisation(
        id=pk,
        key=new.key,
        kind=new.kind,
        name=new.name,
        sort_key=sort_key(new.name),
        parent=new.parent,
        country_id=pk if new.kind == OrganisationKind.COUNTRY else above,
        weekend=new.weekend,
        made_at=clock.now(),
    )


def _link(made: Sequence[Organisation]) -> None:
    """Every new node with itself and with everything above its parent."""
    above: dict[UUID | None, list[OrganisationLink]] = {}
    for link in OrganisationLink.objects.filter(descendant__in={row.parent_id for row in made if row.parent_id}):
        above.setdefault(link.descendant_id, []).append(link)
    links = [OrganisationLink(ancestor=row, descendant=row, depth=0) for row in made]
    links += [
        OrganisationLink(ancestor_id=link.ancestor_id, descendant=row, depth=link.depth + 1)
        for row in made
        for link in above.get(row.parent_id, ())
    ]
    OrganisationLink.objects.bulk_create(links)
