"""Addresses of deliveries."""

from django.urls import path

from pulang.common.learning.urls.results import RESULTS
from pulang.common.learning.urls.rooms import ROOMS
from pulang.common.learning.urls.study import STUDY
from pulang.common.learning.urls.trainers import TRAINERS
from pulang.common.learning.views.deliveries import attending, enrolling, planning, reading

app_name = "training"
ONE = "<uuid:pk>/"
urlpatterns = [
    *RESULTS,
    *ROOMS,
    *STUDY,
    *TRAINERS,
    path("", reading.delivery_list, name="list"),
    path("new/", planning.delivery_new, name="new"),
    path(ONE, reading.delivery_detail, name="detail"),
    path(f"{ONE}calendar.ics", reading.calendar, name="calendar"),
    path(f"{ONE}change/", planning.delivery_change, name="change"),
    path(f"{ONE}decide/", enrolling.decide, name="decide"),
    path(f"{ONE}do/<slug:step>/", planning.step, name="step"),
    path(f"{ONE}nominate/", enrolling.nominate, name="nominate"),
    path(f"{ONE}nominate/list/", enrolling.nominate_list, name="nominate-list"),
    path(f"{ONE}nominate/list/table.csv", enrolling.list_template, {"way": "csv"}, name="list-csv"),
    path(f"{ONE}nominate/list/table.xlsx", enrolling.list_template, {"way": "xlsx"}, name="list-xlsx"),
    path(f"{ONE}people/", reading.people, name="people"),
    path(f"{ONE}people/<uuid:enrolment>/withdraw/", enrolling.withdraw, name="withdraw"),
    path(f"{ONE}sessions/<uuid:session>/", attending.attendance, name="session"),
    path(f"{ONE}sessions/<uuid:session>/not-held/", attending.missed, name="missed"),
    path(f"{ONE}sheet/", attending.sheet, name="sheet"),
    path(f"{ONE}times/", planning.delivery_times, name="times"),
    path(f"{ONE}trainers/", planning.delivery_trainers, name="trainers"),
]
