"""Addresses of the bare views."""

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("health", views.health),
    path("open", views.somebody),
    path("django", views.as_django_does),
    path("me", views.me),
    path("list", views.listing),
    path("search", views.search),
    path("make", views.make),
]
