"""Addresses of labels and audiences."""

from django.urls import path

from pulang.common.marking import views

app_name = "marking"
urlpatterns = [
    path("<slug:kind>/<uuid:pk>/", views.detail, name="detail"),
    path("<slug:kind>/<uuid:pk>/label/", views.label, name="label"),
    path("<slug:kind>/<uuid:pk>/recipients/", views.recipient_add, name="recipient-add"),
    path("<slug:kind>/<uuid:pk>/recipients/<uuid:key>/", views.recipient_remove, name="recipient-remove"),
]
