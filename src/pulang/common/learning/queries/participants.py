"""The people of a delivery: who teaches, who is nominated, who was there, and who could be meant by a name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise

from pulang.common.accounts.models import Contact, Membership, Organisation
from pulang.common.accounts.queries import contacts, running
from pulang.common.learning.models import (
    Attendance,
    Decision,
    Delivery,
    DeliverySession,
    DeliveryTrainer,
    Enrolment,
    TrainerPart,
    Was,
)
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import nominating_places
from pulang.common.learning.rules.delivering import EnrolmentFacts, EnrolmentState, enrolment_state, trainer_code
from pulang.common.learning.rules.nominating import sounds_alike
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.rules import allows, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.search.find import found_by_each, matches
from pulang.kernel import clock

MOST_FOUND, MOST_SOUNDING, A_BATCH = 20, 500, 500
MOST_WORDS = 6
CONTACT_MAKE = "accounts.contact.make"


@dataclass(frozen=True)
class TrainerLine:
    """A trainer of a delivery; ``name`` is empty where only code and country are told."""

    row: DeliveryTrainer
    name: str
    code: str
    country: str

    @property
    def part(self) -> Promise | str:
        """What the trainer does there."""
        return TrainerPart(self.row.part).label


def trainers(viewer: Viewer, row: Delivery, held: frozenset[str]) -> list[TrainerLine]:
    """Who teaches, the lead first. Names are for those who run the delivery and for the trainer's own country."""
    runs = bool({P.DELIVERY_PLAN, P.DELIVERY_HOLD} & held)
    rows = row.trainers.select_related("contact__organisation__country").order_by("assigned_at", "pk")
    first = sorted(rows, key=lambda each: list(TrainerPart.values).index(each.part))
    return [_trainer(each, runs or _is_home(viewer, held, each.contact)) for each in first]


def _is_home(viewer: Viewer, held: frozenset[str], contact: Contact) -> bool:
    country = contact.organisation.country_id
    return P.DELIVERY_VIEW in held and country is not None and country in viewer.home_countries()


def _trainer(row: DeliveryTrainer, named: bool) -> TrainerLine:
    country = row.contact.organisation.country
    return TrainerLine(
        row=row,
        name=row.contact.name if named else "",
        code=trainer_code(row.contact_id),
        country=country.name if country else "",
    )


def enrolments(viewer: Viewer, row: Delivery) -> QuerySet[Enrolment]:
    """Nominations for a delivery that the viewer may see, by name."""
    rows = Enrolment.objects.select_related("contact", "organisation", "delivery")
    return visible(viewer, P.ENROLMENT_VIEW, rows).filter(delivery=row).order_by("contact__sort_key", "pk")


def own_enrolments(viewer: Viewer) -> QuerySet[Enrolment]:
    """The viewer's own nominations."""
    mine = Enrolment.objects.filter(contact__user=viewer.user_id) if viewer.user_id else Enrolment.objects.none()
    return visible(viewer, P.ENROLMENT_VIEW, mine)


def accepted(row: Delivery) -> QuerySet[Enrolment]:
    """Who has a place, by name; for those who were let to hold the delivery."""
    rows = row.enrolments.filter(decision=Decision.ACCEPTED).select_related("contact", "organisation")
    return rows.order_by("contact__sort_key", "pk")


def to_decide(row: Delivery) -> QuerySet[Enrolment]:
    """Nominations without a decision, then the waiting list, each in the order in which they came."""
    rows = row.enrolments.filter(decision__in=["", Decision.WAITING]).select_related("contact", "organisation")
    return rows.order_by("decision", "nominated_at", "pk")


def of_keys(row: Delivery, keys: Sequence[UUID]) -> QuerySet[Enrolment]:
    """These nominations of a delivery, whatever was decided meanwhile."""
    return row.enrolments.filter(pk__in=keys).select_related("contact", "organisation")


def next_in_line(row: Delivery) -> Enrolment | None:
    """Who has been on the waiting list since the earliest nomination. Nothing else counts."""
    return to_decide(row).filter(decision=Decision.WAITING).first()


def may_withdraw(viewer: Viewer, enrolment: Enrolment) -> bool:
    """Whether the viewer may take this nomination back."""
    if enrolment.decision in {Decision.WITHDRAWN, Decision.DECLINED}:
        return False
    may_nominate = viewer.may(P.DELIVERY_NOMINATE) and allows(viewer, P.DELIVERY_NOMINATE, enrolment.organisation)
    return may_nominate or (viewer.may(P.DELIVERY_DECIDE) and allows(viewer, P.DELIVERY_DECIDE, enrolment.delivery))


def states_of(rows: Sequence[Enrolment]) -> dict[UUID, EnrolmentState]:
    """Where nominations stand, those of one delivery or of several. Two queries."""
    deliveries = {each.delivery_id for each in rows}
    held = _counted(DeliverySession.objects.filter(delivery__in=deliveries, held_at__isnull=False), "delivery_id")
    present = _counted(Attendance.objects.filter(_at_held(rows), was=Was.PRESENT), "enrolment_id")
    return {
        each.pk: enrolment_state(
            EnrolmentFacts(
                decision=each.decision,
                held=held.get(each.delivery_id, 0),
                present=present.get(each.pk, 0),
                closed=each.delivery.closed_at is not None or _is_through(each, held, present),
                cancelled=each.delivery.cancelled_at is not None,
            )
        )
        for each in rows
    }


