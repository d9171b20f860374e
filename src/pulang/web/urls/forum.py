"""Addresses of the forum plane."""

from django.urls import include, path

from pulang.web.urls import common

urlpatterns = [
    *common.urlpatterns,
    path("working-group/", include("pulang.forum.bodies.urls")),
    path("cve-p/", include("pulang.forum.engagements.urls")),
    path("reach/", include("pulang.forum.reach.urls")),
]
globals().update(common.HANDLERS)
