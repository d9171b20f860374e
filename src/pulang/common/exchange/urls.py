"""Addresses of an organisation's own data."""

from django.urls import path

from pulang.common.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.own, name="own"),
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/<uuid:pk>/", views.erasure, name="erasure"),
    path("erasures/<uuid:pk>/withdraw/", views.erasure_withdraw, name="erasure-withdraw"),
    path("<slug:key>/", views.holdings, name="holdings"),
    path("<slug:key>/copy.zip", views.copy, name="copy"),
    path("<slug:key>/erase/", views.erase, name="erase"),
]
