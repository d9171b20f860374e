"""Addresses of the register of facilities."""

from django.urls import path

from pulang.common.facilities.views import importing, reading

app_name = "facilities"
urlpatterns = [
    path("", reading.facility_list, name="list"),
    path("import/", importing.upload, name="import"),
    path("import/template.csv", importing.template, {"way": "csv"}, name="template-csv"),
    path("import/template.xlsx", importing.template, {"way": "xlsx"}, name="template-xlsx"),
    path("import/columns/", importing.columns, name="columns"),
    path("import/check/", importing.check, name="check"),
    path("import/done/<uuid:pk>/", importing.result, name="result"),
    path("<slug:key>/", reading.facility_detail, name="detail"),
]
