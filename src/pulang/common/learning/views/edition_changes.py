"""Making an edition, and its changes in their order: looked at, moved, removed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning import queries
from pulang.common.learning.actions import editions as actions
from pulang.common.learning.forms.editions import MakeForm, PlaceForm
from pulang.common.learning.models import CourseVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.course import TITLE
from pulang.common.learning.rules.editions.operations import KIND_WORDS
from pulang.common.learning.rules.editions.state import WRITABLE, State
from pulang.common.learning.views import presentation
from pulang.common.learning.views.edition_presentation import (
    Places,
    about,
    changes_link,
    edition_url,
    operation_lines,
)
from pulang.common.learning.views.edition_rows import operation_of, taught_version, way_to, writable_version
from pulang.common.learning.views.edition_steps import steps_for
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
def edition_make(request: ViewerRequest) -> HttpResponse:
    """Which course, for whom, and under which key."""
    bases = {str(row.pk): row for row in queries.versions(request.viewer).filter(released_at__isnull=False)}
    hosts = {str(row.pk): row for row in editions.hosts(request.viewer)}
    form = MakeForm(
        submitted(request),
        bases=[(key, _base_words(row)) for key, row in bases.items()],
        hosts=[(key, row.name) for key, row in hosts.items()],
        initial={"base": request.GET.get("base", "")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        base, organisation = bases[data["base"]], hosts[data["organisation"]]
        try:
            row = actions.make_edition(by=request.viewer, base=base, organisation=organisation, key=data["key"])
        except Refused as refused:
            form.add_error("key", str(refused.reason))
        else:
            messages.success(request, _("The edition is a draft now. Add what is to be changed."))
            return redirect(edition_url(row, "changes"))
    way = [Link(_("Courses"), reverse("learning:list")), Link(_("Editions"), reverse("learning:editions"))]
    return render(request, "learning/editions/make.html", {"form": form, "path": way, "bases": bases})


def _base_words(row: CourseVersion) -> str:
    title = queries.course_of(row).wordings[0].sections[TITLE].heading
    return f"{title} {row.number}"


@guard(P.EDITION_READ)
@require_safe
def edition_changes(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """The changes of a version in their order, with its state and the steps that are open."""
    row = taught_version(request, edition, number)
    state, rows = editions.edition_state_of(row), editions.operations(row)
    context = {
        **about(request.viewer, row, state),
        "lines": operation_lines(row, rows),
        "steps": [(step, edition_url(row, "step", step=step.slug))
                  for step in steps_for(request.viewer, row, state.state)],
        "writable": state.state in WRITABLE and allows(request.viewer, P.EDITION_WRITE, row),
        "newer": editions.newer_bases(request.viewer, row) if state.state in WRITABLE - {State.CONFLICTS} else [],
        "conflicts_url": edition_url(row, "conflicts") if row.rebased_from_id else "",
        "path": way_to(row, changes_link(row, current=True)),
        "master_url": presentation.version_url(row.base),
    }  # fmt: skip
    return render(request, "learning/editions/changes.html", context)


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
def change_remove(request: ViewerRequest, edition: str, number: int, operation: UUID) -> HttpResponse:
    """Take a change out, after asking."""
    row = writable_version(request, edition, number)
    found = operation_of(row, operation)
    if request.method == "POST":
        actions.remove_operation(by=request.viewer, operation=found)
        messages.success(request, _("The change was removed."))
        return redirect(edition_url(row, "changes"))
    context = {
        "where": Places(row).of(found), "kind": KIND_WORDS[found.kind], "back": edition_url(row, "changes"),
        "path": way_to(row, changes_link(row), Link(_("Remove the change"), "")),
    }  # fmt: skip
    return render(request, "learning/editions/remove.html", context)


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
def change_move(request: ViewerRequest, edition: str, number: int, operation: UUID) -> HttpResponse:
    """Put a change at another place in the order."""
    row = writable_version(request, edition, number)
    found = operation_of(row, operation)
    rows = [one.pk for one in editions.operations(row)]
    form = PlaceForm(submitted(request), initial={"place": rows.index(found.pk) + 1})
    if request.method == "POST" and form.is_valid():
        actions.move_operation(by=request.viewer, operation=found, place=form.cleaned_data["place"])
        messages.success(request, _("The change stands at its new place."))
        return redirect(edition_url(row, "changes"))
    context = {
        "form": form, "where": Places(row).of(found), "kind": KIND_WORDS[found.kind], "number": len(rows),
        "back": edition_url(row, "changes"), "path": way_to(row, changes_link(row), Link(_("Place in the order"), "")),
    }  # fmt: skip
    return render(request, "learning/editions/move.html", context)
