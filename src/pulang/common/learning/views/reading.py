"""Finding and reading courses."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.learning import queries
from pulang.common.learning.forms import LateForm
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import Book
from pulang.common.learning.queries.beside import beside
from pulang.common.learning.queries.origins import origin_of
from pulang.common.learning.rules.speaking import title_of
from pulang.common.learning.views import presentation
from pulang.common.learning.views.edition_presentation import beside_master
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
    every, book = queries.versions(request.viewer).filter(course__key=course), queries.of_version(row)
    context = {
        **presentation.version_page(book),
        "path": presentation.path_to(book),
        "tag": presentation.state_tag(row),
        "state": queries.state_of(row),
        "versions": [(other, presentation.version_url(other), presentation.state_tag(other)) for other in every],
        "may_teach": allows(request.viewer, P.COURSE_TEACH, row),
        "may_sign": allows(request.viewer, P.COURSE_SIGN, row),
        "may_train": row.released_at is not None and request.viewer.may(P.TRAINER_CERTIFY),
        "may_plan": row.released_at is not None and request.viewer.may(P.DELIVERY_PLAN),
        "steps": [(step, book.url("step", step=step.slug)) for step in steps_for(request.viewer, row)],
        **beside_master(request.viewer, row),
        "origin": origin_of(book),
        "beside": beside(request.viewer, book),
    }
    return render(request, "learning/version.html", context)


@guard(P.COURSE_READ)
@require_safe
def course_about(request: ViewerRequest, course: str, number: str) -> HttpResponse:
    """For whom it is, how to prepare it, its shorter forms, and how it is divided over shifts."""
    return about_of(request, queries.of_version(queries.version(request.viewer, course, number)))


def about_of(request: ViewerRequest, book: Book) -> HttpResponse:
    """The same of a master or an edition that the viewer was let to."""
    way = Link(_("About the course"), "", current=True)
    context = {**presentation.about_page(book), "path": presentation.path_to(book, way)}
    return render(request, "learning/about.html", context)


@guard(P.COURSE_READ)
@require_safe
def session(request: ViewerRequest, course: str, number: str, module: str, session: str) -> HttpResponse:
    """A session as participants read it."""
    return session_of(request, queries.of_version(queries.version(request.viewer, course, number)), module, session)


def session_of(request: ViewerRequest, book: Book, module: str, session: str, **more: object) -> HttpResponse:
    """The same of a master or an edition that the viewer was let to."""
    page = presentation.session_page(book, book.session(module, session))
    context = {
        **page,
        "may_teach": allows(request.viewer, P.COURSE_TEACH, book.row),
        "path": presentation.path_to(book, Link(page["title"].heading, "", current=True)),
        **more,
    }
    return render(request, "learning/session.html", context)


@guard(P.COURSE_TEACH)
@require_safe
def run_sheet(request: ViewerRequest, course: str, number: str, module: str, session: str) -> HttpResponse:
    """A session as its facilitator needs it."""
    return run_sheet_of(request, queries.of_version(queries.version(request.viewer, course, number)), module, session)


def run_sheet_of(request: ViewerRequest, book: Book, module: str, session: str) -> HttpResponse:
    """The same of a master or an edition that the viewer was let to; 404 for whoever may not read its notes."""
    if not allows(request.viewer, P.COURSE_TEACH, book.row):
        raise Http404
    line = book.session(module, session)
    form = LateForm(request.GET or None, blocks=presentation.block_choices(line))
    page = presentation.run_sheet_page(book, line, *form.asked())
    back = Link(page["title"].heading, presentation.session_url(book, line))
    way = presentation.path_to(book, back, Link(_("Run-sheet"), "", current=True))
    return render(request, "learning/run_sheet.html", {**page, "late_form": form, "path": way})


@guard(P.COURSE_READ)
@require_safe
def activity(
    request: ViewerRequest, course: str, number: str, module: str, session: str, activity: str
) -> HttpResponse:
    """An activity; right answers and what a scenario teaches are for those who teach."""
    book = queries.of_version(queries.version(request.viewer, course, number))
    return activity_of(request, book, module, session, activity)


def activity_of(request: ViewerRequest, book: Book, module: str, session: str, activity: str) -> HttpResponse:
    """The same of a master or an edition that the viewer was let to."""
    line = book.session(module, session)
    found = line.session.activity(activity)
    if found is None:
        raise Http404
    page = presentation.activity_page(book, line, found, answers=allows(request.viewer, P.COURSE_TEACH, book.row))
    back = Link(title_of(line.session.wordings, presentation.spoken()).heading, presentation.session_url(book, line))
    way = presentation.path_to(book, back, Link(page["said"]["title"]["text"], "", current=True))
    return render(request, "learning/activity.html", {**page, "path": way})
