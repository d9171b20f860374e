"""Addresses of releases."""

from django.urls import path

from pulang.service.releases import views

app_name = "releases"
urlpatterns = [
    path("", views.release_list, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/approve/", views.approve, name="approve"),
    path("<uuid:pk>/return/", views.send_back, name="return"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/counts.json", views.counts_file, name="file"),
    path("<uuid:pk>/withdrawal.json", views.withdrawal_file, name="withdrawal"),
]
