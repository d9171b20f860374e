"""Finding and reading facilities."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.facilities import queries
from pulang.common.facilities.forms import FilterForm
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.views import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.listed import listed_by
from pulang.foundation.ui.parts import Link

PLANS = "followup.plan.view"


@guard(P.FACILITY_VIEW)
@require_safe
def facility_list(request: ViewerRequest) -> HttpResponse:
    """Facilities that the viewer may see: by name, capacity or population, narrowed by region, use and name."""
    viewer = request.viewer
    form = FilterForm(request.GET or None, places=list(queries.place_names(viewer)))
    asked = (form.asked("under"), form.asked("for_whom"), form.asked("q"))
    page = listed_by(request, partial(queries.FACILITIES.page, viewer, *asked))
    context = {
        "page": page,
        "orders": queries.ORDERS,
        "form": form,
        "columns": presentation.COLUMNS,
        "lines": presentation.rows(page.items),
        "is_filtered": any(asked),
        "may_import": viewer.may(P.FACILITY_IMPORT),
        "may_keep_roll": viewer.may(P.ROLL_KEEP),
    }
    return render(request, "facilities/list.html", context)


@guard(P.FACILITY_VIEW)
@require_safe
def facility_detail(request: ViewerRequest, key: str) -> HttpResponse:
    """One facility: its latest figures, its staff, and its counts over time."""
    viewer = request.viewer
    facility = get(viewer, P.FACILITY_VIEW, queries.facilities(viewer), organisation__key=key)
    context = {
        **presentation.page(facility),
        "path": [Link(_("Facilities"), reverse("facilities:list")), Link(facility.organisation.name, "")],
        "plans_url": reverse("followup:list") if viewer.may(PLANS) else "",
        "may_import": viewer.may(P.FACILITY_IMPORT),
        "on_roll": queries.roll_size(viewer, facility),
    }
    return render(request, "facilities/detail.html", context)
