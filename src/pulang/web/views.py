"""Pages that belong to the installation as a whole."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from pulang.foundation.policy.guard import before_second_factor, open_to_all, signed_in
from pulang.foundation.ui.language import remember_language


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
    return remember_language(HttpResponseRedirect(target), code)


@before_second_factor
@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; on a shared machine nothing of it stays."""
    get_adapter(request).logout(request)
    return HttpResponseRedirect("/")
