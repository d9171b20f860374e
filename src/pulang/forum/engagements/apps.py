from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "pulang.forum.engagements"
    label = "engagements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.forum.engagements import permissions
        from pulang.forum.engagements.actions import holdings, origin
        from pulang.forum.engagements.queries import documents, owned, recordthread, thread
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        documents.register()
        holdings.register()
        owned.register()
        thread.register()
        recordthread.register()
        origin.register()
