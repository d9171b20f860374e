from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "pulang.common.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.accounts.queries import OpenWork, register_open_work
        from pulang.common.learning import permissions
        from pulang.common.learning.actions.handing import hand_over_teaching
        from pulang.common.learning.queries import (
            delivery_documents,
            delivery_holdings,
            delivery_thread,
            documents,
            handouts,
            holdings,
            printing,
            thread,
        )
        from pulang.common.learning.queries.teaching import open_teaching
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        thread.register()
        documents.register()
        register_open_work(OpenWork("trainings", _("Deliveries to hold"), open_teaching, hand_over_teaching))
        holdings.register()
        delivery_thread.register()
        delivery_documents.register()
        delivery_holdings.register()
        printing.register()
        handouts.register()
