"""Addresses of the library. Keys have no underscore and no dot, so these words can stand beside them."""

from django.urls import path

from pulang.common.frameworks.views import keeping, reading

app_name = "frameworks"
urlpatterns = [
    path("", reading.library, name="library"),
    path("frameworks.yaml", keeping.as_file, name="file"),
    path("<slug:document>/", reading.document, name="document"),
    path("<slug:document>/_correct/", keeping.correct_document, name="correct-document"),
    path("<slug:document>/<slug:provision>/", reading.provision, name="provision"),
    path("<slug:document>/<slug:provision>/_correct/", keeping.correct_provision, name="correct-provision"),
]
