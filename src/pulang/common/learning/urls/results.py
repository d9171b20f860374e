"""Addresses of what comes of deliveries: tests, opinions, certificates. They stand among those of deliveries."""

from django.urls import URLPattern, path

from pulang.common.learning.views.results import answering, certificates, effect, sheets

ONE = "<uuid:pk>/"
RESULTS: list[URLPattern] = [
    path("certificates/", certificates.register, name="certificates"),
    path("certificates/check/", certificates.check, name="check"),
    path("certificates/check/page.html", certificates.checking_page, name="checking-page"),
    path("certificates/<slug:serial>/", certificates.certificate, name="certificate"),
    path("certificates/<slug:serial>/credential.json", certificates.credential, name="credential"),
    path("certificates/<slug:serial>/revoke/", certificates.revoke, name="revoke"),
    path(f"{ONE}certificates/", certificates.issue, name="issue"),
    path("work/<uuid:pk>/", effect.work, name="work"),
    path("work/<uuid:pk>/aside/", effect.set_aside, name="work-aside"),
    path(f"{ONE}effect/", effect.effect, name="effect"),
    path(f"{ONE}effect/draw/", effect.draw, name="draw"),
    path(f"{ONE}opinion/", answering.opinion, name="opinion"),
    path(f"{ONE}tests/", answering.results, name="results"),
    path(f"{ONE}tests/<str:slug>/", answering.test, name="test"),
    path(f"{ONE}tests/<str:slug>/sheets/", sheets.sheets, name="sheets"),
    path(f"{ONE}tests/<str:slug>/sheets/table.csv", sheets.table, {"way": "csv"}, name="sheets-csv"),
    path(f"{ONE}tests/<str:slug>/sheets/table.xlsx", sheets.table, {"way": "xlsx"}, name="sheets-xlsx"),
]
