"""The tree of organisations, the contacts, and finding either by any spelling of the name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Max, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.prepared import IDS, Prepared
from pulang.foundation.search.find import hits, matches

ORGANISATION_ORDERS: Sequence[Order] = (Order("name", _("Name"), ("sort_key", "id")),)
CONTACT_ORDERS: Sequence[Order] = (
    Order("name", _("Name"), ("sort_key", "id")),
    Order("name-down", _("Name, from the end"), ("-sort_key", "-id")),
)
Row = TypeVar("Row", bound=Model)
LEVELS_SHOWN = 2
MOST_FOUND = 20


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations this viewer may see."""
    return visible(viewer, P.ORGANISATION_VIEW, Organisation.objects.all())


def contacts(viewer: Viewer) -> QuerySet[Contact]:
    """Contacts this viewer may see, with their organisation."""
    return visible(viewer, P.CONTACT_VIEW, Contact.objects.select_related("organisation"))


def top(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations with nothing above them: countries, and what belongs to none."""
    return organisations(viewer).filter(parent__isnull=True)


def below(viewer: Viewer, organisation: Organisation) -> QuerySet[Organisation]:
    """What stands directly below an organisation; ``size`` counts each one's own branch, itself included."""
    return organisations(viewer).filter(parent=organisation).annotate(size=Count("links_down"))


def place_of(viewer: Viewer, organisation: Organisation) -> list[Organisation]:
    """The way from the top of the tree down to the organisation, itself last."""
    above = organisations(viewer).filter(links_down__descendant=organisation)
    return list(above.order_by("-links_down__depth"))


@dataclass
class Branch:
    """An organisation with what is shown below it, and how many more stand further down."""

    organisation: Organisation
    below: list["Branch"] = field(default_factory=list)
    further: int = 0


def branches(viewer: Viewer, roots: Sequence[Organisation]) -> list[Branch]:
    """The upper part of these trees, two levels down, by name. One query."""
    found = {root.pk: Branch(root) for root in roots}
    for row in _upper_part(viewer, roots):
        further = row.size - 1 if row.depth == LEVELS_SHOWN else 0  # type: ignore[attr-defined]
        found[row.pk] = Branch(row, further=further)
    for branch in found.values():
        above = found.get(branch.organisation.parent_id) if branch.organisation.parent_id else None
        if above is not None:
            above.below.append(branch)
    return [found[root.pk] for root in roots]


def _upper_part(viewer: Viewer, roots: Sequence[Organisation]) -> list[Organisation]:
    rows = organisations(viewer).filter(links_up__ancestor__in=roots, links_up__depth__range=(1, LEVELS_SHOWN))
    counted = rows.annotate(size=Count("links_down"), depth=Max("links_up__depth"))
    return list(counted.order_by("sort_key", "id"))


@dataclass(frozen=True)
class Found:
    """What a search found, the best first, as far as the viewer may see it."""

    organisations: list[Organisation]
    contacts: list[Contact]

    def __bool__(self) -> bool:
        return bool(self.organisations or self.contacts)


def search(viewer: Viewer, words: str) -> Found:
    """Organisations and contacts by name, in whatever script it is typed; at most 20 of each."""
    return Found(
        _in_order(organisations(viewer).select_related("country"), _hits("organisation", words, organisations(viewer))),
        _in_order(contacts(viewer), _hits("contact", words, contacts(viewer))),
    )


def _hits(kind: str, words: str, allowed: QuerySet[Organisation] | QuerySet[Contact]) -> list[UUID]:
    return [hit.object_id for hit in hits(kind, words, allowed.values("pk"), MOST_FOUND)]


def _in_order(rows: QuerySet[Row], keys: list[UUID]) -> list[Row]:
    by_key = rows.in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def organisations_named(words: str) -> QuerySet[Organisation]:
    """Organisations by name, unfiltered: for narrowing something else that the viewer may see."""
    return Organisation.objects.filter(pk__in=matches("organisation", words))


def display_names(user_ids: set[UUID]) -> dict[UUID, str]:
    """Names to print for user ids: the contact's name, or the sign-in name of a user without contact. One query."""
    found = _NAMES.rows(people=user_ids) if user_ids else []
    return {pk: sign_in_name if name is None else name for pk, sign_in_name, name in found}


_NAMES = Prepared(
    lambda people: User.objects.filter(pk__in=people).values_list("pk", "sign_in_name", "contact__name"), people=IDS
)


def organisation_names(ids: set[UUID]) -> dict[UUID, str]:
    """Names to print for ids of organisations. One query."""
    return dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
