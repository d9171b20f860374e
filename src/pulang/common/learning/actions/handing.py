"""At the end of a trainer's duty: somebody else teaches, or nobody until the planners choose."""

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Contact, User
from pulang.common.accounts.queries import demand_end_of_duty
from pulang.common.learning.actions.planning import let_in, let_out
from pulang.common.learning.models import DeliveryTrainer
from pulang.common.learning.queries.participants import teaching
from pulang.common.learning.queries.teaching import teaching_of
from pulang.foundation.events.record import record
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import Viewer

NO_TRAINER = _("Only somebody whose role lets them hold deliveries can take over a training.")


def hand_over_teaching(*, by: Viewer, from_user: User, to_user: User | None) -> None:
    """Part of the action that ends a duty. ``Refused`` for a successor whose role does not hold deliveries.

    Where the successor takes part in the delivery or teaches there already, the leaving trainer is only taken away.
    """
    demand_end_of_duty(by, from_user)
    successor = to_user.contact if to_user else None
    if to_user is not None and (successor is None or not teaching().filter(pk=successor.pk).exists()):
        raise Refused(NO_TRAINER)
    for row in teaching_of(from_user):
        _hand(by, row, successor)


def _hand(by: Viewer, row: DeliveryTrainer, successor: Contact | None) -> None:
    delivery, before = row.delivery, str(row.contact_id)
    let_out(by, delivery, row.contact)
    if successor is None or _is_there(row, successor):
        row.delete()
        after = None
    else:
        row.contact = successor
        row.save(update_fields=["contact"])
        let_in(by, delivery, successor)
        after = {"contact": str(successor.pk)}
    record(
        "trainer.assigned" if after else "trainer.removed",
        by=by,
        about=delivery,
        organisation_id=delivery.organisation_id,
        before={"contact": before},
        after=after,
    )


def _is_there(row: DeliveryTrainer, contact: Contact) -> bool:
    delivery = row.delivery
    return delivery.trainers.filter(contact=contact).exists() or delivery.enrolments.filter(contact=contact).exists()
