"""Issuing certificates to those who completed a delivery, and revoking one. A certificate names nobody and is CLEAR."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from pulang.common.learning.models import Certificate, Delivery, Enrolment
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.certificates import completions
from pulang.common.learning.queries.taught import number_of, taught, taught_key
from pulang.common.learning.rules import credentials
from pulang.common.learning.rules.completing import valid_until
from pulang.common.learning.rules.course import Course
from pulang.common.learning.rules.speaking import say, title_of
from pulang.common.marking.actions import mark
from pulang.foundation import signing
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import certificates, clock, proofs
from pulang.kernel.ids import keyed, uuid4
from pulang.kernel.tlp import Label

Follower = Callable[[Sequence[Certificate]], None]
_followers: list[Follower] = []
MISSING = gettext_lazy("Somebody has not completed the delivery. Look at what is missing.")
REVOKED_ALREADY = gettext_lazy("The certificate is revoked already.")


def follow_certificates(follower: Follower) -> None:
    """Called at start-up by an app that counts certificates; runs in the action that issues or revokes some."""
    _followers.append(follower)


@action
def issue_certificates(*, by: Viewer, delivery: Delivery, enrolments: Sequence[UUID]) -> list[Certificate]:
    """A certificate for each of these people who has none; all of them or none.

    ``Refused`` where somebody has not completed the delivery; ``queries.completions`` says what is missing.
    """
    demand(by, P.CERTIFICATE_ISSUE, delivery, seen_by=P.DELIVERY_STAGE)
    list(Enrolment.objects.select_for_update().filter(delivery=delivery, pk__in=enrolments))
    lines = [line for line in completions(delivery) if line.enrolment.pk in set(enrolments)]
    if len(lines) != len(set(enrolments)) or any(line.missing for line in lines):
        raise Refused(MISSING)
    fresh = [line.enrolment for line in lines if line.may_be_issued]
    if not fresh:
        unchanged()
        return []
    course = taught(delivery)
    issued = [_issue(by, delivery, course, enrolment) for enrolment in fresh]
    _tell_followers(issued)
    after = {"certificates": {row.serial: str(row.enrolment_id) for row in issued}}
    _record("certificates.issued", by, delivery, after)
    return issued


@action
def revoke_certificate(*, by: Viewer, certificate: Certificate, reason: str) -> None:
    """Say that a certificate no longer holds, and why. It stays in the register and goes on the list of the revoked."""
    demand(by, P.CERTIFICATE_ISSUE, certificate, seen_by=P.CERTIFICATE_VIEW)
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.revoked_at is not None:
        raise Refused(REVOKED_ALREADY)
    row.revoked_at, row.revoked_by_id, row.revoked_why = clock.now(), by.user_id, reason
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    _tell_followers([row])
    _record("certificate.revoked", by, certificate.enrolment.delivery, {"serial": row.serial}, reason=reason)


def _tell_followers(certificates: Sequence[Certificate]) -> None:
    for follower in _followers:
        follower(certificates)


def _issue(by: Viewer, delivery: Delivery, course: Course, enrolment: Enrolment) -> Certificate:
    assert by.user_id is not None, "people issue certificates, commands do not"
    today = clock.today()
    until = valid_until(today)
    bare = certificates.Certificate(
        serial=certificates.serial_of(secrets.token_bytes(certificates.SERIAL_BYTES)),
        course=taught_key(delivery),
        number=number_of(delivery),
        issued_on=today,
        until=until,
    )
    signed = certificates.sign(signing.private_key(), bare)
    row = Certificate(
        enrolment=enrolment,
        serial=signed.serial,
        marking=mark(Label.CLEAR),
        text=signed.text(),
        key=signed.key,
        issued_on=today,
        until=until,
        issued_at=clock.now(),
        issued_by_id=by.user_id,
    )
    row.credential = _credential(row, delivery, course, until)
    row.save(force_insert=True)
    return row


def _credential(row: Certificate, delivery: Delivery, course: Course, until: date) -> dict[str, object]:
    """The same for programs, in the language in which the course was held; its holder is a number made for it alone."""
    key, language = signing.private_key(), delivery.language
    version = f"{taught_key(delivery)} {number_of(delivery)}"
    with override(language):
        criteria = _("Present at every session that was held, and answered every test.")
    said = credentials.Achieved(
        id=row.pk,
        holder=uuid4(),
        achievement=keyed("achievement", version),
        title=title_of(course.wordings, language).heading,
        summary=say(course.wordings, "summary", language).body,
        criteria=criteria,
        language=language,
        issuer=delivery.organisation.name,
        issued_on=row.issued_on,
        until=until,
    )
    name = proofs.did_key(signing.public_key())
    created = f"{row.issued_on.isoformat()}{credentials.MIDNIGHT}"
    return proofs.signed(credentials.credential(said, name), key, created=created)


def _record(verb: str, by: Viewer, row: Delivery, after: Mapping[str, object], reason: str = "") -> None:
    place = row.organisation_id
    record(verb, by=by, about=row, organisation_id=place, permission=P.CERTIFICATE_ISSUE, after=after, reason=reason)
