"""What every page is given beside its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi


def ui(request: HttpRequest) -> dict[str, Any]:
    """Plane, languages and navigation for ``ui/base.html``.

    Earlier layers set ``request.navigation``, ``request.account_links``, ``request.footer_links``
    (lists of ``parts.Link``), ``request.news`` (one of them), ``request.panel`` and
    ``request.offers`` (each with a ``template``), ``request.person`` and ``request.role_line``
    (text); each may be absent.
    """
    return {
        "plane": settings.PULANG_PLANE,
        "demonstration": settings.PULANG_DEMONSTRATION,
        "languages": languages(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "navigation": getattr(request, "navigation", []),
        "account_links": getattr(request, "account_links", []),
        "footer_links": getattr(request, "footer_links", []),
        "news": getattr(request, "news", None),
        "person": _person(request),
        "offers": getattr(request, "offers", None),
        "panel": getattr(request, "panel", None),
        "role_line": getattr(request, "role_line", ""),
    }


def languages() -> list[dict[str, Any]]:
    """The installation's languages, each under its own name, with the one in use marked."""
    current = get_language()
    return [{"code": code, "name": name, "current": code == current} for code, name in settings.LANGUAGES]


def _person(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    return str(getattr(request, "person", "") or user)
