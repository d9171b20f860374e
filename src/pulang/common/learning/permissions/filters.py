"""Filters that several rules of courses and training are put together from."""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, OrganisationLink
from pulang.common.learning.models import DeliveryTrainer, Enrolment, TrainerPart
from pulang.foundation.policy.rules import Clause
from pulang.foundation.policy.viewer import Viewer

Filter = Callable[[Viewer], Q | None]


def and_(condition: Q, then: Filter) -> Filter:
    """The filter, narrowed by a fact of the row."""

    def q(viewer: Viewer) -> Q | None:
        found = then(viewer)
        return None if found is None else found & condition

    return q


def held_at(field: str, permission: str) -> Filter:
    """At or below the organisation where the permission is held, however far the role carries: names stay at home."""

    def q(viewer: Viewer) -> Q | None:
        homes = {grant.organisation_id for grant in viewer.grants_for(permission)}
        below = OrganisationLink.objects.filter(ancestor_id__in=homes).values("descendant_id")
        return Q(**{f"{field}__in": below}) if homes else None

    return q


def in_country(field: str, permission: str) -> Filter:
    """In a country where the permission is held by any role."""

    def q(viewer: Viewer) -> Q | None:
        countries = {grant.country_id for grant in viewer.grants_for(permission) if grant.country_id}
        places = Organisation.objects.filter(country__in=countries).values("pk")
        return Q(**{f"{field}__in": places}) if countries else None

    return q


def of_no_country(field: str, permission: str) -> Filter:
    """Held by an international organisation, for whoever holds the permission anywhere."""

    def q(viewer: Viewer) -> Q | None:
        places = Organisation.objects.filter(country__isnull=True).values("pk")
        return Q(**{f"{field}__in": places}) if viewer.may(permission) else None

    return q


def teaches(field: str, permission: str) -> Filter:
    """The viewer is assigned to the delivery as a trainer who holds sessions."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        rows = DeliveryTrainer.objects.filter(contact__user=viewer.user_id).exclude(part=TrainerPart.OBSERVER)
        return Q(**{f"{field}__in": rows.values("delivery_id")})

    return q


def watches(permission: str) -> Filter:
    """The viewer is assigned to the delivery, also as an observer, or was nominated for it."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        assigned = DeliveryTrainer.objects.filter(contact__user=viewer.user_id).values("delivery_id")
        nominated = Enrolment.objects.filter(contact__user=viewer.user_id).values("delivery_id")
        return Q(pk__in=assigned) | Q(pk__in=nominated)

    return q


def own(permission: str) -> Filter:
    """The nomination is the viewer's own."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        return Q(contact__in=Contact.objects.filter(user=viewer.user_id).values("pk"))

    return q


def planners(field: str, permission: str) -> Clause:
    return Clause("planner", _("Plans the deliveries of its organisation."), held_at(field, permission))


def whose(field: str, permission: str) -> Filter:
    """It is of the viewer's own place at a delivery."""

    def q(viewer: Viewer) -> Q | None:
        if not (viewer.user_id and viewer.may(permission)):
            return None
        return Q(**{f"{field}__in": Enrolment.objects.filter(contact__user=viewer.user_id).values("pk")})

    return q


def beyond_countries(field: str, permission: str) -> Filter:
    """At an international organisation, for whoever holds the permission at one."""

    def q(viewer: Viewer) -> Q | None:
        if all(grant.country_id for grant in viewer.grants_for(permission)):
            return None
        return Q(**{f"{field}__in": Organisation.objects.filter(country__isnull=True).values("pk")})

    return q


def tree(field: str, permission: str) -> Filter:
    """At, above or below an organisation where the viewer holds the permission."""

    def q(viewer: Viewer) -> Q | None:
        roots = viewer.roots(permission)
        if not roots:
            return None
        below = OrganisationLink.objects.filter(ancestor_id__in=roots).values("descendant_id")
        above = OrganisationLink.objects.filter(descendant_id__in=roots).values("ancestor_id")
        return Q(**{f"{field}__in": below}) | Q(**{f"{field}__in": above})

    return q


def of_others(field: str, permission: str) -> Filter:
    """At the viewer's organisation, of other people, at whose delivery the viewer did not teach."""
    there = held_at(f"{field}__organisation", permission)

    def q(viewer: Viewer) -> Q | None:
        found = there(viewer)
        if found is None or not viewer.user_id:
            return None
        mine = Enrolment.objects.filter(contact__user=viewer.user_id).values("pk")
        taught = DeliveryTrainer.objects.filter(contact__user=viewer.user_id).values("delivery_id")
        return found & ~Q(**{f"{field}__in": mine}) & ~Q(**{f"{field}__delivery__in": taught})

    return q
