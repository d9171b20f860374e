"""Addresses of the library."""

from django.urls import path

from pulang.common.frameworks import views

app_name = "frameworks"
urlpatterns = [
    path("", views.library, name="library"),
    path("<slug:document>/", views.document, name="document"),
    path("<slug:document>/<slug:provision>/", views.provision, name="provision"),
]
