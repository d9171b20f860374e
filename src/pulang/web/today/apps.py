from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "pulang.web.today"
    label = "today"

    def ready(self) -> None:
        from pulang.web.today import documents

        documents.register()
