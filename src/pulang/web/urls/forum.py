"""Addresses of the forum plane."""

from django.urls import include, path

from pulang.web.urls import common

urlpatterns = [*common.urlpatterns, path("cve-p/", include("pulang.forum.engagements.urls"))]
globals().update(common.HANDLERS)
