"""Finding and reading deliveries."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.learning.forms.deliveries import ListForm
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import courses
from pulang.common.learning.queries import deliveries as queries
from pulang.common.learning.queries.calendar import CALENDAR, calendar_of
from pulang.common.learning.queries.deliveries import delivery, held
from pulang.common.learning.rules.delivering import trainer_code
from pulang.common.learning.rules.speaking import title_of
from pulang.common.learning.views.deliveries import presentation
from pulang.common.learning.views.deliveries.steps import steps_for
from pulang.common.learning.views.results import presentation as results
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import ICS
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment


@guard(P.DELIVERY_STAGE)
@require_safe
def delivery_list(request: ViewerRequest) -> HttpResponse:
    """Deliveries that the viewer may know of, by date, narrowed by state, course and year."""
    viewer = request.viewer
    form = ListForm(request.GET or None, courses=_courses(request), years=queries.years(viewer))
    asked = {name: form.asked(name) for name in ("show", "course", "year")}
    page = listed(request, queries.asked(viewer, **asked), queries.ORDERS)
    context = {
        "page": page,
        "orders": queries.ORDERS,
        "form": form,
        "columns": presentation.COLUMNS,
        "lines": presentation.lines(page.items),
        "is_filtered": any(asked.values()),
        "may_plan": viewer.may(P.DELIVERY_PLAN),
        "may_see_certificates": viewer.may(P.CERTIFICATE_VIEW),
        "code": trainer_code(viewer.contact_id) if viewer.contact_id and viewer.may(P.DELIVERY_HOLD) else "",
    }
    return render(request, "learning/deliveries/list.html", context)


def _courses(request: ViewerRequest) -> list[tuple[str, str]]:
    """Courses to narrow by, each by its title."""
    keys, language = set(queries.courses_taught(request.viewer)), presentation.spoken()
    found = courses(request.viewer) if keys else ()
    return [
        (line.version.course.key, title_of(line.course.wordings, language).heading)
        for line in found
        if line.version.course.key in keys
    ]


@guard(P.DELIVERY_STAGE)
@require_safe
def delivery_detail(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One delivery: what, where, when, by whom, and what is next."""
    row = delivery(request.viewer, pk)
    allowed = held(request.viewer, row)
    page = presentation.page(request.viewer, row, allowed)
    steps = steps_for(allowed, page["facts"], page["state"].state)
    context = {**page, **results.beside(request.viewer, row), "steps": steps}
    return render(request, "learning/deliveries/detail.html", context)


@guard(P.DELIVERY_STAGE)
@require_safe
def people(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who is nominated, as far as the viewer may see them, and where each nomination stands."""
    row = delivery(request.viewer, pk, P.DELIVERY_VIEW)
    allowed = held(request.viewer, row)
    context = {
        "row": row,
        "may": presentation.words_of(allowed),
        "may_nominate": presentation.may_nominate(allowed, queries.facts(row)),
        "people": presentation.people(request.viewer, row, allowed),
        "path": presentation.path_to(row, Link(_("Participants"), "", current=True)),
    }
    return render(request, "learning/deliveries/people.html", context)


@guard(P.DELIVERY_VIEW)
@require_safe
def calendar(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The sessions of a delivery for a calendar, for those who see where it is held."""
    row = delivery(request.viewer, pk, P.DELIVERY_VIEW)
    let_out_one(request.viewer, ICS, Carried(row, (marked(row),)))
    content = calendar_of(row, presentation.spoken(), request.build_absolute_uri(presentation.url_of(row)))
    return attachment(content, name=f"{row.starts_on}.ics", content_type=CALENDAR)
