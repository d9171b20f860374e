"""A server that a class can reach: from other machines than its own nothing but joining, answering and the sign-in."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

OWN = frozenset({"127.0.0.1", "::1"})
FOR_THE_CLASS = ("/room/", "/static/", "/language/", "/account/login/")


class only_for_the_class:
    """``PULANG_CLASSROOM`` is the address at which the class finds this machine; without it everything is as always."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.PULANG_CLASSROOM:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.own = OWN | {settings.PULANG_CLASSROOM}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from_here = request.META.get("REMOTE_ADDR", "") in self.own
        if from_here or request.path.startswith(FOR_THE_CLASS):
            return self.get_response(request)
        return HttpResponse("404", status=404, content_type="text/plain")
