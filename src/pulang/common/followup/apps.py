from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "pulang.common.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.followup import permissions
        from pulang.common.followup.queries import thread
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        thread.register()
