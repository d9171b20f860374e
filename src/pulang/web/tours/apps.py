from django.apps import AppConfig


class ToursConfig(AppConfig):
    name = "pulang.web.tours"
    label = "tours"
