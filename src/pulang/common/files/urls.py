"""Addresses of files, documents and downloads."""

from django.urls import URLPattern, path

from pulang.common.files.views import downloads

app_name = "files"
urlpatterns: list[URLPattern] = [
    path("download/<slug:offer>.<slug:way>", downloads.download, name="download"),
]
