"""What deliveries add to a good practice's page: that sessions which serve it were held. Numbers only, no names."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.common.learning.models import Attendance, Delivery, DeliverySession, Was
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import deliveries
from pulang.common.learning.queries.taught import serving, titles_of
from pulang.common.learning.rules.speaking import Said
from pulang.foundation.policy.rules import visible
from pulang.foundation.policy.viewer import Viewer


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("deliveries", gettext_lazy("Training held"), 25, entries, counts))


def entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Deliveries of which sessions that serve the good practice were held: how many, and how many people were there."""
    known = visible(viewer, P.DELIVERY_STAGE, Delivery.objects.all()).values("pk")
    held: dict[UUID, set[UUID]] = defaultdict(set)
    for _provision, delivery, session in serving(_held().filter(delivery__in=known), [provision.pk]):
        held[delivery].add(session)
    rows = deliveries(viewer).filter(pk__in=held).order_by("starts_on", "pk")
    titles, present = titles_of(rows, get_language() or "en"), _present(held)
    return [_entry(row, titles[row.pk], held[row.pk], present.get(row.pk, 0)) for row in rows]


def counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many deliveries there are for each good practice, of which a session that serves it was held."""
    known = visible(viewer, P.DELIVERY_STAGE, Delivery.objects.all()).values("pk")
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for provision, delivery, _session in serving(_held().filter(delivery__in=known), provision_ids):
        found[provision].add(delivery)
    return {provision: len(some) for provision, some in found.items()}


def _held() -> QuerySet[DeliverySession]:
    """Sessions that were held; of self-study, those that somebody has worked through."""
    studied = Exists(Attendance.objects.filter(session=OuterRef("pk"), was=Was.PRESENT))
    return DeliverySession.objects.filter(Q(delivery__self_study=False) | studied, held_at__isnull=False)


def _present(held: Mapping[UUID, set[UUID]]) -> dict[UUID, int]:
    """How many people were at one of the sessions at least, by delivery."""
    sessions = {pk for each in held.values() for pk in each}
    rows = Attendance.objects.filter(session__in=sessions, was=Was.PRESENT).order_by().values_list("session__delivery")
    return dict(rows.annotate(count=Count("enrolment", distinct=True)))


def _entry(row: Delivery, title: Said, held: set[UUID], present: int) -> ThreadEntry:
    country = row.organisation.country or row.organisation
    told = _("Sessions held: {sessions}. People present: {present}.")
    return ThreadEntry(
        when=row.starts_on,
        when_text=date_format(row.starts_on),
        heading=_("{place} held a training").format(place=f"\u2068{country.name}\u2069"),
        title=title.heading,
        url=reverse("training:detail", kwargs={"pk": row.pk}),
        text_language=title.language,
        kind="delivery",
        detail=told.format(sessions=len(held), present=present),
    )
