"""Reading the staff roll: who serves at a facility, the posts somebody held, and what a list meets."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, Organisation, OrganisationKind
from pulang.common.facilities.models import Facility, Grade, Officer, StaffList, StaffPosting, StaffUpload
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.documents import services_of
from pulang.common.facilities.queries.register import KEPT_FOR
from pulang.common.facilities.rules import GRADES, KnownRoll, Person, StaffParsed
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import allows, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.search.find import matches
from pulang.foundation.tables.headings import heading
from pulang.kernel import clock
from pulang.kernel.folding import fold, sort_key

ROLL_ORDERS: Sequence[Order] = (Order("name", _("Name"), ("sort_key", "contact")),)


def roll(viewer: Viewer, facility: Facility, words: str = "") -> QuerySet[Officer]:
    """Who serves at a facility today, as far as the viewer may see it; by name in any script, or by number."""
    rows = Officer.objects.filter(facility=facility, left_on__isnull=True).select_related("contact", "grade")
    rows = visible(viewer, P.ROLL_VIEW, rows)
    if not words:
        return rows
    return rows.filter(Q(contact__in=matches("contact", words)) | Q(number=fold(words)))


def roll_size(viewer: Viewer, facility: Facility) -> int | None:
    """How many are on the roll there; ``None`` for whoever may not see it."""
    if not allows(viewer, P.ROLL_VIEW, facility):
        return None
    return roll(viewer, facility).count()


def officers(viewer: Viewer) -> QuerySet[Officer]:
    """Everybody of the roll whom the viewer may see, those who left too."""
    rows = Officer.objects.select_related("contact", "grade", "facility__organisation")
    return visible(viewer, P.ROLL_VIEW, rows)


def postings(officer: Officer) -> list[StaffPosting]:
    """The posts of an officer whom the viewer was given, the latest first. One query."""
    rows = officer.postings.select_related("facility__organisation", "grade", "source")
    return list(rows.order_by("-starts_on", "-id"))


def staff_uploads(viewer: Viewer) -> QuerySet[StaffUpload]:
    """The viewer's own list that waits for a decision, unless it is older than a day."""
    return visible(viewer, P.ROLL_KEEP, StaffUpload.objects.filter(made_at__gt=clock.now() - KEPT_FOR))


def staff_lists(viewer: Viewer) -> QuerySet[StaffList]:
    """The lists that the viewer took, the latest first."""
    return visible(viewer, P.ROLL_KEEP, StaffList.objects.all()).order_by("-pk")


def grades_by_name() -> dict[str, str]:
    """Keys of grades by everything that a list may call them: key, own name, and the word in the reader's language."""
    names = {heading(str(label)): key for key, label in GRADES.items()}
    names |= {key: key for key in GRADES}
    for key, name in Grade.objects.order_by("position", "id").values_list("key", "name"):
        names |= {heading(name): key, key: key}
    return names


def known_roll(viewer: Viewer, parsed: StaffParsed) -> KnownRoll:
    """The part of the roll that a list speaks of, as far as the viewer keeps it. Eight queries at most."""
    kept = visible(viewer, P.ROLL_KEEP, Organisation.objects.filter(kind=OrganisationKind.FACILITY))
    places = list(kept.filter(facility__isnull=False).order_by("key"))
    named = _named(places)
    found = [named[row.facility] for row in parsed.rows if row.facility in named]
    if not found:
        return KnownRoll()
    services = services_of([place.pk for place in places])
    service = services[found[0].pk]
    own = {place.pk for place in places if services[place.pk] == service}
    covered = {place.pk for place in found if place.pk in own}
    keys = {place.pk: place.key for place in places}
    return KnownRoll(
        people=(*_on_roll(parsed, service, covered), *_beside_roll(parsed, service, covered)),
        places={name: place.key for name, place in named.items()},
        closed=frozenset(place.key for place in places if place.closed_on is not None),
        elsewhere=frozenset(name for name, place in named.items() if place.pk not in own),
        begun=frozenset(
            keys[pk]
            for pk in Officer.objects.filter(facility__in=covered).values_list("facility", flat=True).distinct()
        ),
    )


def service_of(facility_id: UUID) -> UUID:
    """The service to which a facility belongs."""
    return services_of([facility_id])[facility_id]


def _named(places: Sequence[Organisation]) -> dict[str, Organisation]:
    """Facilities by their folded keys and names; a name that two of them have means neither."""
    names: dict[str, list[Organisation]] = {}
    for place in places:
        names.setdefault(fold(place.name), []).append(place)
    once = {name: found[0] for name, found in names.items() if len(found) == 1}
    return once | {place.key: place for place in places}


def _on_roll(parsed: StaffParsed, service: UUID, covered: set[UUID]) -> list[Person]:
    """Officers of the service who are at a facility of the list, or whose number it has."""
    since = StaffPosting.objects.filter(officer=OuterRef("pk"), ends_on__isnull=True).values("starts_on")[:1]
    numbers = {row.number_key for row in parsed.rows if row.number}
    rows = Officer.objects.filter(Q(facility__in=covered) | Q(number__in=numbers), service=service)
    told = rows.annotate(since=Coalesce("left_on", Subquery(since)), has_left=Q(left_on__isnull=False))
    values = told.order_by("pk").values_list(
        "pk", "contact__service_number", "contact__name", "facility__organisation__key", "grade__key", "sex",
        "joined_on", "since", "has_left",
    )  # fmt: skip
    return [Person(*known) for known in values]


def _beside_roll(parsed: StaffParsed, service: UUID, covered: set[UUID]) -> list[Person]:
    """People of the directory who are not on the roll yet: nominated for a course, say, before the first list came."""
    numbers = {row.number.lower() for row in parsed.rows if row.number}
    below = Organisation.objects.filter(links_up__ancestor=service).values("pk")
    names = {sort_key(row.name) for row in parsed.rows}
    there = Q(organisation__in=covered, sort_key__in=names, left_on__isnull=True)
    rows = Contact.objects.filter(organisation__in=below, officer__isnull=True).annotate(lower=Lower("service_number"))
    values = rows.filter(there | Q(lower__in=numbers)).values_list("pk", "service_number", "name", "organisation__key")
    return [Person(*known, on_roll=False) for known in values.order_by("pk")]
