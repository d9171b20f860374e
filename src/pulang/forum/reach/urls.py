"""Addresses of the reach of training."""

from django.urls import path

from pulang.forum.reach import views

app_name = "reach"
urlpatterns = [
    path("", views.countries, name="list"),
    path("take/", views.take, name="take"),
    path("releases/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:country>/", views.country, name="country"),
]
