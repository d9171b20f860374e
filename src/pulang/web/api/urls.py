"""The address tree of programs. It is loaded with the first call, and nothing of a page's session stands before it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from pulang.foundation.api import schema
from pulang.foundation.api.calling import AccessToken
from pulang.foundation.api.service import Api
from pulang.foundation.policy.guard import open_to_all
from pulang.web.api.calling import authenticate, gate
from pulang.web.api.groups import groups

api = Api(
    groups(settings.PULANG_PLANE),
    AccessToken(authenticate, gate),
    title=f"Pulang, {settings.PULANG_PLANE}",
    version="1",
)


def document() -> dict[str, Any]:
    """The schema in the language of the request."""
    made = schema.document(api)
    made["info"]["description"] = _("What a person may do on the pages of this plane, a program may do with a token.")
    return made


@open_to_all("it says how to ask, and nothing of what this installation holds")
@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """The schema, OpenAPI 3.1."""
    return JsonResponse(document())


urlpatterns = [path("api/v1/openapi.json", openapi, name="openapi"), path("api/v1/", api.urls)]
