"""Taking a newer master over, and deciding what conflicts with it: three texts, three decisions."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import editions as actions
from pulang.common.learning.forms.editions import ConflictForm, TakeOverForm
from pulang.common.learning.models import EditionOperation, EditionVersion, Settlement, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.operations import KIND_WORDS, Kind
from pulang.common.learning.rules.editions.rebasing import REASON_WORDS, Conflict, Reason, conflict
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.views.edition_presentation import Places, changes_link, edition_url, person
from pulang.common.learning.views.edition_rows import operation_of, taught_version, way_to, writable_version
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted

GONE = frozenset({Reason.REMOVED, Reason.MOVED})


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
def edition_take_over(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """Put a draft over a newer release of its master; 404 where there is none."""
    row = writable_version(request, edition, number)
    bases = {str(base.pk): base for base in editions.newer_bases(request.viewer, row)}
    if not bases:
        raise Http404
    form = TakeOverForm(submitted(request), bases=[(key, base.number) for key, base in bases.items()])
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_over(by=request.viewer, version=row, base=bases[form.cleaned_data["base"]])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            open_now = row.operations.filter(standing=Standing.OPEN).exists()
            messages.success(request, _("The new release is taken over."))
            return redirect(edition_url(row, "conflicts" if open_now else "changes"))
    way = way_to(row, changes_link(row), Link(_("Take a new release over"), ""))
    context = {"form": form, "row": row, "back": edition_url(row, "changes"), "path": way}
    return render(request, "learning/editions/take_over.html", context)


@guard(P.EDITION_READ)
@require_safe
def edition_conflicts(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """What conflicts with the release that was taken over, what was decided, and what the master took up itself."""
    row = taught_version(request, edition, number)
    if row.rebased_from is None:
        raise Http404
    words, rows = Places(row), [one for one in editions.operations(row) if one.conflict or _is_taken_up(one)]
    lines: list[dict[str, Any]] = [
        {
            "row": one,
            "kind": KIND_WORDS[one.kind],
            "where": words.of(one),
            "reason": REASON_WORDS.get(one.conflict, ""),
            "decision": Settlement(one.decision).label if one.decision else "",
            "by": person(one.decided_by),
            "url": edition_url(row, "conflict", operation=one.pk),
        }
        for one in rows
    ]
    context = {
        "row": row,
        "open_now": [line for line in lines if line["row"].standing == Standing.OPEN],
        "decided": [line for line in lines if line["decision"]],
        "taken_up": [line for line in lines if _is_taken_up(line["row"])],
        "may_write": allows(request.viewer, P.EDITION_WRITE, row),
        "path": way_to(row, changes_link(row), Link(_("Conflicts with the new release"), "", current=True)),
    }
    return render(request, "learning/editions/conflicts.html", context)


def _is_taken_up(one: EditionOperation) -> bool:
    return one.standing == Standing.TAKEN_UP


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
def edition_conflict(request: ViewerRequest, edition: str, number: int, operation: UUID) -> HttpResponse:
    """One conflict: what the old master, the new master and the edition say, and the decision."""
    row = writable_version(request, edition, number)
    one = operation_of(row, operation)
    if one.standing != Standing.OPEN or row.rebased_from is None:
        raise Http404
    found = _three_texts(row, one)
    form = ConflictForm(submitted(request), decisions=_decisions(one), initial={"text": one.content.get("text", "")})
    if request.method == "POST" and form.is_valid() and _decided(request, one, form):
        messages.success(request, _("The conflict is decided."))
        return redirect(edition_url(row, "conflicts"))
    way = way_to(row, changes_link(row), Link(_("Conflicts with the new release"), edition_url(row, "conflicts")))
    context = {
        "form": form, "row": row, "found": found, "reason": REASON_WORDS[found.reason], "kind": KIND_WORDS[one.kind],
        "where": Places(row).of(one), "operation": one, "author": person(one.author),
        "back": edition_url(row, "conflicts"), "path": [*way, Link("…", "")],
    }  # fmt: skip
    return render(request, "learning/editions/conflict.html", context)


def _decided(request: ViewerRequest, one: EditionOperation, form: ConflictForm) -> bool:
    data = form.cleaned_data
    decision = Settlement(data["decision"])
    content = {**one.content, "text": data["text"]} if decision == Settlement.ANEW else None
    try:
        actions.decide_conflict(
            by=request.viewer, operation=one, decision=decision, reason=data["reason"], content=content
        )
    except Refused as refused:
        form.add_error(None, str(refused.reason))
        return False
    return True


def _three_texts(row: EditionVersion, one: EditionOperation) -> Conflict:
    assert row.rebased_from_id is not None, "asked of what was taken over"
    old, new = (Targets(editions.base_course(pk)) for pk in (row.rebased_from_id, row.base_id))
    return conflict(old, new, editions.as_operation(one), Reason(one.conflict))


def _decisions(one: EditionOperation) -> list[Settlement]:
    """What is gone from the master leaves nothing to keep a change of; a text can be written anew."""
    if one.conflict in GONE:
        return [Settlement.MASTER]
    has_text = one.kind not in (Kind.OMIT, Kind.RE_ORDER, Kind.TERM) and "text" in one.content
    return [Settlement.KEEP, Settlement.MASTER, Settlement.ANEW] if has_text else [Settlement.KEEP, Settlement.MASTER]
