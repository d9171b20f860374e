"""Addresses of requests and of the public record."""

from django.urls import path

from pulang.forum.engagements.views import deciding, files, reading, record, writing

app_name = "engagements"
urlpatterns = [
    path("", reading.request_list, name="list"),
    path("record/", record.record, name="record"),
    path("record/<slug:key>/", record.record_entry, name="record-entry"),
    path("new/", writing.request_new, name="new"),
    path("<uuid:pk>/", reading.request_detail, name="detail"),
    path("<uuid:pk>/readers/", reading.request_readers, name="readers"),
    path("<uuid:pk>/about/", writing.request_about, name="about"),
    path("<uuid:pk>/need/", writing.request_need, name="need"),
    path("<uuid:pk>/good-practices/", writing.request_provisions, name="provisions"),
    path("<uuid:pk>/check/", writing.request_check, name="check"),
    path("<uuid:pk>/translate/", writing.request_translate, name="translate"),
    path("<uuid:pk>/files/", files.file_add, name="file-add"),
    path("<uuid:pk>/files/<uuid:file>/", files.file_open, name="file"),
    path("<uuid:pk>/files/<uuid:file>/remove/", files.file_remove, name="file-remove"),
    path("<uuid:pk>/answer/", deciding.request_answer, name="answer"),
    path("<uuid:pk>/<slug:step>/", deciding.request_step, name="step"),
]
