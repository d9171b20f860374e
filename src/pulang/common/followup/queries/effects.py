"""What action plans say of facilities whose people were trained."""

from datetime import date
from uuid import UUID

from pulang.common.followup.models import PlanOutcome
from pulang.common.followup.queries.plans import plans
from pulang.common.learning.queries.work import AtFacilities
from pulang.foundation.policy.viewer import Viewer


def at_facilities(viewer: Viewer, places: frozenset[UUID], since: date) -> AtFacilities:
    """How many plans of these places made since then the viewer may see, and how many have a result. Two queries."""
    rows = plans(viewer).filter(host__in=places, made_at__date__gte=since)
    results = PlanOutcome.objects.filter(plan__in=rows.order_by().values("pk"))
    return AtFacilities(rows.count(), results.count())
