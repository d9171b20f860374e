"""Addresses of files, documents and downloads."""

from django.urls import URLPattern, path

from pulang.common.files.views import documents, downloads

app_name = "files"
urlpatterns: list[URLPattern] = [
    path("download/<slug:offer>.<slug:way>", downloads.download, name="download"),
    path("documents/", documents.document_list, name="documents"),
    path("documents/<uuid:pk>/file", documents.document_file, name="document-file"),
    path("documents/<uuid:pk>/remove/", documents.document_remove, name="document-remove"),
]
