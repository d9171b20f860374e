"""Addresses of trainers. They stand among those of deliveries."""

from django.urls import URLPattern, path

from pulang.common.learning.views.trainers import cascade, register

ONE = "trainers/<uuid:pk>/"
TRAINERS: list[URLPattern] = [
    path("trainers/", register.register, name="register"),
    path(ONE, register.trainer, name="trainer"),
    path(f"{ONE}certify/", register.certify, name="certify"),
    path(f"{ONE}observe/", register.observe, name="observe"),
    path(f"{ONE}end/<uuid:certification>/", register.end, name="end"),
    path("cascade/<slug:course>/", cascade.cascade, name="cascade"),
    path("recall/<slug:course>/", cascade.recall, name="recall"),
]
