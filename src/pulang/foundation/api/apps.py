from datetime import timedelta

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "pulang.foundation.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.foundation.api import once
        from pulang.foundation.jobs import timetable

        timetable.register(timetable.Entry("api.forget", timedelta(hours=1), once.forget_old))
