"""Finding and reading courses."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.learning import queries
from pulang.common.learning.forms import LateForm
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.rules.speaking import title_of
from pulang.common.learning.views import presentation
from pulang.common.learning.views.steps import steps_for
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.parts import Link


@guard(P.COURSE_READ)
@require_safe
def course_list(request: ViewerRequest) -> HttpResponse:
    """Every course, each with the version that matters most to this viewer."""
    context = {
        "courses": [presentation.course_card(line) for line in queries.courses(request.viewer)],
        "may_import": request.viewer.may(P.COURSE_IMPORT),
    }
    return render(request, "learning/list.html", context)


@guard(P.COURSE_READ)
@require_safe
def course_latest(request: ViewerRequest, course: str) -> HttpResponse:
    """To the version that matters most."""
    return redirect(presentation.version_url(queries.version(request.viewer, course)))


@guard(P.COURSE_READ)
@require_safe
def course_version(request: ViewerRequest, course: str, number: str) -> HttpResponse:
    """One version: what it is for, its modules, its shorter forms."""
    row = queries.version(request.viewer, course, number)
    every = queries.versions(request.viewer).filter(course__key=course)
    context = {
        **presentation.version_page(row, queries.module_lines(row)),
        "path": presentation.path_to(row),
        "versions": [(other, presentation.version_url(other), presentation.state_tag(other)) for other in every],
        "may_teach": allows(request.viewer, P.COURSE_TEACH, row),
        "may_sign": allows(request.viewer, P.COURSE_SIGN, row),
        "may_train": row.released_at is not None and request.viewer.may(P.TRAINER_CERTIFY),
        "may_plan": row.released_at is not None and request.viewer.may(P.DELIVERY_PLAN),
        "steps": steps_for(request.viewer, row),
    }
    return render(request, "learning/version.html", context)


@guard(P.COURSE_READ)
@require_safe
def course_about(request: ViewerRequest, course: str, number: str) -> HttpResponse:
    """For whom it is, how to prepare it, its shorter forms, and how it is divided over shifts."""
    row = queries.version(request.viewer, course, number)
    page = presentation.about_page(row, queries.module_lines(row))
    context = {**page, "path": presentation.path_to(row, Link(_("About the course"), "", current=True))}
    return render(request, "learning/about.html", context)


@guard(P.COURSE_READ)
@require_safe
def session(request: ViewerRequest, course: str, number: str, module: str, session: str) -> HttpResponse:
    """A session as participants read it."""
    row = queries.version(request.viewer, course, number)
    line = queries.session(row, module, session)
    page = presentation.session_page(row, line)
    context = {
        **page,
        "module": module,
        "may_teach": allows(request.viewer, P.COURSE_TEACH, row),
        "path": presentation.path_to(row, Link(page["title"].heading, "", current=True)),
    }
    return render(request, "learning/session.html", context)


@guard(P.COURSE_TEACH)
@require_safe
def run_sheet(request: ViewerRequest, course: str, number: str, module: str, session: str) -> HttpResponse:
    """A session as its facilitator needs it."""
    row = _taught(request, course, number)
    line = queries.session(row, module, session)
    form = LateForm(request.GET or None, blocks=presentation.block_choices(line))
    page = presentation.run_sheet_page(row, line, *form.asked())
    back = Link(page["title"].heading, presentation.session_url(row, module, session))
    here = Link(_("Run-sheet"), "", current=True)
    context = {**page, "module": module, "late_form": form, "path": presentation.path_to(row, back, here)}
    return render(request, "learning/run_sheet.html", context)


@guard(P.COURSE_READ)
@require_safe
def activity(
    request: ViewerRequest, course: str, number: str, module: str, session: str, activity: str
) -> HttpResponse:
    """An activity; right answers and what a scenario teaches are for those who teach."""
    row = queries.version(request.viewer, course, number)
    line = queries.session(row, module, session)
    found = line.session.activity(activity)
    if found is None:
        raise Http404
    page = presentation.activity_page(row, line, found, answers=allows(request.viewer, P.COURSE_TEACH, row))
    title = title_of(line.session.wordings, presentation.spoken()).heading
    back = Link(title, presentation.session_url(row, module, session))
    context = {**page, "path": presentation.path_to(row, back, Link(page["said"]["title"]["text"], "", current=True))}
    return render(request, "learning/activity.html", context)


def _taught(request: ViewerRequest, course: str, number: str) -> CourseVersion:
    """A version whose facilitators' notes the viewer may read; else 404."""
    row = queries.version(request.viewer, course, number)
    if not allows(request.viewer, P.COURSE_TEACH, row):
        raise Http404
    return row
