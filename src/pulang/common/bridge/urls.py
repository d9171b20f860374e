"""Addresses of the bridge: keys, and courses that cross."""

from django.urls import path

from pulang.common.bridge.views import courses, trusting

app_name = "bridge"
urlpatterns = [
    path("key/", trusting.own_key, name="key"),
    path("key/public.txt", trusting.key_file, name="key-file"),
    path("installations/", trusting.installations, name="installations"),
    path("installations/add/", trusting.add, name="add"),
    path("installations/<uuid:pk>/revoke/", trusting.revoke, name="revoke"),
    path("courses/take/", courses.take, name="take-course"),
    path("courses/<slug:course>/<str:number>/signed.json", courses.course_file, name="course-file"),
    path("editions/<slug:edition>/<int:number>/signed.json", courses.edition_file, name="edition-file"),
]
