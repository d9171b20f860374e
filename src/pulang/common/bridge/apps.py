from django.apps import AppConfig


class BridgeConfig(AppConfig):
    name = "pulang.common.bridge"
    label = "bridge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.bridge import permissions
        from pulang.common.bridge.queries import courses
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        courses.register()
