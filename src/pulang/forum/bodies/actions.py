"""Setting up a working group and giving seats in it."""

from datetime import date

from pulang.common.accounts.models import Organisation
from pulang.forum.bodies.models import Body, Seat, SeatKind
from pulang.forum.bodies.permissions import BodiesPermission as P
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.ids import keyed


@action
def make_body(*, by: Viewer, key: str, name: str, starts_on: date) -> Body:
    """A new working group under an immutable key."""
    demand_anywhere(by, P.BODY_MAKE)
    body = Body.objects.create(id=keyed("body", key), key=key, name=name, starts_on=starts_on)
    record("body.made", by=by, about=body, after={"key": key, "name": name})
    return body


@action
def give_seat(*, by: Viewer, body: Body, organisation: Organisation, kind: SeatKind, starts_on: date) -> Seat:
    """A seat in a body for a country or an international organisation."""
    demand_anywhere(by, P.BODY_MAKE)
    seat = Seat.objects.create(body=body, organisation=organisation, kind=kind, starts_on=starts_on)
    record(
        "seat.given",
        by=by,
        about=seat,
        organisation_id=organisation.pk,
        after={"body": body.key, "kind": kind.value, "organisation": organisation.key},
    )
    return seat
