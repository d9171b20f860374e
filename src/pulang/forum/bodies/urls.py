"""Addresses of the working groups."""

from django.urls import path

from pulang.forum.bodies import views

app_name = "bodies"
urlpatterns = [path("", views.bodies, name="bodies")]
