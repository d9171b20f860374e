from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "pulang.common.coverage"
    label = "coverage"

    def ready(self) -> None:
        from pulang.common.coverage import permissions
        from pulang.common.coverage.queries import documents
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        documents.register()
