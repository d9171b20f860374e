from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "pulang.common.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.learning import permissions
        from pulang.common.learning.queries import documents, holdings, thread
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        thread.register()
        documents.register()
        holdings.register()
