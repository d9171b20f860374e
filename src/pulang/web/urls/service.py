"""Addresses of the service plane."""

from django.urls import include, path

from pulang.web.urls import common

urlpatterns = [*common.urlpatterns, path("facilities/", include("pulang.common.facilities.urls"))]
globals().update(common.HANDLERS)
