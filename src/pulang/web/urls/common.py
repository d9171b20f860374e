"""Addresses that both planes have."""

from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pulang.foundation.policy.guard import open_to_all
from pulang.foundation.ui.views import design
from pulang.web import views
from pulang.web.today.views import today

Patterns = list[URLPattern | URLResolver]

urlpatterns: Patterns = [
    path("", today, name="today"),
    path("health", views.health, name="health"),
    path("language/", views.language, name="language"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("account/", include("pulang.web.urls.signing")),
    path("directory/", include("pulang.common.accounts.urls")),
    path("api/v1/", include("pulang.web.urls.programs")),
    path("access/", include("pulang.common.access.urls")),
    path("audit/", include("pulang.common.audit.urls")),
    path("practices/", include("pulang.common.frameworks.urls")),
    path("courses/", include("pulang.common.learning.urls")),
    path("training/", include("pulang.common.learning.urls.deliveries")),
    path("room/", include("pulang.common.learning.urls.rooms")),
    path("marking/", include("pulang.common.marking.urls")),
    path("plans/", include("pulang.common.followup.urls")),
    path("", include("pulang.common.files.urls")),
    path("own-data/", include("pulang.common.exchange.urls")),
    path("bridge/", include("pulang.common.bridge.urls")),
    path("notices/", include("pulang.common.notices.urls")),
]
if settings.PULANG_DEMONSTRATION:
    urlpatterns.append(path("tour/", include("pulang.web.tours.urls")))
    urlpatterns.append(
        path("design/", open_to_all("the components of the demonstration hold nothing")(design), name="design")
    )

HANDLERS: dict[str, Any] = {
    "handler400": "pulang.foundation.ui.errors.bad_request",
    "handler403": "pulang.foundation.ui.errors.permission_denied",
    "handler404": "pulang.foundation.ui.errors.not_found",
    "handler429": "pulang.foundation.ui.errors.too_many_attempts",
    "handler500": "pulang.foundation.ui.errors.server_error",
}
