"""Which tour somebody is on, kept in a cookie, and the panel that stands on every page meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from pulang.common.accounts.models import User
from pulang.web.tours import forum, service
from pulang.web.tours.tour import Stop, Tour

TOURS = {"forum": forum.TOURS, "service": service.TOURS}
BACKEND = "pulang.common.accounts.adapters.SignInNameBackend"
AN_HOUR = 60 * 60
Next = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Panel:
    """What stands below the page: which stop of how many, what to look at, and what it shows."""

    tour: Tour
    number: int
    template: str = "tours/panel.html"

    @property
    def stop(self) -> Stop:
        return self.tour.stops[self.number - 1]

    @property
    def total(self) -> int:
        return len(self.tour.stops)

    @property
    def is_last(self) -> bool:
        return self.number == self.total


def tours() -> tuple[Tour, ...]:
    """The tours of this plane; none outside a demonstration."""
    return TOURS[settings.PULANG_PLANE] if settings.PULANG_DEMONSTRATION else ()


@dataclass(frozen=True)
class Offers:
    """What stands on the sign-in page."""

    tours: tuple[Tour, ...]
    template: str = "tours/offers.html"


def middleware(get_response: Next) -> Next:
    """Put the panel on the pages of whoever is on a tour, and the offers on the sign-in page."""

    def on_tour(request: HttpRequest) -> HttpResponse:
        if found := tours():
            request.panel, request.offers = panel(request), Offers(found)  # type: ignore[attr-defined]
        return get_response(request)

    return on_tour


def panel(request: HttpRequest) -> Panel | None:
    """Where somebody stands, by the cookie; None for nobody and nonsense."""
    slug, _dot, number = request.COOKIES.get(cookie(), "").partition(".")
    tour = next((each for each in tours() if each.slug == slug), None)
    if tour is None or not number.isdecimal() or not 1 <= int(number) <= len(tour.stops):
        return None
    return Panel(tour, int(number))


def move(response: HttpResponse, tour: Tour | None, number: int = 1) -> HttpResponse:
    """Remember where somebody stands now, for an hour; None ends the tour."""
    if tour is None:
        response.delete_cookie(cookie())
    else:
        response.set_cookie(
            cookie(),
            f"{tour.slug}.{number}",
            max_age=AN_HOUR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def become(request: HttpRequest, name: str) -> None:
    """Sign in as an account of the demonstration, as its password would; nothing where one is that already."""
    adapter = get_adapter(request)
    if isinstance(request.user, User):
        if request.user.sign_in_name == name:
            return
        adapter.logout(request)
    user = User.objects.get(sign_in_name=name)
    user.backend = BACKEND
    adapter.login(request, user)


def cookie() -> str:
    """Two planes of one host share a cookie jar."""
    return f"pulang_{settings.PULANG_PLANE}_tour"
