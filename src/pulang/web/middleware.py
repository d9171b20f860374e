"""What every request passes: language and viewer."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.views.signing.again import go, way_back
from pulang.foundation.policy.viewer import Viewer
from pulang.web.band import introduce
from pulang.web.navigation import navigation_for

Next = Callable[[HttpRequest], HttpResponse]


def language(get_response: Next) -> Next:
    """The language of the cookie, else of the browser; the page's address does not change with it."""
    known = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in known else translation.get_language_from_request(request)
        with translation.override(code if code in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or "en"
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            response.headers["Vary"] = "Cookie, Accept-Language, HX-Request"
            return response

    return middleware


class viewer:
    """Who is asking, and what their navigation shows. Whoever is not signed in is asked to, but for open pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = viewer_for(request.user) if request.user.is_authenticated else Viewer()  # type: ignore[attr-defined]
        request.navigation = navigation_for(request)  # type: ignore[attr-defined]
        introduce(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated or getattr(view, "open_to_all", False):
            return None
        return go(request, redirect_to_login(way_back(request)).url)
