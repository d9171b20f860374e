"""My access tokens: which programs act as me, since when, until when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.accounts.actions.tokens import make_token, revoke_token
from pulang.common.accounts.forms.tokens import TokenForm
from pulang.common.accounts.models import AccessToken, TokenScope
from pulang.common.accounts.queries.tokens import tokens_of
from pulang.common.accounts.views.signing.factors import me
from pulang.foundation.policy.guard import ViewerRequest, dangerous, signed_in
from pulang.foundation.policy.rules import Refused
from pulang.foundation.ui.parts import Link, State
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock

LIVE = State(gettext_lazy("counts"), "done")
ENDED = State(gettext_lazy("ended"), "neutral")
REVOKED = State(gettext_lazy("revoked"), "neutral")


@dataclass(frozen=True)
class Line:
    """A token in the list."""

    token: AccessToken
    state: State

    @property
    def is_live(self) -> bool:
        return self.state is LIVE


@signed_in
@require_safe
def tokens(request: ViewerRequest) -> HttpResponse:
    """Every token that I made, the latest first."""
    now = clock.now()
    lines = [Line(token, _state(token, now)) for token in tokens_of(me(request))]
    return render(request, "accounts/signing/tokens.html", {"lines": lines, "path": _path()})


@signed_in
@require_http_methods(["GET", "POST"])
@dangerous
def token_new(request: ViewerRequest) -> HttpResponse:
    """Make one. It is the answer to the request and kept nowhere, so it can be seen this once only."""
    form = TokenForm(submitted(request))
    context: dict[str, object] = {"form": form, "path": _path(_("Make a token"))}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            token = make_token(user=me(request), name=data["name"], scope=TokenScope(data["scope"]), days=data["days"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            return render(
                request, "accounts/signing/token_made.html", {**context, "token": token, "name": data["name"]}
            )
    return render(request, "accounts/signing/token_new.html", context)


@signed_in
@require_POST
def token_revoke(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """End one of my own."""
    token = next((row for row in tokens_of(me(request)) if row.pk == pk), None)
    if token is None:
        raise Http404
    revoke_token(user=me(request), token=token)
    messages.success(request, _("The token is revoked. No program gets in with it any more."))
    return redirect("signing:tokens")


def _path(here: str = "") -> list[Link]:
    """The way from my account; the page itself is last."""
    mine = Link(_("Access tokens for programs"), reverse("signing:tokens"))
    return [Link(_("My account"), reverse("signing:account")), mine, *([Link(here, "")] if here else [])]


def _state(token: AccessToken, now: datetime) -> State:
    if token.revoked_at is not None:
        return REVOKED
    return LIVE if token.expires_at > now else ENDED
