from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "pulang.common.coverage"
    label = "coverage"

    def ready(self) -> None:
        from pulang.common.coverage import permissions
        from pulang.common.coverage.actions import keep_certificates, keep_officers
        from pulang.common.coverage.queries import documents, holdings
        from pulang.common.facilities.actions import follow_roll
        from pulang.common.learning.actions import follow_certificates
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        follow_certificates(keep_certificates)
        follow_roll(keep_officers)
        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        documents.register()
        holdings.register()
