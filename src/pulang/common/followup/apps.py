from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    name = "pulang.common.followup"
    label = "followup"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.accounts.queries import OpenWork, register_open_work
        from pulang.common.followup import permissions
        from pulang.common.followup.actions import hand_over_mentoring
        from pulang.common.followup.queries import documents, effects, holdings, owned, thread
        from pulang.common.followup.queries.mentoring import open_mentoring
        from pulang.common.learning.queries.work import register_facility_results
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        thread.register()
        documents.register()
        holdings.register()
        owned.register()
        register_facility_results(effects.at_facilities)
        register_open_work(
            OpenWork("mentored-plans", _("Action plans to accompany"), open_mentoring, hand_over_mentoring)
        )
