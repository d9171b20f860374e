"""The key of this installation, and the installations that are trusted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.accounts.models import Organisation
from pulang.common.bridge import actions, queries
from pulang.common.bridge.forms import TrustForm
from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.permissions import BridgePermission as P
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard, open_to_all
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.forms import ReasonForm
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link, State
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.signedfiles import fingerprint


@open_to_all("a public key is made to be known, and others compare it before they trust it")
@require_safe
def own_key(request: HttpRequest) -> HttpResponse:
    """The public key with its fingerprint, to be compared and printed."""
    return render(request, "bridge/key.html", {"key": queries.own_key(), "groups": queries.own_fingerprint().split()})


@open_to_all("a public key is made to be known")
@require_safe
def key_file(request: HttpRequest) -> HttpResponse:
    """The public key as a file of one line."""
    return attachment(f"{queries.own_key()}\n".encode(), name="pulang-public-key.txt", content_type="text/plain")


@guard(P.INSTALLATION_TRUST)
@require_safe
def installations(request: ViewerRequest) -> HttpResponse:
    """Every installation whose files are or were taken here."""
    page = listed(request, queries.installations(request.viewer), queries.ORDERS)
    lines = [(row, fingerprint(row.key), _tag(row)) for row in page.items]
    return render(request, "bridge/installations.html", {"page": page, "lines": lines})


@guard(P.INSTALLATION_TRUST)
@require_http_methods(["GET", "POST"])
@dangerous
def add(request: ViewerRequest) -> HttpResponse:
    """Trust an installation after its fingerprint was compared."""
    countries = Organisation.objects.filter(kind="country", closed_on__isnull=True).order_by("sort_key")
    form = TrustForm(submitted(request), countries=[(row.key, row.name) for row in countries])
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        country = next((row for row in countries if row.key == asked["country"]), None)
        try:
            actions.trust(
                by=request.viewer, name=asked["name"], key=asked["key"], compared=asked["compared"], country=country
            )
        except Refused as refused:
            form.add_error("compared", str(refused.reason))
        else:
            messages.success(request, _("Files that this installation signs are taken from now on."))
            return redirect("bridge:installations")
    return render(request, "bridge/add.html", {"form": form, "path": _path(_("Trust an installation"))})


@guard(P.INSTALLATION_TRUST)
@require_http_methods(["GET", "POST"])
@dangerous
def revoke(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Trust it no longer."""
    row = queries.installation(request.viewer, pk)
    form = ReasonForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_trust(by=request.viewer, row=row, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("Its files are not taken any more. What was taken before stays."))
            return redirect("bridge:installations")
    return render(request, "bridge/revoke.html", {"form": form, "row": row, "path": _path(row.name)})


def _path(title: str) -> list[Link]:
    return [Link(_("Trusted installations"), reverse("bridge:installations")), Link(title, "", current=True)]


def _tag(row: TrustedInstallation) -> State:
    return State(_("trusted"), "done") if row.revoked_at is None else State(_("revoked"), "breach")
