"""Addresses of the service plane."""

from django.urls import include, path

from pulang.web.urls import common

urlpatterns = [
    *common.urlpatterns,
    path("facilities/", include("pulang.common.facilities.urls")),
    path("coverage/", include("pulang.common.coverage.urls")),
    path("releases/", include("pulang.service.releases.urls")),
]
globals().update(common.HANDLERS)
