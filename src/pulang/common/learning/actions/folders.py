"""Folders for self-study without network: made for people or for a class, shown their keys, revoked."""

import secrets
from base64 import b32encode
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.answering import CANCELLED, OVER
from pulang.common.learning.actions.planning import locked
from pulang.common.learning.actions.studying import NOT_SELF_STUDY
from pulang.common.learning.models import Decision, Delivery, Enrolment, StudyFolder, StudyKey
from pulang.common.learning.permissions import LearningPermission as P
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

# Sixteen letters and digits, which somebody can type.
KEY_BYTES = 10
LARGEST_CLASS = 200
NO_PLACE = _("This person has no place at the delivery.")
REVOKED = _("The folder was revoked.")
TOO_MANY = _("A folder for a class has 200 keys at most.")


@action
def make_folder(*, by: Viewer, delivery: Delivery, language: str, person: UUID) -> StudyFolder:
    """A folder for one person who has a place; it carries the key."""
    row = _demand(by, delivery)
    place = Enrolment.objects.filter(delivery=row, pk=person, decision=Decision.ACCEPTED).first()
    if place is None:
        raise Refused(NO_PLACE)
    folder = _folder(by, row, language, is_for_class=False)
    _key(folder, 1, place.pk).save(force_insert=True)
    _record("study-folder.made", by, row, folder, {"language": language, "people": [str(place.pk)]})
    return folder


@action
def make_class_folder(*, by: Viewer, delivery: Delivery, language: str, keys: int) -> StudyFolder:
    """One folder for a class, with so many keys that are given to people on paper; each becomes somebody's once."""
    row = _demand(by, delivery)
    if not 1 <= keys <= LARGEST_CLASS:
        raise Refused(TOO_MANY)
    folder = _folder(by, row, language, is_for_class=True)
    StudyKey.objects.bulk_create(_key(folder, number, None) for number in range(1, keys + 1))
    _record("study-folder.made", by, row, folder, {"language": language, "keys": keys})
    return folder


@action
def show_keys(*, by: Viewer, folder: StudyFolder) -> Sequence[tuple[int, str]]:
    """The keys of a folder for a class, to print and hand out; that somebody looked at them is written down."""
    row = _demand(by, folder.delivery)
    keys = StudyKey.objects.filter(folder=folder, enrolment__isnull=True).order_by("number")
    _record("study-keys.shown", by, row, folder, {})
    return [(key.number, key.secret.open(key)) for key in keys]


@action
def take_folder(*, by: Viewer, folder: StudyFolder, label: str) -> str:
    """The key that a folder for one person carries; none for a class. That the folder was taken is written down."""
    row = _demand(by, folder.delivery)
    if folder.revoked_at is not None:
        raise Refused(REVOKED)
    _record("study-folder.taken", by, row, folder, {"label": label})
    if folder.is_for_class:
        return ""
    key = StudyKey.objects.get(folder=folder, number=1)
    return key.secret.open(key)


@action
def revoke_folder(*, by: Viewer, folder: StudyFolder, reason: str) -> None:
    """No more results are taken from a folder: it was lost, or given to the wrong person."""
    demand(by, P.DELIVERY_HOLD, folder.delivery, seen_by=P.DELIVERY_STAGE)
    row = StudyFolder.objects.select_for_update(no_key=True, of=("self",)).get(pk=folder.pk)
    if row.revoked_at is not None:
        unchanged()
        return
    row.revoked_at, row.revoked_by_id, row.revoked_why = clock.now(), by.user_id, reason
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    _record("study-folder.revoked", by, folder.delivery, folder, {}, reason=reason)


def _demand(by: Viewer, delivery: Delivery) -> Delivery:
    demand(by, P.DELIVERY_HOLD, delivery, seen_by=P.DELIVERY_STAGE)
    row = locked(delivery)
    if not row.self_study:
        raise Refused(NOT_SELF_STUDY)
    if row.cancelled_at is not None:
        raise Refused(CANCELLED)
    if row.closed_at is not None:
        raise Refused(OVER)
    return row


def _folder(by: Viewer, row: Delivery, language: str, *, is_for_class: bool) -> StudyFolder:
    assert by.user_id is not None, "people make folders, commands act for somebody"
    return StudyFolder.objects.create(
        delivery=row, language=language, is_for_class=is_for_class, made_at=clock.now(), made_by_id=by.user_id
    )


def _key(folder: StudyFolder, number: int, place: UUID | None) -> StudyKey:
    secret = b32encode(secrets.token_bytes(KEY_BYTES)).decode()
    return StudyKey(folder=folder, number=number, secret=secret, enrolment_id=place)


def _record(
    verb: str, by: Viewer, row: Delivery, folder: StudyFolder, after: dict[str, object], reason: str = ""
) -> None:
    place = row.organisation_id
    after = {**after, "folder": str(folder.pk)}
    record(verb, by=by, about=row, organisation_id=place, permission=P.DELIVERY_HOLD, after=after, reason=reason)
