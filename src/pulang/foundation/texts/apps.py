from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "pulang.foundation.texts"
    label = "texts"
    default_auto_field = "django.db.models.BigAutoField"
