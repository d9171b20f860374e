"""Pages that belong to the installation as a whole."""

from django.conf import settings
from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate
from django.views.decorators.http import require_GET, require_POST

from pulang.foundation.policy.guard import open_to_all, signed_in


@open_to_all("whoever watches the server must be able to ask")
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready", "plane": settings.PULANG_PLANE})


@open_to_all("the sign-in page speaks four languages")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and come back to the same page."""
    code = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if code in dict(settings.LANGUAGES):
        activate(code)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 86400,
            samesite="Lax",
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; on a shared machine nothing of it stays."""
    logout(request)
    return HttpResponseRedirect("/")
