"""Addresses of courses. Keys have no underscore, so words that begin with one can stand beside them."""

from django.urls import path

from pulang.common.learning.views import (
    edition_changes,
    edition_conflicts,
    edition_reading,
    edition_signing,
    edition_writing,
    keeping,
    reading,
    signing,
)

app_name = "learning"
VERSION, MODULE = "<slug:course>/<str:number>/", "<slug:course>/<str:number>/<slug:module>/"
EDITION = "_editions/<slug:edition>/<int:number>/"
OF_EDITION = f"{EDITION}<slug:module>/<slug:session>/"
urlpatterns = [
    path("", reading.course_list, name="list"),
    path("_editions/", edition_reading.edition_list, name="editions"),
    path("_editions/_make/", edition_changes.edition_make, name="edition-make"),
    path("_editions/<slug:edition>/", edition_reading.edition_latest, name="edition-latest"),
    path(f"{EDITION}", edition_reading.edition, name="edition-version"),
    path(f"{EDITION}_about/", edition_reading.edition_about, name="edition-about"),
    path(f"{EDITION}_pack.zip", edition_reading.edition_pack, name="edition-pack"),
    path(f"{EDITION}_changes/", edition_changes.edition_changes, name="edition-changes"),
    path(f"{EDITION}_changes/_add/", edition_writing.change_add, name="edition-add"),
    path(f"{EDITION}_changes/<uuid:operation>/", edition_writing.change_edit, name="edition-change"),
    path(f"{EDITION}_changes/<uuid:operation>/_remove/", edition_changes.change_remove, name="edition-remove"),
    path(f"{EDITION}_changes/<uuid:operation>/_move/", edition_changes.change_move, name="edition-move"),
    path(f"{EDITION}_take-over/", edition_conflicts.edition_take_over, name="edition-take-over"),
    path(f"{EDITION}_conflicts/", edition_conflicts.edition_conflicts, name="edition-conflicts"),
    path(f"{EDITION}_conflicts/<uuid:operation>/", edition_conflicts.edition_conflict, name="edition-conflict"),
    path(f"{EDITION}_rights/", edition_signing.edition_flags, name="edition-flags"),
    path(f"{EDITION}_rights/<uuid:flag>/", edition_signing.edition_flag, name="edition-flag"),
    path(f"{EDITION}_do/<slug:step>/", edition_signing.edition_step, name="edition-step"),
    path(f"{OF_EDITION}", edition_reading.edition_session, name="edition-session"),
    path(f"{OF_EDITION}_run-sheet/", edition_reading.edition_run_sheet, name="edition-run-sheet"),
    path(f"{OF_EDITION}_activities/<slug:activity>/", edition_reading.edition_activity, name="edition-activity"),
    path(f"{OF_EDITION}_compare/", edition_reading.edition_compare, name="edition-compare"),
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
