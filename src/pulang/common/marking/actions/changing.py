"""What an owner decides later: another label, one more recipient, one recipient less. Each with a reason."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.models import Organisation, User
from pulang.common.marking.models import AudienceOrganisation, AudiencePerson, Marking
from pulang.common.marking.permissions import MarkingPermission as P
from pulang.common.marking.queries.owned import kind_of
from pulang.common.marking.queries.recipients import ORGANISATION, Recipient
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, allows, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label

SAME = _("It has this label already.")
NOT_FOR_THIS_ROLE = _("The roles of {name} do not include reading this, so naming them would change nothing.")
ALREADY = _("{name} is a recipient already.")
NOT_WITH_THIS_LABEL = _("With {label} an organisation cannot be named. Change the label first, or name people.")


@action
def relabel(*, by: Viewer, row: Any, label: Label, reason: str) -> None:
    """Give a row another label, higher or lower; with RED, ``by`` is the first of the people named.

    Raises ``Refused`` for the label it has. The audience stays, so that a label raised again finds its recipients.
    """
    demand(by, P.MARKING_CHANGE, row, seen_by=kind_of(row).view)
    marking = _locked(row)
    before = Label(marking.label)
    if label is before:
        raise Refused(SAME)
    marking.label = label.value
    marking.save(update_fields=["label"])
    if label is Label.RED and by.user_id is not None:
        AudiencePerson.objects.get_or_create(marking=marking, person_id=by.user_id)
    values = _about(by, row, marking, reason) | {"before": {"label": before.value}, "after": {"label": label.value}}
    if label < before:
        record("marking.lowered", **values)
    else:
        record("marking.raised", **values)


@action
def invite(*, by: Viewer, row: Any, recipient: User | Organisation, reason: str) -> None:
    """Name one more recipient. Raises ``Refused`` for whoever could not read it in spite of being named."""
    demand(by, P.MARKING_CHANGE, row, seen_by=kind_of(row).view)
    marking = _locked(row)
    if isinstance(recipient, User):
        name, named = _person(row, marking, recipient)
    else:
        name, named = _organisation(marking, recipient)
    if not named:
        raise Refused(ALREADY.format(name=name))
    kind = recipient._meta.model_name
    record("marking.widened", **_about(by, row, marking, reason), after={str(kind): str(recipient.pk)})


@action
def uninvite(*, by: Viewer, row: Any, recipient: Recipient, reason: str) -> None:
    """Take a recipient out whom an owner had named. Whoever reads by role keeps reading; see ``relabel``."""
    demand(by, P.MARKING_CHANGE, row, seen_by=kind_of(row).view)
    marking = _locked(row)
    if recipient.kind == ORGANISATION:
        places = AudienceOrganisation.objects.filter(organisation_id=UUID(recipient.key))
        gone, _each = places.filter(marking=marking, invited=True).delete()
    else:
        people = AudiencePerson.objects.filter(person_id=UUID(recipient.key))
        gone, _each = people.filter(marking=marking, invited=True).delete()
    if gone:
        record("marking.narrowed", **_about(by, row, marking, reason), before={recipient.kind: recipient.key})


def _locked(row: Any) -> Marking:
    return Marking.objects.select_for_update(no_key=True).get(pk=row.marking_id)


def _person(row: Any, marking: Marking, user: User) -> tuple[str, bool]:
    """Name a person who can then read it; whether they were not named before."""
    name = user.contact.name if user.contact else user.sign_in_name
    _row, made = AudiencePerson.objects.get_or_create(marking=marking, person=user, defaults={"invited": True})
    if made and not allows(viewer_for(user), kind_of(row).view, row):
        raise Refused(NOT_FOR_THIS_ROLE.format(name=name))
    return name, made


def _organisation(marking: Marking, organisation: Organisation) -> tuple[str, bool]:
    if marking.label == Label.RED.value:
        raise Refused(NOT_WITH_THIS_LABEL.format(label=marking.label))
    rows = AudienceOrganisation.objects
    _row, made = rows.get_or_create(marking=marking, organisation=organisation, defaults={"invited": True})
    return organisation.name, made


def _about(by: Viewer, row: Any, marking: Marking, reason: str) -> dict[str, Any]:
    """What every event of this room says."""
    return {
        "by": by,
        "about": marking,
        "organisation_id": kind_of(row).owner(row),
        "permission": P.MARKING_CHANGE,
        "reason": reason,
    }
