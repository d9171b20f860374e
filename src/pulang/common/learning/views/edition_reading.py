"""Finding editions, and reading one as a course through the same pages as a master."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.beside import beside
from pulang.common.learning.rules.packs.archives import pack
from pulang.common.learning.rules.packs.writing import files_of
from pulang.common.learning.views import edition_presentation, presentation, reading
from pulang.common.learning.views.edition_comparing import comparison
from pulang.common.learning.views.edition_rows import taught_version, way_to
from pulang.common.learning.views.edition_steps import steps_for
from pulang.common.marking.queries import Carried, let_out_one, marked, shown
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment

AT_WORK = (P.COURSE_TEACH, P.EDITION_WRITE, P.EDITION_APPROVE_HOST, P.EDITION_APPROVE_LEAD)


@guard(P.EDITION_READ)
@require_safe
def edition_list(request: ViewerRequest) -> HttpResponse:
    """Every version of an edition that the viewer may read, the latest first."""
    page = listed(request, editions.edition_versions(request.viewer), editions.EDITION_ORDERS)
    context = {
        "page": page,
        "columns": edition_presentation.COLUMNS,
        "lines": edition_presentation.lines(shown(request.viewer, page.items)),
        "may_write": request.viewer.may(P.EDITION_WRITE),
        "path": [Link(_("Courses"), reverse("learning:list")), Link(_("Editions"), "", current=True)],
    }
    return render(request, "learning/editions/list.html", context)


@guard(P.EDITION_READ)
@require_safe
def edition_latest(request: ViewerRequest, edition: str) -> HttpResponse:
    """To the version that matters most."""
    row = editions.edition_version(request.viewer, edition)
    return redirect(edition_presentation.edition_url(row))


@guard(P.EDITION_READ)
@require_safe
def edition(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """A version as a course: what it is for, its modules, its shorter forms."""
    row = editions.edition_version(request.viewer, edition, number)
    book, state = editions.book(row), editions.edition_state_of(row)
    every = shown(request.viewer, editions.edition_versions(request.viewer).filter(edition=row.edition_id))
    states = editions.edition_states(every)
    context = {
        **presentation.version_page(book),
        **edition_presentation.about(request.viewer, row, state),
        "path": presentation.path_to(book),
        "versions": [
            (other, edition_presentation.edition_url(other), edition_presentation.tag_of(states[other.pk]))
            for other in every
        ],
        "may_teach": allows(request.viewer, P.COURSE_TEACH, row),
        "may_sign": row.released_at is None and allows(request.viewer, P.COURSE_SIGN, row),
        "steps": [(step, book.url("step", step=step.slug)) for step in steps_for(request.viewer, row, state.state)],
        "master_url": presentation.version_url(row.base),
        "changes_url": book.url("changes"),
        "beside": beside(request.viewer, book),
    }
    return render(request, "learning/version.html", context)


@guard(P.EDITION_READ)
@require_safe
def edition_about(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """For whom it is, how to prepare it, its shorter forms, and how it is divided over shifts."""
    return reading.about_of(request, editions.book(editions.edition_version(request.viewer, edition, number)))


@guard(P.EDITION_READ)
@require_safe
def edition_session(request: ViewerRequest, edition: str, number: int, module: str, session: str) -> HttpResponse:
    """A session as participants read it."""
    row = editions.edition_version(request.viewer, edition, number)
    compare = edition_presentation.edition_url(row, "compare", module=module, session=session)
    return reading.session_of(request, editions.book(row), module, session, compare_url=compare)


@guard(*AT_WORK, P.COURSE_SIGN)
@require_safe
def edition_run_sheet(request: ViewerRequest, edition: str, number: int, module: str, session: str) -> HttpResponse:
    """A session as its facilitator needs it."""
    book = editions.book(editions.edition_version(request.viewer, edition, number))
    return reading.run_sheet_of(request, book, module, session)


@guard(P.EDITION_READ)
@require_safe
def edition_activity(
    request: ViewerRequest, edition: str, number: int, module: str, session: str, activity: str
) -> HttpResponse:
    """An activity; right answers and what a scenario teaches are for those who teach."""
    book = editions.book(editions.edition_version(request.viewer, edition, number))
    return reading.activity_of(request, book, module, session, activity)


@guard(*AT_WORK, P.COURSE_SIGN)
@require_safe
def edition_compare(request: ViewerRequest, edition: str, number: int, module: str, session: str) -> HttpResponse:
    """A session of the edition beside the master's, notes and right answers included."""
    row = taught_version(request, edition, number)
    found = comparison(request.viewer, row, module, session)
    way = way_to(row, edition_presentation.changes_link(row), Link(found.title.heading, ""))
    context = {"row": row, "found": found, "path": way, "master": f"{row.edition.course.key} {row.base.number}"}
    return render(request, "learning/editions/compare.html", context)


@guard(*AT_WORK, P.COURSE_SIGN)
@require_safe
def edition_pack(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """The edition as a pack of its own: the same files whenever it is made."""
    row = taught_version(request, edition, number)
    let_out_one(request.viewer, FILE, Carried(row, (marked(row),)))
    content = pack(files_of(editions.applied(row).course))
    return attachment(content, name=f"{row.edition.key}-{row.number}.0.0.zip", content_type="application/zip")
