"""The recipients of a marking, by name, and the organisations that can be named as such."""

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from pulang.common.accounts.models import Organisation
from pulang.common.accounts.queries import branches, display_names, organisations, role_title, top
from pulang.common.accounts.queries.directory import Branch
from pulang.common.marking.models import AudienceOffice, AudienceOrganisation, AudiencePerson, Marking
from pulang.foundation.policy.viewer import Viewer

ORGANISATION, OFFICE, PERSON = "organisation", "office", "person"


@dataclass(frozen=True)
class Recipient:
    """Somebody in an audience: ``kind`` and ``key`` name the row; ``invited`` ones were added by the owner."""

    kind: str
    key: str
    name: str
    invited: bool


def recipients(marking: Marking) -> list[Recipient]:
    """Everybody in the audience: organisations, offices, then people. Four queries."""
    places = AudienceOrganisation.objects.filter(marking=marking).select_related("organisation")
    found = [
        Recipient(ORGANISATION, str(row.organisation_id), row.organisation.name, row.invited)
        for row in places.order_by("organisation__sort_key", "pk")
    ]
    offices = AudienceOffice.objects.filter(marking=marking).order_by("role")
    found += [Recipient(OFFICE, row.role, str(role_title(row.role)), row.invited) for row in offices]
    people = dict(AudiencePerson.objects.filter(marking=marking).order_by("pk").values_list("person_id", "invited"))
    names = display_names(set(people)) if people else {}
    return found + [Recipient(PERSON, str(pk), names[pk], is_invited) for pk, is_invited in people.items()]


def organisations_to_name(viewer: Viewer) -> list[tuple[str, str]]:
    """Organisations that can be named as recipients, two levels down from the top of the tree, by their place."""
    return [
        (str(organisation.pk), label)
        for branch in branches(viewer, list(top(viewer).filter(closed_on__isnull=True).order_by("sort_key", "id")))
        for organisation, label in _lines(branch, "")
    ]


def organisation_named(viewer: Viewer, key: str) -> Organisation:
    """The organisation with this id; ``Http404`` where the viewer may not see it."""
    return get_object_or_404(organisations(viewer), pk=UUID(key))


def _lines(branch: Branch, above: str) -> list[tuple[Organisation, str]]:
    label = f"{above} › {branch.organisation.name}" if above else branch.organisation.name
    here = [] if branch.organisation.closed_on else [(branch.organisation, label)]
    return here + [line for each in branch.below for line in _lines(each, label)]
