"""Drafting a request: one question after the other, left and resumed at will, checked before it goes."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.frameworks.queries import chosen_provisions, provision_choices
from pulang.forum.engagements import actions, queries, rules
from pulang.forum.engagements.actions import RequestText
from pulang.forum.engagements.forms import AboutForm, ChangeAboutForm, NeedForm, ProvisionsForm, TranslationForm
from pulang.forum.engagements.models import REQUEST_TEXTS, EngagementRequest
from pulang.forum.engagements.permissions import EngagementsPermission as P
from pulang.forum.engagements.views import presentation
from pulang.forum.engagements.views.reading import readable
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.submitted import submitted


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
def request_new(request: ViewerRequest) -> HttpResponse:
    """Begin: host, language, title. From then on the draft is kept."""
    form = AboutForm(submitted(request), hosts=_hosts(request), initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        text = RequestText(
            title=form.cleaned_data["title"],
            language=form.cleaned_data["language"],
            problem="",
            help_wanted="",
            tried="",
        )
        host = queries.hosts(request.viewer).get(pk=form.cleaned_data["host"])
        row = actions.draft(by=request.viewer, host=host, text=text)
        messages.success(request, _("The draft is kept. You can leave at any time and come back to it."))
        return redirect("engagements:need", pk=row.pk)
    return render(request, "engagements/question.html", {"form": form, "step": "about"})


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def request_about(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Change host, language or title."""
    row = _open_draft(request, pk)
    initial = {"host": str(row.host_id), "language": row.language, "title": row.title}
    form = ChangeAboutForm(submitted(request), hosts=_hosts(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        host = queries.hosts(request.viewer).get(pk=form.cleaned_data["host"])
        _save(request, row, {"title": form.cleaned_data["title"], "language": form.cleaned_data["language"]}, host.pk)
        return redirect("engagements:check", pk=pk)
    return render(request, "engagements/question.html", {"form": form, "step": "about", "row": row})


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def request_need(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The problem, the help that is wanted, what has been tried."""
    row = _open_draft(request, pk)
    form = NeedForm(submitted(request), initial={name: getattr(row, name) for name in REQUEST_TEXTS})
    if request.method == "POST" and form.is_valid():
        _save(request, row, dict(form.cleaned_data))
        return redirect("engagements:provisions" if not row.links.exists() else "engagements:check", pk=pk)
    return render(request, "engagements/question.html", {"form": form, "step": "need", "row": row})


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def request_provisions(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Which good practices the request is about."""
    row = _open_draft(request, pk)
    initial = {"provisions": [str(key) for key in row.links.values_list("provision_id", flat=True)]}
    form = ProvisionsForm(submitted(request), provisions=provision_choices(get_language() or "en"), initial=initial)
    if request.method == "POST" and form.is_valid():
        _save(request, row, {}, provision_ids=form.provision_ids())
        return redirect("engagements:check", pk=pk)
    return render(request, "engagements/question.html", {"form": form, "step": "provisions", "row": row})


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
def request_check(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Everything once more before it goes to the policy focal point."""
    row = _open_draft(request, pk)
    if request.method == "POST":
        actions.submit(by=request.viewer, request=row)
        messages.success(request, _("The request is with the policy focal point."))
        return redirect("engagements:detail", pk=pk)
    return render(request, "engagements/check.html", presentation.check_page(row, get_language() or "en"))


@guard(P.REQUEST_DRAFT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def request_translate(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """The request's text in another language."""
    row = _drafter(request, pk)
    form = TranslationForm(submitted(request), original=row)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        actions.translate(by=request.viewer, request=row, language=language, texts=form.texts())
        messages.success(request, _("The translation is saved."))
        return redirect("engagements:detail", pk=pk)
    return render(request, "engagements/translate.html", {"form": form, "row": row})


def _hosts(request: ViewerRequest) -> list[tuple[str, str]]:
    return [(str(host.pk), f"{host.name} · {host.get_kind_display()}") for host in queries.hosts(request.viewer)]


def _drafter(request: ViewerRequest, pk: UUID) -> EngagementRequest:
    row = readable(request, pk)
    if not allows(request.viewer, P.REQUEST_DRAFT, row):
        raise Http404
    return row


def _open_draft(request: ViewerRequest, pk: UUID) -> EngagementRequest:
    row = _drafter(request, pk)
    state = queries.state_of(row)
    if state.state not in rules.OPEN_TO_THE_REQUESTER:
        raise actions.WrongState(state)
    return row


def _save(
    request: ViewerRequest,
    row: EngagementRequest,
    changes: dict[str, str],
    host_id: UUID | None = None,
    provision_ids: list[UUID] | None = None,
) -> None:
    host = queries.hosts(request.viewer).get(pk=host_id or row.host_id)
    values = {name: getattr(row, name) for name in (*REQUEST_TEXTS, "language")} | changes
    keys = provision_ids if provision_ids is not None else list(row.links.values_list("provision_id", flat=True))
    actions.change(
        by=request.viewer, request=row, host=host, text=RequestText(**values), provisions=chosen_provisions(keys)
    )
