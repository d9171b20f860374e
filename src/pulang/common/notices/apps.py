from datetime import timedelta

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pulang.common.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models import Q
        from django.utils.translation import gettext_lazy as _

        from pulang.common.files.actions import follow_documents
        from pulang.common.notices import actions, permissions
        from pulang.common.notices.models import Notice
        from pulang.foundation import holdings
        from pulang.foundation.jobs import timetable
        from pulang.foundation.policy.rules import rulebook

        rulebook.add(permissions.RULES)
        holdings.register_holding(
            holdings.Holding(
                Notice,
                _("Notices"),
                lambda places: Q(recipient__contact__organisation__in=places),
                erase=holdings.delete,
            )
        )
        follow_documents(actions.tell_of_document)
        timetable.register(timetable.Entry("notices.remove", timedelta(hours=12), actions.remove_old))
