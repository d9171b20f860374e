"""Addresses of the audit."""

from django.urls import path

from pulang.common.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("anchor/", views.anchor, name="anchor"),
    path("check/", views.check, name="check"),
]
