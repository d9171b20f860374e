from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "pulang.common.facilities"
    label = "facilities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from datetime import timedelta

        from pulang.common.accounts.actions import follow_contacts, follow_names
        from pulang.common.facilities import permissions
        from pulang.common.facilities.actions import follow_contact, follow_name, forget_old_uploads, holdings
        from pulang.common.facilities.queries import documents, roll_documents
        from pulang.foundation.jobs.timetable import Entry, register
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        follow_names(follow_name)
        follow_contacts(follow_contact)
        documents.register()
        roll_documents.register()
        holdings.register()
        register(Entry("facilities.forget", timedelta(minutes=30), forget_old_uploads))
