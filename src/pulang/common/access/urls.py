"""Addresses of the pages about access."""

from django.urls import path

from pulang.common.access import views

app_name = "access"
urlpatterns = [
    path("roles/", views.roles, name="roles"),
    path("mine/", views.mine, name="mine"),
]
