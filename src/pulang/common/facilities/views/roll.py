"""The staff roll: who serves at a facility, and the posts that one officer held."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.facilities import queries
from pulang.common.facilities.forms import RollForm
from pulang.common.facilities.models import Facility
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.views import roll_presentation as presentation
from pulang.common.facilities.views.presentation import grade_name
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import get
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link


@guard(P.ROLL_VIEW)
@require_safe
def roll(request: ViewerRequest, key: str) -> HttpResponse:
    """Who serves at a facility today, by name; found by name in any script, or by service number."""
    viewer = request.viewer
    rows = Facility.objects.select_related("organisation")
    facility = get(viewer, P.ROLL_VIEW, rows, organisation__key=key)
    form = RollForm(request.GET or None)
    words = form.asked()
    page = listed(request, queries.roll(viewer, facility, words), queries.ROLL_ORDERS)
    context = {
        "path": [*_above(facility), Link(_("Staff roll"), "")],
        "facility": facility,
        "form": form,
        "words": words,
        "page": page,
        "columns": presentation.ROLL_COLUMNS,
        "lines": presentation.roll_rows(page.items),
        "may_keep": viewer.may(P.ROLL_KEEP),
    }
    return render(request, "facilities/roll.html", context)


@guard(P.ROLL_VIEW)
@require_safe
def officer(request: ViewerRequest, officer: UUID) -> HttpResponse:
    """One officer: where they serve, and every post that they held."""
    row = get(request.viewer, P.ROLL_VIEW, queries.officers(request.viewer), pk=officer)
    back = Link(_("Staff roll"), reverse("facilities:roll", kwargs={"key": row.facility.organisation.key}))
    context = {
        "path": [*_above(row.facility), back, Link(row.contact.name, "")],
        "officer": row,
        "grade": grade_name(row.grade.key, {row.grade.key: row.grade.name}),
        "postings": presentation.posting_lines(queries.postings(row)),
    }
    return render(request, "facilities/officer.html", context)


def _above(facility: Facility) -> list[Link]:
    place = facility.organisation
    return [
        Link(_("Facilities"), reverse("facilities:list")),
        Link(place.name, reverse("facilities:detail", kwargs={"key": place.key})),
    ]
