"""Addresses of the pages that explain the API; the API itself has a tree of its own (``web/api/urls.py``)."""

from django.urls import path

from pulang.web.api import pages

app_name = "programs"
urlpatterns = [
    path("", pages.index, name="index"),
    path("docs/errors/", pages.errors, name="errors"),
    path("docs/<slug:slug>/", pages.group, name="group"),
]
