from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "pulang.common.frameworks"
    label = "frameworks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.frameworks import permissions
        from pulang.common.frameworks.queries import downloads
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        downloads.register()
