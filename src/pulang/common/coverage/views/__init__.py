"""Coverage of the establishment by a course."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.coverage.forms import CoverageForm
from pulang.common.coverage.permissions import CoveragePermission as P
from pulang.common.coverage.queries import Asked, choices, coverage
from pulang.common.coverage.views import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard


@guard(P.COVERAGE_VIEW)
@require_safe
def page(request: ViewerRequest) -> HttpResponse:
    """How many are trained, where, in which grade and of which sex; and when the gap closes."""
    viewer = request.viewer
    offered = choices(viewer, get_language() or "en", request.GET.get("under", ""))
    courses = [(key, title) for _pk, key, title in offered.courses]
    every = [("", _("All"))]
    form = CoverageForm(
        request.GET or None,
        courses=courses,
        grades=[*every, *presentation.grades(offered.grades)],
        places=[*every, *offered.places],
    )
    key = form.asked("course") or (courses[0][0] if courses else "")
    context: dict[str, object] = {"form": form, "course": key, "title": dict(courses).get(key, "")}
    if key:
        asked = Asked(offered.course(key), form.asked("grade"), form.asked("under"))
        context |= presentation.page(coverage(viewer, asked), asked, key)
    return render(request, "coverage/page.html", context)
