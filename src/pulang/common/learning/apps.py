from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "pulang.common.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.learning import permissions
        from pulang.common.learning.queries import (
            delivery_documents,
            delivery_holdings,
            delivery_thread,
            documents,
            printing,
            thread,
        )
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        thread.register()
        documents.register()
        delivery_thread.register()
        delivery_documents.register()
        delivery_holdings.register()
        printing.register()
