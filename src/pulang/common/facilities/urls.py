"""Addresses of the register of facilities and of the staff roll."""

from django.urls import path

from pulang.common.facilities.views import importing, reading, roll, staff_lists

app_name = "facilities"
urlpatterns = [
    path("", reading.facility_list, name="list"),
    path("import/", importing.upload, name="import"),
    path("import/template.csv", importing.template, {"way": "csv"}, name="template-csv"),
    path("import/template.xlsx", importing.template, {"way": "xlsx"}, name="template-xlsx"),
    path("import/columns/", importing.columns, name="columns"),
    path("import/check/", importing.check, name="check"),
    path("import/done/<uuid:pk>/", importing.result, name="result"),
    path("staff/import/", staff_lists.upload, name="staff-import"),
    path("staff/import/template.csv", staff_lists.template, {"way": "csv"}, name="staff-template-csv"),
    path("staff/import/template.xlsx", staff_lists.template, {"way": "xlsx"}, name="staff-template-xlsx"),
    path("staff/import/check/", staff_lists.check, name="staff-check"),
    path("staff/import/done/<uuid:taken>/", staff_lists.result, name="staff-result"),
    path("staff/<uuid:officer>/", roll.officer, name="officer"),
    path("<slug:key>/", reading.facility_detail, name="detail"),
    path("<slug:key>/staff/", roll.roll, name="roll"),
]