def _is_through(row: Enrolment, held: Mapping[UUID, int], present: Mapping[UUID, int]) -> bool:
    """Whether somebody has worked through all of a self-study delivery: that is done before the delivery is over."""
    count = held.get(row.delivery_id, 0)
    return row.delivery.self_study and count > 0 and present.get(row.pk, 0) == count


def _at_held(rows: Sequence[Enrolment]) -> Q:
    return Q(enrolment__in=[each.pk for each in rows], session__held_at__isnull=False)


def _counted(rows: QuerySet[DeliverySession] | QuerySet[Attendance], field: str) -> Mapping[UUID, int]:
    return dict(rows.order_by().values_list(field).annotate(count=Count("pk")))


def attendance_at(sessions: Sequence[DeliverySession]) -> dict[tuple[UUID, UUID], str]:
    """Who was at these sessions, by session and nomination; for those who were let to hold them. One query."""
    rows = Attendance.objects.filter(session__in=[each.pk for each in sessions])
    return {(session, enrolment): was for session, enrolment, was in rows.values_list("session", "enrolment", "was")}


def candidates(viewer: Viewer) -> QuerySet[Contact]:
    """Whom the viewer may nominate: who serves at or below the own organisation."""
    places = nominating_places(viewer).order_by().values("pk")
    return Contact.objects.filter(organisation__in=places, left_on__isnull=True).select_related("organisation")


def adding_places(viewer: Viewer) -> QuerySet[Organisation]:
    """Organisations whose people the viewer nominates and to which they may add people."""
    added = visible(viewer, CONTACT_MAKE, Organisation.objects.all()).values("pk")
    return nominating_places(viewer).filter(pk__in=added)


def found_among(people: QuerySet[Contact], words: str) -> list[Contact]:
    """Those meant by a service number, a name in any spelling or script, or the sound of one; numbers first."""
    number = words.strip()
    exact = list(people.filter(service_number__iexact=number)[:MOST_FOUND]) if number else []
    named = people.filter(pk__in=matches("contact", words)).exclude(pk__in=[each.pk for each in exact])
    return exact + list(named.order_by("sort_key", "pk")[: MOST_FOUND - len(exact)])


def alike(people: QuerySet[Contact], name: str, number: str) -> list[Contact]:
    """Who may be the same person as somebody new: the same service number, or a name that sounds the same."""
    return alike_each(people, [(name, number)])[0]


def alike_each(people: QuerySet[Contact], asked: Sequence[tuple[str, str]]) -> list[list[Contact]]:
    """The same for many by name and number: a query for twenty of them, and a few for all."""
    sounding = found_by_each("contact", [_shortened(name) for name, _number in asked], MOST_SOUNDING)
    wanted = [(pk, (name, number)) for pk, (name, number) in zip(sounding, asked, strict=True)]
    named = {each.pk: each for each in _among(people, "pk", set().union(*sounding))}
    numbers = {number.casefold() for _name, number in asked if number}
    holders: dict[str, list[Contact]] = {}
    for each in _among(people.annotate(folded=Lower("service_number")), "folded", numbers):
        holders.setdefault(each.service_number.casefold(), []).append(each)
    return [_alike([named[pk] for pk in found if pk in named], holders.get(number.casefold(), []), name)
            for found, (name, number) in wanted]  # fmt: skip


def _among(people: QuerySet[Contact], column: str, values: Collection[Any]) -> Iterator[Contact]:
    ordered = sorted(values)
    for first in range(0, len(ordered), A_BATCH):
        yield from people.filter(**{f"{column}__in": ordered[first : first + A_BATCH]})


def _alike(named: Sequence[Contact], numbered: Sequence[Contact], name: str) -> list[Contact]:
    holders = list(numbered[:MOST_FOUND])
    found = [each for each in named if each not in holders and sounds_alike(name, each.name)]
    return holders + sorted(found, key=lambda each: (each.sort_key, each.pk))[:MOST_FOUND]


def _shortened(name: str) -> list[str]:
    """The name, and each form of it without one of three or more words: people are written down with and without."""
    words = name.split()
    shorter = [" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))]
    return [name, *(shorter if 2 < len(words) <= MOST_WORDS else ())]


def possible_trainers(viewer: Viewer, words: str) -> list[Contact]:
    """Contacts that the viewer sees, by name or service number; anybody with a teaching role, by their code."""
    code = words.strip().upper()
    coded = [each for each in teaching() if trainer_code(each.pk) == code]
    return coded or found_among(contacts(viewer).filter(left_on__isnull=True), words)


def teaching() -> QuerySet[Contact]:
    """Who holds a role with which deliveries are held, today."""
    roles = registry.roles_holding(P.DELIVERY_HOLD)
    today = clock.today()
    held = Membership.objects.filter(running(today), role__in=roles, starts_on__lte=today, user__is_active=True)
    return Contact.objects.filter(user__in=held.values("user_id"), left_on__isnull=True).select_related("organisation")


def may_be_trainer(viewer: Viewer, contact: Contact) -> bool:
    """Whether the viewer may assign this person: somebody whom they see, or who teaches anyway."""
    one = Contact.objects.filter(pk=contact.pk, left_on__isnull=True)
    return contacts(viewer).filter(pk__in=one).exists() or teaching().filter(pk__in=one).exists()
