"""The address of coverage."""

from django.urls import path

from pulang.common.coverage import views

app_name = "coverage"
urlpatterns = [path("", views.page, name="page")]
