"""Addresses of self-study: working through it, folders for a stick, and results that come back."""

from django.urls import URLPattern, path

from pulang.common.learning.views.study import folders, studying, taking

ONE = "<uuid:pk>/"
STUDY: list[URLPattern] = [
    path("results/", taking.take, name="take-results"),
    path(f"{ONE}folders/", folders.folder_list, name="folders"),
    path(f"{ONE}folders/<uuid:folder>/keys/", folders.keys, name="folder-keys"),
    path(f"{ONE}folders/<uuid:folder>/revoke/", folders.revoke, name="folder-revoke"),
    path(f"{ONE}folders/<uuid:folder>/folder.zip", folders.take_along, name="folder-file"),
    path(f"{ONE}study/", studying.study, name="study"),
    path(f"{ONE}study/<slug:module>/<slug:session>/", studying.session, name="study-session"),
]
