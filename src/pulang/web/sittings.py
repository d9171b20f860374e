"""Middleware of signed-in sessions: how long they may rest, what a late form keeps, and the second factor."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.common.accounts.actions.drafts import forget_draft, give_draft
from pulang.common.accounts.actions.signing import signed_out
from pulang.common.accounts.models import User
from pulang.common.accounts.queries.signing import second_factors
from pulang.common.accounts.views.signing.again import go, keep_for, way_back
from pulang.kernel import clock

Next = Callable[[HttpRequest], HttpResponse]
View = Callable[..., object]
SEEN, BEGAN, FACTOR = "seen", "began", "second_factor"
MINUTE = 60
LONGEST = 12 * 60 * MINUTE


class idle:
    """A session that rests longer than the plane allows ends, and every session after twelve hours.

    What was typed by then is kept for its holder.

    The clock is written at most once a minute, so that reading stays reading.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.left, request.lasted = None, False  # type: ignore[attr-defined]
        if isinstance(user := request.user, User):
            if _rested_too_long(request) or _lasts_too_long(request):
                request.left, request.lasted = user, not _rested_too_long(request)  # type: ignore[attr-defined]
                signed_out(user=user, idle=True)
                get_adapter(request).forget(request)
            else:
                _note(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> HttpResponseBase | None:
        """After the check against forged forms: keep what came too late, or give back what was kept."""
        left: User | None = request.left  # type: ignore[attr-defined]
        if left is None:
            _give_back(request)
            return None
        if getattr(view, "open_to_all", False):
            return None
        kept = request.method == "POST" and keep_for(request, left)
        messages.warning(request, _ended(request, kept=kept))
        return go(request, redirect_to_login(way_back(request)).url)


def _now() -> int:
    return int(clock.now().timestamp())


def _rested_too_long(request: HttpRequest) -> bool:
    seen = request.session.get(SEEN)
    return seen is not None and _now() - seen > settings.PULANG_IDLE.total_seconds()


def _lasts_too_long(request: HttpRequest) -> bool:
    """Also whoever works without a pause proves twice a day who they are."""
    began: int = request.session.get(BEGAN, _now())
    return _now() - began > LONGEST


def _note(request: HttpRequest) -> None:
    now = _now()
    if BEGAN not in request.session:
        request.session[BEGAN] = now
    if now - request.session.get(SEEN, 0) >= MINUTE:
        request.session[SEEN] = now
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=clock.now())


def _ended(request: HttpRequest, *, kept: bool) -> str:
    minutes = int(settings.PULANG_IDLE.total_seconds() // MINUTE)
    text = _("You were away for more than {minutes} minutes, so your session ended.").format(minutes=minutes)
    if request.lasted:  # type: ignore[attr-defined]
        text = _("You signed in twelve hours ago, so your session ended.")
    if kept:
        return f"{text} " + _("What you typed is kept. Sign in again as the same person, and it comes back.")
    return f"{text} " + _("Nothing was sent or changed. Sign in again to go on.")


def _give_back(request: HttpRequest) -> None:
    """A kept draft goes to the same person at the same address only; once it is sent it is forgotten."""
    if not request.session.get("drafts") or not isinstance(user := request.user, User):
        return
    address = request.get_full_path()
    if request.method == "POST":
        forget_draft(user_id=user.pk, address=address)
    elif request.method == "GET" and (draft := give_draft(user_id=user.pk, address=address)) is not None:
        request.kept_draft = draft  # type: ignore[attr-defined]
        messages.warning(request, _("Your session ended. What you typed is kept; check it and send it again."))


class second_factor:
    """Outside the demonstration nobody works without a second factor: whoever has none can set one up, and no more."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> HttpResponseBase | None:
        if settings.PULANG_DEMONSTRATION or request.session.get(FACTOR):
            return None
        user = request.user
        if not isinstance(user, User):
            return None
        if second_factors(user).usable:
            request.session[FACTOR] = True
            return None
        if not _usable_without(view):
            return go(request, reverse("signing:factor"))
        request.navigation, request.account_links = [], []  # type: ignore[attr-defined]
        return None


def _usable_without(view: View) -> bool:
    return bool(getattr(view, "open_to_all", False) or getattr(view, "before_second_factor", False))
