"""Who taught whom, and whom to call back when a module was corrected."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.common.learning import queries as courses
from pulang.common.learning.forms.trainers import RecallForm
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import trainers as queries
from pulang.common.learning.rules.speaking import title_of
from pulang.common.learning.views.deliveries.presentation import days, spoken, url_of
from pulang.common.learning.views.trainers import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.parts import Link


@guard(P.TRAINER_VIEW)
@require_safe
def cascade(request: ViewerRequest, course: str) -> HttpResponse:
    """The trainers of a course as a tree."""
    titles = presentation.course_titles(request.viewer)
    if course not in titles:
        raise Http404
    found = queries.cascade(request.viewer, course)
    context = {
        "title": titles[course],
        "tree": presentation.tree(found) if found.roots else "",
        "count": len(found.contacts),
        "path": presentation.path_to(Link(_("Who taught whom"), "", current=True)),
    }
    return render(request, "learning/trainers/cascade.html", context)


@guard(P.DELIVERY_PLAN)
@require_safe
def recall(request: ViewerRequest, course: str) -> HttpResponse:
    """Deliveries that taught a module before it was corrected."""
    version = courses.version(request.viewer, course)
    modules = [(line.key, title_of(line.module.wordings, spoken()).heading) for line in courses.module_lines(version)]
    form = RecallForm(request.GET if "module" in request.GET else None, modules=modules)
    found = None
    if form.is_bound and form.is_valid():
        found = queries.recalls(request.viewer, course, form.cleaned_data["number"], form.cleaned_data["module"])
    context = {
        "title": presentation.course_titles(request.viewer).get(course, course),
        "form": form,
        "found": [(each, days(each.delivery), url_of(each.delivery)) for each in found or ()],
        "asked": found is not None,
        "people": sum(each.people for each in found or ()),
        "path": presentation.path_to(Link(_("Whom to call back"), "", current=True)),
    }
    return render(request, "learning/trainers/recall.html", context)
