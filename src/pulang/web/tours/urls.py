"""Addresses of the tours; only a demonstration has them."""

from django.urls import path

from pulang.web.tours import views

app_name = "tours"
urlpatterns = [
    path("altered/", views.altered, name="altered"),
    path("next/", views.further, name="next"),
    path("end/", views.end, name="end"),
    path("<slug:slug>/start/", views.start, name="start"),
]
