from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "pulang.service.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook
        from pulang.service.releases import permissions
        from pulang.service.releases.queries import holdings

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        holdings.register()
