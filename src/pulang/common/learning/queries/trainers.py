"""Trainers of a course: who is certified, what somebody has done towards it, whom each has taught, and recalls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact
from pulang.common.learning.models import (
    Course,
    Decision,
    Delivery,
    DeliveryTrainer,
    Enrolment,
    TeachingObserved,
    TrainerCertification,
    TrainerPart,
    Was,
)
from pulang.common.learning.models.trainers import Verdict
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.taught import of_course
from pulang.common.learning.rules.trainers import Level, Needed, Reach, Standing, covers, demands, standing
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

ORDERS: Sequence[Order] = (Order("ends", _("By the day on which they end"), ("until", "id")),)
BESIDE = ("contact__organisation__country", "course")
MOST_SHOWN = 400


def certifications(viewer: Viewer, *, course: str = "", running: bool = True) -> QuerySet[TrainerCertification]:
    """Certifications that the viewer may see, those that hold or are to come unless every one is asked for."""
    rows = visible(viewer, P.TRAINER_VIEW, TrainerCertification.objects.select_related(*BESIDE))
    if course:
        rows = rows.filter(course__key=course)
    if running:
        rows = rows.filter(_holding(clock.today()))
    return rows.order_by(*ORDERS[0].fields)


def _holding(today: date) -> Q:
    return Q(until__gte=today) & (Q(ended_on__isnull=True) | Q(ended_on__gt=today))


def standing_of(row: TrainerCertification) -> Standing:
    """Where a certification stands today."""
    return standing(Level(row.level), row.starts_on, row.until, row.ended_on, clock.today())


def of_trainer(viewer: Viewer, contact: UUID) -> list[TrainerCertification]:
    """Every certification of somebody that the viewer may see, the latest end first."""
    return list(certifications(viewer, running=False).filter(contact=contact).order_by("-until", "-id"))


def certified_on(contact: Contact, delivery: Delivery) -> bool:
    """Whether somebody is certified to teach this course there on every day of the delivery."""
    first, last = delivery.starts_on, delivery.ends_on
    rows = TrainerCertification.objects.filter(contact=contact, course=course_of(delivery))
    rows = rows.filter(starts_on__lte=first, until__gte=last)
    held = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last)).values_list("level", flat=True)
    reach = Reach(
        held_at=frozenset({delivery.organisation_id, delivery.venue_id}) - {None},
        held_in=delivery.organisation.country_id,
        serves_at=contact.organisation_id,
        serves_in=contact.organisation.country_id,
    )
    return any(covers(Level(level), reach) for level in held)


def course_of(delivery: Delivery) -> UUID:
    """The course that is taught at a delivery."""
    return delivery.course_version.course_id


def counted(contact: Contact, course: Course) -> Mapping[Needed, int]:
    """What somebody has done towards a certification; for those who were let to see it. Three queries."""
    closed = of_course(Delivery.objects.filter(closed_at__isnull=False), course.key).values("pk")
    taught = DeliveryTrainer.objects.filter(contact=contact, delivery__in=closed)
    observed = TeachingObserved.objects.filter(contact=contact, verdict=Verdict.PASSED)
    return {
        Needed.TAKEN: _completed(contact, closed),
        Needed.TAUGHT: taught.exclude(part=TrainerPart.OBSERVER).count(),
        Needed.OBSERVED: observed.filter(
            delivery__in=of_course(Delivery.objects.all(), course.key).values("pk")
        ).count(),
    }


def _completed(contact: Contact, closed: QuerySet[Delivery, Any]) -> int:
    """How many closed deliveries somebody completed: present at every session that was held."""
    places = Enrolment.objects.filter(contact=contact, decision=Decision.ACCEPTED, delivery__in=closed).annotate(
        held=Count("delivery__sessions", filter=Q(delivery__sessions__held_at__isnull=False), distinct=True),
        present=Count(
            "attendance",
            filter=Q(attendance__was=Was.PRESENT, attendance__session__held_at__isnull=False),
            distinct=True,
        ),
    )
    return sum(1 for row in places if row.held and row.present == row.held)


@dataclass
class Branch:
    """Somebody in the cascade, with those whom they taught and who teach now."""

    contact: UUID
    below: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Cascade:
    """The trainers of a course as a tree; by trainer the contact, people taught in all, and where they were taught."""

    roots: Sequence[Branch]
    contacts: Mapping[UUID, Contact]
    taught: Mapping[UUID, int]
    learned: Mapping[UUID, Delivery]


def cascade(viewer: Viewer, course: str) -> Cascade:
    """Who was taught by whom: each stands below whoever taught them first; the rest begin a tree. Five queries."""
    rows = certifications(viewer, course=course, running=False)[:MOST_SHOWN]
    contacts = {row.contact_id: row.contact for row in rows}
    closed = of_course(Delivery.objects.filter(closed_at__isnull=False), course)
    teaching = _teaching(closed)
    first = _first(contacts, closed, teaching)
    parents = {key: teaching[delivery][0] for key, delivery in first.items()}
    branches = {key: Branch(key) for key in contacts}
    roots = []
    for key, branch in branches.items():
        parent = parents.get(key)
        if parent in branches and not _is_below(parents, parent, key):
            branches[parent].below.append(branch)
        else:
            roots.append(branch)
    slim = Delivery.objects.select_related("course_version", "edition_version").defer("course_version__pack")
    deliveries = slim.in_bulk(set(first.values()))
    learned = {key: deliveries[delivery] for key, delivery in first.items()}
    return Cascade(roots, contacts, _counted(teaching, contacts), learned)


def _teaching(closed: QuerySet[Delivery]) -> Mapping[UUID, list[UUID]]:
    """Who taught at each closed delivery, the lead first."""
    rows = DeliveryTrainer.objects.filter(delivery__in=closed.values("pk"), part__in=[TrainerPart.LEAD, TrainerPart.CO])
    found: dict[UUID, list[UUID]] = {}
    for delivery, contact, part in rows.values_list("delivery", "contact", "part").order_by("pk"):
        found.setdefault(delivery, []).insert(0 if part == TrainerPart.LEAD else len(found[delivery]), contact)
    return found


def _first(
    contacts: Iterable[UUID], closed: QuerySet[Delivery], teaching: Mapping[UUID, list[UUID]]
) -> dict[UUID, UUID]:
    """The first delivery that each of them took part in, of those at which somebody taught."""
    places = Enrolment.objects.filter(
        contact__in=list(contacts), decision=Decision.ACCEPTED, delivery__in=closed.values("pk")
    )
    found: dict[UUID, UUID] = {}
    for contact, delivery in places.order_by("delivery__starts_on", "pk").values_list("contact", "delivery"):
        if teaching.get(delivery):
            found.setdefault(contact, delivery)
    return found


def _is_below(parents: Mapping[UUID, UUID], key: UUID, above: UUID) -> bool:
    """Whether ``key`` stands somewhere below ``above``, so that nobody ends up below themselves."""
    seen = set()
    while key in parents and key not in seen:
        seen.add(key)
        key = parents[key]
        if key == above:
            return True
    return key == above


def _counted(teaching: Mapping[UUID, list[UUID]], contacts: Iterable[UUID]) -> dict[UUID, int]:
    """How many people each of them taught in all."""
    places = Enrolment.objects.filter(delivery__in=list(teaching), decision=Decision.ACCEPTED).order_by()
    sizes = dict(places.values_list("delivery").annotate(count=Count("pk")))
    found = dict.fromkeys(contacts, 0)
    for delivery, people in teaching.items():
        for contact in people:
            if contact in found:
                found[contact] += sizes.get(delivery, 0)
    return found


@dataclass(frozen=True)
class Recall:
    """A delivery that taught a module in a version older than the corrected one, with how many were there."""

    delivery: Delivery
    people: int


def recalls(viewer: Viewer, course: str, number: tuple[int, int, int], module: str) -> list[Recall]:
    """Deliveries that taught the module before this version, the latest first, as far as the viewer plans them."""
    major, minor, patch = number
    older = (
        Q(course_version__major__lt=major)
        | Q(course_version__major=major, course_version__minor__lt=minor)
        | Q(course_version__major=major, course_version__minor=minor, course_version__patch__lt=patch)
    )
    rows = visible(viewer, P.DELIVERY_PLAN, Delivery.objects.select_related("organisation", "course_version__course"))
    rows = of_course(rows, course).filter(older, sessions__module=module, sessions__held_at__isnull=False)
    there = Count(
        "sessions__attendance__enrolment",
        filter=Q(sessions__module=module, sessions__attendance__was=Was.PRESENT),
        distinct=True,
    )
    found = rows.annotate(there=there).order_by("-starts_on", "-pk").defer("course_version__pack")[:MOST_SHOWN]
    return [Recall(row, row.there) for row in found]


def ending(viewer: Viewer) -> list[TrainerCertification]:
    """Certifications that end soon, of those whom the viewer certifies and the viewer's own, the nearest first."""
    today = clock.today()
    soonest = today + timedelta(days=max(each.remind_days for each in demands().values()))
    rows = visible(viewer, P.TRAINER_CERTIFY, TrainerCertification.objects.all())
    own = TrainerCertification.objects.filter(contact__user=viewer.user_id) if viewer.user_id else rows.none()
    found = TrainerCertification.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=own.values("pk")))
    found = found.filter(_holding(today), until__lte=soonest).select_related(*BESIDE).order_by("until", "pk")
    return [row for row in found[:MOST_SHOWN] if standing_of(row) is Standing.ENDING]


