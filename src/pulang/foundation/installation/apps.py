from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "pulang.foundation.installation"
    label = "installation"
    default_auto_field = "django.db.models.BigAutoField"
