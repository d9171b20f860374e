from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "pulang.common.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.audit import permissions
        from pulang.common.audit.queries import documents
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        documents.register()
