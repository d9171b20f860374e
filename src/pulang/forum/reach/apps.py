from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "pulang.forum.reach"
    label = "reach"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.forum.reach import permissions
        from pulang.forum.reach.queries import holdings, shown
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        holdings.register()
        shown.register()
