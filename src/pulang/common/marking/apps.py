from django.apps import AppConfig


class MarkingConfig(AppConfig):
    name = "pulang.common.marking"
    label = "marking"
    default_auto_field = "django.db.models.BigAutoField"
