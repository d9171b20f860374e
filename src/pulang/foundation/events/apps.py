from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "pulang.foundation.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.foundation.events import checks  # noqa: F401
