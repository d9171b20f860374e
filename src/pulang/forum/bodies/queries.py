"""Reading working groups and their seats."""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from pulang.common.accounts.models import Organisation
from pulang.forum.bodies.models import Body, Seat, SeatKind
from pulang.forum.bodies.permissions import BodiesPermission as P
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


def bodies(viewer: Viewer) -> QuerySet[Body]:
    """Every working group that this viewer may see, the living ones first."""
    return visible(
        viewer,
        P.BODY_VIEW,
        Body.objects.select_related("successor").order_by(F("ends_on").desc(nulls_first=True), "name"),
    )


def seats(viewer: Viewer, body: Body) -> QuerySet[Seat]:
    """The body's present seats, co-chairs first."""
    if not viewer.may(P.BODY_VIEW):
        return Seat.objects.none()
    return _sitting(body, clock.today()).select_related("organisation").order_by("kind", "organisation__sort_key")


def co_chair_seats(body: Any, today: Any) -> QuerySet[Seat]:
    """The seats of a body, by its id, whose word every answer needs on that day."""
    return _sitting(body, today).filter(kind=SeatKind.CO_CHAIR).select_related("organisation")


def body_for(country: Organisation) -> Body | None:
    """The living body in which a country sits and to which it addresses its requests; the newest when several."""
    sitting = Seat.objects.filter(organisation=country).filter(_open_on(clock.today())).values("body_id")
    return Body.objects.filter(pk__in=sitting).filter(_open_on(clock.today())).order_by("-starts_on").first()


def _sitting(body: Any, today: date) -> QuerySet[Seat]:
    return Seat.objects.filter(body=body).filter(_open_on(today))


def _open_on(today: date) -> Q:
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))
