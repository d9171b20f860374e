"""The pages that explain the API, made from its schema. The schema is loaded with the first of them."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pulang.foundation.api import once, problems
from pulang.foundation.policy.guard import ViewerRequest, signed_in
from pulang.foundation.ui.parts import Link


@signed_in
@require_safe
def index(request: ViewerRequest) -> HttpResponse:
    """Where to begin, what holds for every operation, and the operations by group."""
    from pulang.web.api import presentation

    context = {
        "chapters": presentation.chapters(_home(request)),
        "home": _home(request),
        "per_minute": settings.PULANG_API_PER_MINUTE,
        "hours": int(once.KEPT_FOR.total_seconds() // 3600),
    }
    return render(request, "web/api/index.html", context)


@signed_in
@require_safe
def group(request: ViewerRequest, slug: str) -> HttpResponse:
    """One group: its operations with examples, and what they send and answer."""
    from pulang.web.api import presentation

    page = presentation.page(slug, _home(request))
    if page is None:
        raise Http404
    return render(request, "web/api/group.html", {"page": page, "path": _path(page.chapter.title)})


@signed_in
@require_safe
def errors(request: ViewerRequest) -> HttpResponse:
    """Every kind of problem, at the address that names it."""
    return render(request, "web/api/errors.html", {"kinds": problems.KINDS, "path": _path(_("Errors"))})


def _home(request: ViewerRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _path(here: str) -> list[Link]:
    return [Link(_("Programs that use Pulang"), reverse("programs:index")), Link(here, "")]
