"""Addresses of the service plane."""

from pulang.web.urls import common

urlpatterns = [*common.urlpatterns]
globals().update(common.HANDLERS)
