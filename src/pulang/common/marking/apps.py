from django.apps import AppConfig


class MarkingConfig(AppConfig):
    name = "pulang.common.marking"
    label = "marking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.marking import permissions
        from pulang.foundation.policy.registry import registry

        registry.add_grants(permissions.GRANTS)
