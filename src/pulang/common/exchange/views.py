"""Pages on which an organisation takes its own data along, and has them erased."""

import tempfile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.accounts.models import Organisation
from pulang.common.exchange import actions, queries
from pulang.common.exchange.forms import ConfirmForm, EraseForm
from pulang.common.exchange.models import Erasure
from pulang.common.exchange.permissions import ExchangePermission as P
from pulang.common.exchange.queries.owned import ORDERS
from pulang.common.exchange.rules import ErasureState
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard, proof_asked
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link, State
from pulang.foundation.ui.submitted import submitted


@guard(P.HOLDINGS_VIEW)
@require_safe
def own(request: ViewerRequest) -> HttpResponse:
    """Straight to the organisation for which the viewer answers."""
    organisation = queries.home(request.viewer)
    if organisation is None:
        raise Http404
    return redirect("exchange:holdings", key=organisation.key)


@guard(P.HOLDINGS_VIEW)
@require_safe
def holdings(request: ViewerRequest, key: str) -> HttpResponse:
    """What the organisation and all below it have here."""
    organisation = _organisation(request, key)
    context = {
        "organisation": organisation,
        "lines": queries.lines(organisation),
        "open": queries.open_erasure(organisation),
        "path": [Link(_("Own data"), "")],
    }
    return render(request, "exchange/holdings.html", context)


@guard(P.HOLDINGS_VIEW)
@require_POST
@dangerous  # type: ignore[arg-type]
def copy(request: ViewerRequest, key: str) -> FileResponse:
    """The full copy, as a zip."""
    organisation = _organisation(request, key)
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    actions.take_copy(by=request.viewer, organisation=organisation, target=target)
    target.seek(0)
    answer = FileResponse(target, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"pulang-{key}.zip") or "attachment"
    return answer


@guard(P.ERASURE_ASK)
@require_http_methods(["GET", "POST"])
@dangerous
def erase(request: ViewerRequest, key: str) -> HttpResponse:
    """Ask that all of it is erased."""
    organisation = _organisation(request, key)
    waiting = queries.open_erasure(organisation)
    if waiting is not None:
        return redirect("exchange:erasure", pk=waiting.pk)
    form = EraseForm(submitted(request), name=organisation.name)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        row = actions.ask_erasure(by=request.viewer, organisation=organisation, reason=reason)
        messages.success(request, _("It is asked for. It can be withdrawn until it is carried out."))
        return redirect("exchange:erasure", pk=row.pk)
    back = reverse("exchange:holdings", args=[key])
    path = [Link(_("Own data"), back), Link(_("Erase everything"), "")]
    context = {"form": form, "organisation": organisation, "back": back, "path": path}
    return render(request, "exchange/erase.html", context)


@guard(P.ERASURE_ASK, P.ERASURE_CARRY_OUT)
@require_safe
def erasures(request: ViewerRequest) -> HttpResponse:
    """All requests to erase that concern the viewer."""
    page = listed(request, queries.erasures(request.viewer), ORDERS)
    lines = [(row, _tag(row)) for row in page.items]
    return render(request, "exchange/erasures.html", {"page": page, "lines": lines})


@guard(P.ERASURE_ASK, P.ERASURE_CARRY_OUT)
@require_http_methods(["GET", "POST"])
def erasure(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """One request: who asked, from when on, and carrying it out."""
    row = _erasure(request, pk)
    may_carry_out = allows(request.viewer, P.ERASURE_CARRY_OUT, row)
    if request.method == "POST" and not may_carry_out:
        raise Http404
    if request.method == "POST" and (question := proof_asked(request)) is not None:
        return question
    form = ConfirmForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.carry_out_erasure(by=request.viewer, erasure=row)
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("It is erased."))
            return redirect("exchange:erasure", pk=pk)
    return render(request, "exchange/erasure.html", {"form": form, **_shown(request, row, may_carry_out)})


@guard(P.ERASURE_ASK, P.ERASURE_CARRY_OUT)
@require_POST
def erasure_withdraw(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Stop it."""
    row = _erasure(request, pk)
    try:
        actions.withdraw_erasure(by=request.viewer, erasure=row)
    except Refused as refused:
        messages.error(request, str(refused.reason))
    else:
        messages.success(request, _("It is withdrawn. Nothing was erased."))
    return redirect("exchange:erasure", pk=pk)


def _organisation(request: ViewerRequest, key: str) -> Organisation:
    row = queries.organisations(request.viewer).filter(key=key).first()
    if row is None:
        raise Http404
    return row


def _erasure(request: ViewerRequest, pk: UUID) -> Erasure:
    row = queries.erasures(request.viewer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _shown(request: ViewerRequest, row: Erasure, may_carry_out: bool) -> dict[str, Any]:
    state = queries.state_of(row)
    return {
        "row": row,
        "reason": row.reason.open(row),
        "tag": _tag(row),
        "is_open": state in (ErasureState.WAITING, ErasureState.READY),
        "may_carry_out": may_carry_out and state is ErasureState.READY,
        "path": [Link(_("Requests to erase"), reverse("exchange:erasures")), Link(row.organisation.name, "")],
    }


def _tag(row: Erasure) -> State:
    return {
        ErasureState.WAITING: State(_("waiting"), "neutral"),
        ErasureState.READY: State(_("can be carried out"), "attention"),
        ErasureState.DONE: State(_("carried out"), "done"),
        ErasureState.WITHDRAWN: State(_("withdrawn"), "neutral"),
    }[queries.state_of(row)]
