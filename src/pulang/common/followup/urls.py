"""Addresses of action plans."""

from django.urls import path

from pulang.common.followup.views import files
from pulang.common.followup.views import pages as views

app_name = "followup"
urlpatterns = [
    path("", views.plan_list, name="list"),
    path("new/", views.plan_new, name="new"),
    path("new/<slug:origin>/<uuid:pk>/", views.plan_from, name="from"),
    path("form/", views.blank_paper, name="blank"),
    path("<uuid:pk>/", views.plan_detail, name="detail"),
    path("<uuid:pk>/change/", views.plan_change, name="change"),
    path("<uuid:pk>/result/", views.plan_outcome, name="outcome"),
    path("<uuid:pk>/result/release/", views.outcome_release, name="release"),
    path("<uuid:pk>/result/translate/", views.outcome_translate, name="translate-outcome"),
    path("<uuid:pk>/mentor/", views.plan_mentor, name="mentor"),
    path("<uuid:pk>/translate/", views.plan_translate, name="translate"),
    path("<uuid:pk>/files/", files.file_add, name="file-add"),
    path("<uuid:pk>/files/<uuid:file>/", files.file_open, name="file"),
    path("<uuid:pk>/files/<uuid:file>/remove/", files.file_remove, name="file-remove"),
    path("<uuid:pk>/readers/", views.plan_readers, name="readers"),
    path("<uuid:pk>/print/", views.plan_paper, name="paper"),
]