def to_certify(viewer: Viewer) -> QuerySet[Contact]:
    """People whom the viewer may certify."""
    rows = Contact.objects.filter(left_on__isnull=True).select_related("organisation")
    return visible(viewer, P.TRAINER_CERTIFY, rows)


def may_certify(viewer: Viewer, contact: Contact) -> bool:
    """Whether the viewer certifies this person."""
    return viewer.may(P.TRAINER_CERTIFY) and to_certify(viewer).filter(pk=contact.pk).exists()


def demand_trainer(viewer: Viewer, contact: UUID) -> Contact:
    """Somebody whom the viewer certifies, or of whom the viewer may see a certification; else ``Http404``."""
    rows = Contact.objects.select_related("organisation__country")
    seen = visible(viewer, P.TRAINER_VIEW, TrainerCertification.objects.filter(contact=contact)).exists()
    found = rows.filter(pk=contact).first()
    if found is None or not (seen or may_certify(viewer, found) or contact == viewer.contact_id):
        raise Http404
    return found


def observed(viewer: Viewer, contact: UUID) -> list[TeachingObserved]:
    """What was observed of somebody's teaching, the latest first."""
    rows = TeachingObserved.objects.filter(contact=contact).select_related("delivery__course_version__course")
    found = visible(viewer, P.TRAINER_VIEW, rows).defer("delivery__course_version__pack")
    return list(found.order_by("-seen_on", "-id")[:MOST_SHOWN])


def taught_by(contact: Contact) -> list[Delivery]:
    """Deliveries that have begun at which somebody teaches, the latest first; for those who were let to see it."""
    rows = Delivery.objects.filter(trainers__contact=contact, starts_on__lte=clock.today(), cancelled_at__isnull=True)
    rows = rows.exclude(trainers__contact=contact, trainers__part=TrainerPart.OBSERVER)
    found = rows.select_related("course_version__course").defer("course_version__pack", "course_version__sheet")
    return list(found.order_by("-starts_on", "-pk")[:20])
