"""One change: one question after the other, the master's text beside the box."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.frameworks.queries import chosen_provisions, provision_choices
from pulang.common.learning.actions import editions as actions
from pulang.common.learning.actions.editions import Draft
from pulang.common.learning.forms.changes import ChangeForm
from pulang.common.learning.forms.editions import WhereForm, WhichForm
from pulang.common.learning.models import EditionOperation, EditionVersion
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.editions.operations import KIND_HINTS, KIND_WORDS, Kind, What, parted
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.rules.speaking import Said
from pulang.common.learning.views import edition_choices as choices
from pulang.common.learning.views import presentation
from pulang.common.learning.views.edition_presentation import Places, changes_link, edition_url
from pulang.common.learning.views.edition_rows import operation_of, way_to, writable_version
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.submitted import submitted


@dataclass(frozen=True)
class _Asked:
    """What is to be changed: the answers to the first two questions."""

    kind: str
    place: str
    name: str = ""
    what: str = ""
    language: str = ""


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
def change_add(request: ViewerRequest, edition: str, number: int) -> HttpResponse:
    """Add a change: where and what to do, with which text, what it is to say. Answers stand in the address."""
    row = writable_version(request, edition, number)
    targets, language = Targets(editions.applied(row).course), presentation.spoken()
    where = WhereForm(request.GET if "kind" in request.GET else None, places=choices.places(targets.course, language))
    if not where.is_valid():
        return _question(request, row, where, _("What is to be changed?"))
    kind, place = where.cleaned_data["kind"], _place(where.cleaned_data)
    found = choices.targets(targets, kind, place, language)
    if not found and kind != Kind.RE_ORDER:
        where.add_error("kind", _("There is nothing here to which this can be done. Choose another place."))
        return _question(request, row, where, _("What is to be changed?"))
    if not found:
        return _ask(request, row, targets, _Asked(kind, place))
    languages = choices.languages(kind, targets.course.source)
    which = WhichForm(request.GET if "text" in request.GET else None, targets=found, languages=languages)
    if not which.is_valid():
        hidden = {"kind": kind, "at": place or choices.COURSE}
        return _question(request, row, which, _("With which text?"), KIND_HINTS[kind], hidden)
    return _ask(request, row, targets, _chosen(kind, which.cleaned_data))


def _place(data: dict[str, Any]) -> str:
    """Where: sessions are put in another order within their module, and a word is replaced everywhere."""
    place = "" if data["at"] == choices.COURSE else str(data["at"])
    if data["kind"] == Kind.TERM:
        return ""
    return place.split("/")[0] if data["kind"] == Kind.RE_ORDER else place


def _chosen(kind: str, data: dict[str, Any]) -> _Asked:
    place, name = parted(data["text"])
    language = data.get("language", "") if name else ""
    if not name.startswith(choices.ADD):
        return _Asked(kind, place, name, "", language)
    name = name.removeprefix(choices.ADD)
    return _Asked(kind, place, "", name) if name in list(What) else _Asked(kind, place, name, What.SECTION)


def _question(
    request: ViewerRequest,
    row: EditionVersion,
    form: WhereForm | WhichForm,
    heading: str,
    hint: object = "",
    hidden: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "form": form, "heading": heading, "hint": hint, "hidden": hidden or {}, "back": edition_url(row, "changes"),
        "path": way_to(row, changes_link(row), Link(heading, "")),
        "hints": [] if hidden else [(KIND_WORDS[kind], KIND_HINTS[kind]) for kind in Kind],
    }  # fmt: skip
    return render(request, "learning/editions/question.html", context)


def _ask(
    request: ViewerRequest,
    row: EditionVersion,
    targets: Targets,
    asked: _Asked,
    operation: EditionOperation | None = None,
) -> HttpResponse:
    """What it is to say, and why."""
    form = choices.form_for(asked.kind, asked.place, asked.name, asked.what)(
        submitted(request),
        provisions=provision_choices(presentation.spoken()),
        given=choices.given(targets, asked.place, asked.name, presentation.spoken()),
        initial=_initial(targets, asked, operation),
    )
    if request.method == "POST" and form.is_valid():
        try:
            draft = _draft(targets, asked, form, operation)
            if operation is None:
                actions.add_operation(by=request.viewer, version=row, draft=draft)
            else:
                actions.change_operation(by=request.viewer, operation=operation, draft=draft)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The change is kept."))
            return redirect(edition_url(row, "changes"))
    return _box(request, row, asked, form, operation)


def _box(
    request: ViewerRequest,
    row: EditionVersion,
    asked: _Asked,
    form: ChangeForm,
    operation: EditionOperation | None,
) -> HttpResponse:
    master = Targets(editions.base_course(row.base_id))
    languages = dict.fromkeys((master.course.source, asked.language or master.course.source))
    beside = [
        presentation.passage(Said(text.heading, text.body, language))
        for language in languages
        if asked.name and (text := master.text(asked.place, asked.name, language))
    ]
    shown = EditionOperation(kind=asked.kind, place=asked.place, name=asked.name, content={})
    context = {
        "form": form,
        "row": row,
        "kind": KIND_WORDS[asked.kind],
        "hint": KIND_HINTS[asked.kind],
        "where": Places(row).of(shown),
        "beside": beside,
        "operation": operation,
        "back": edition_url(row, "changes"),
        "path": way_to(row, changes_link(row), Link(KIND_WORDS[asked.kind], "")),
    }
    return render(request, "learning/editions/change.html", context)


def _initial(targets: Targets, asked: _Asked, operation: EditionOperation | None) -> dict[str, Any]:
    """What stands in the boxes at first: what the change says already, else the text that it is about."""
    if operation is not None:
        content = operation.content
        order = {f"place-{key}": number for number, key in enumerate(content.get("order", ()), 1)}
        words = {f"word-{code}": word for code, word in content.get("words", {}).items()}
        return {**content, **order, **words, "reason": operation.reason, "provision": str(operation.provision_id or "")}
    found = targets.text(asked.place, asked.name, asked.language) if asked.name else None
    if found is None and asked.kind != Kind.TRANSLATE and asked.name:
        found = targets.text(asked.place, asked.name, targets.course.source)
    if found is None or asked.kind in (Kind.LAW_NOTE, Kind.TERM):
        return {}
    return {"heading": found.heading, "text": found.body}


def _draft(targets: Targets, asked: _Asked, form: ChangeForm, operation: EditionOperation | None) -> Draft:
    content = form.content()
    provision = next(iter(chosen_provisions([key] if (key := form.provision_id()) else [])), None)
    if asked.kind == Kind.INSERT:
        content["what"] = asked.what
        if asked.what != What.SECTION:
            kept = operation.content["key"] if operation else None
            content["key"] = kept or _key(targets, asked, content["title"])
        if asked.what == What.SESSION:
            content["provisions"] = [provision.key] if provision else []
    return Draft(
        kind=asked.kind, reason=form.cleaned_data["reason"], place=asked.place, name=asked.name,
        language=asked.language, content=content, provision=provision,
    )  # fmt: skip


def _key(targets: Targets, asked: _Asked, title: str) -> str:
    """A key of its own for what is added, made from its title where that has Latin letters."""
    taken = {name for said in targets.said(asked.place).values() for name in said.texts}
    taken |= {place.rpartition("/")[2] for place in targets.things}
    key = slugify(title)[:50].strip("-").replace("_", "-") or "own"
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


@guard(P.EDITION_WRITE)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def change_edit(request: ViewerRequest, edition: str, number: int, operation: UUID) -> HttpResponse:
    """Write a change anew."""
    row = writable_version(request, edition, number)
    found = operation_of(row, operation)
    what = found.content.get("what", "")
    asked = _Asked(found.kind, found.place, found.name, what, found.language)
    others = [one for one in editions.active(row) if one.pk != found.pk]
    return _ask(request, row, Targets(editions.applied(row, others).course), asked, found)
