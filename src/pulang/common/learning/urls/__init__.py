"""Addresses of courses. Keys have no underscore, so words that begin with one can stand beside them."""

from django.urls import path

from pulang.common.learning.views import keeping, reading, signing

app_name = "learning"
VERSION, MODULE = "<slug:course>/<str:number>/", "<slug:course>/<str:number>/<slug:module>/"
urlpatterns = [
    path("", reading.course_list, name="list"),
    path("_import/", keeping.course_import, name="import"),
    path("<slug:course>/", reading.course_latest, name="latest"),
    path(f"{VERSION}", reading.course_version, name="version"),
    path(f"{VERSION}_about/", reading.course_about, name="about"),
    path(f"{VERSION}_pack.zip", keeping.pack_file, name="pack"),
    path(f"{VERSION}_rights/", signing.flags, name="flags"),
    path(f"{VERSION}_rights/<uuid:flag>/", signing.flag, name="flag"),
    path(f"{VERSION}_do/<slug:step>/", signing.step, name="step"),
    path(f"{MODULE}<slug:session>/", reading.session, name="session"),
    path(f"{MODULE}<slug:session>/_run-sheet/", reading.run_sheet, name="run-sheet"),
    path(f"{MODULE}<slug:session>/_activities/<slug:activity>/", reading.activity, name="activity"),
]
