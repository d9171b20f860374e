"""Who has completed a delivery, what is missing, and the register of certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import Certificate, Decision, Delivery, Enrolment, Was
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.results import answered, tests
from pulang.common.learning.queries.taught import taught_key, titles_of
from pulang.common.learning.rules.completing import Facts, missing
from pulang.foundation import signing
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import certificates as kernel

ORDERS: Sequence[Order] = (Order("latest", _("Latest first"), ("-issued_on", "-id")),)
BESIDE = ("enrolment__contact", "enrolment__organisation", "enrolment__delivery__organisation", "marking")


@dataclass(frozen=True)
class Completion:
    """A participant of a delivery: what is missing before a certificate can be issued, and the certificate there is."""

    enrolment: Enrolment
    missing: Sequence[Promise | str]
    certificate: Certificate | None

    @property
    def may_be_issued(self) -> bool:
        """Whether nothing is missing and no certificate holds."""
        return not self.missing and (self.certificate is None or self.certificate.revoked_at is not None)


def completions(row: Delivery) -> list[Completion]:
    """Everybody who has a place at a delivery that the viewer was let to, by name. Three queries, and its tests."""
    held = row.sessions.filter(held_at__isnull=False).count()
    wanted = {test.slug for test in tests(row)}
    present = Count("attendance", filter=Q(attendance__was=Was.PRESENT, attendance__session__held_at__isnull=False))
    people = list(
        row.enrolments.filter(decision=Decision.ACCEPTED)
        .select_related("contact", "organisation")
        .annotate(present=present)
        .order_by("contact__sort_key", "pk")
    )
    done, latest = answered(people), _latest(people)
    return [
        _completion(row, each, held, wanted, done.get(each.pk, frozenset()), latest.get(each.pk)) for each in people
    ]


def _latest(people: Sequence[Enrolment]) -> dict[UUID, Certificate]:
    """The certificate of each that was issued last; one that was revoked makes way for another."""
    rows = Certificate.objects.filter(enrolment__in=[each.pk for each in people]).defer("credential")
    return {row.enrolment_id: row for row in rows.order_by("issued_at", "pk")}


def _completion(
    row: Delivery,
    each: Enrolment,
    held: int,
    wanted: set[str],
    done: frozenset[str],
    certificate: Certificate | None,
) -> Completion:
    facts = Facts(
        accepted=True,
        closed=row.closed_at is not None or row.self_study,
        held=held,
        present=each.present,  # type: ignore[attr-defined]
        tests=len(wanted),
        taken=len(wanted & done),
        certified=certificate is not None and certificate.revoked_at is None,
    )
    return Completion(each, missing(facts), certificate)


def certificates(viewer: Viewer) -> QuerySet[Certificate]:
    """Every certificate that the viewer may see, the latest first."""
    rows = visible(viewer, P.CERTIFICATE_VIEW, Certificate.objects.select_related(*BESIDE).defer("credential"))
    return rows.order_by(*ORDERS[0].fields)


def certificate(viewer: Viewer, serial: str) -> Certificate:
    """One of them, or ``Http404``."""
    return get(viewer, P.CERTIFICATE_VIEW, Certificate.objects.select_related(*BESIDE), serial=serial)


def own_certificate(viewer: Viewer, delivery: UUID) -> Certificate | None:
    """The viewer's own certificate of a delivery."""
    mine = certificates(viewer).filter(enrolment__contact__user=viewer.user_id) if viewer.user_id else None
    return mine.filter(enrolment__delivery=delivery).first() if mine is not None else None


@dataclass(frozen=True)
class Checked:
    """What a signed line says, and whether it was revoked."""

    certificate: kernel.Certificate
    revoked: bool


def check(text: str) -> Checked:
    """What a line of a certificate of this installation says. Raises ``kernel.BadCertificate``."""
    found = kernel.check(text, signing.public_key())
    return Checked(found, found.serial in revoked_serials())


def revoked_serials() -> list[str]:
    """The list of the revoked, which anybody may have: it names nobody."""
    return list(
        Certificate.objects.filter(revoked_at__isnull=False).order_by("serial").values_list("serial", flat=True)
    )


def certified_titles(language: str) -> dict[str, str]:
    """What the courses are called of which there are certificates, by their keys."""
    rows = Certificate.objects.order_by().values_list("enrolment__delivery", flat=True).distinct()
    deliveries = (
        Delivery.objects.filter(pk__in=rows)
        .select_related("course_version__course", "edition_version__edition")
        .order_by("starts_on")
    )
    found = list(deliveries.defer("course_version__pack", "course_version__sheet"))
    titles = titles_of(found, language)
    return {taught_key(row): titles[row.pk].heading for row in found}
