from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "pulang.foundation.recovery"
    label = "recovery"

    def ready(self) -> None:
        from pulang.foundation.recovery import checks  # noqa: F401
