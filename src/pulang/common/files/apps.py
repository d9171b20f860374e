from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "pulang.common.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.files import permissions, tasks
        from pulang.foundation.jobs import timetable, work
        from pulang.foundation.policy.rules import rulebook

        rulebook.add(permissions.RULES)
        work.register(tasks.DOCUMENT)
        timetable.register(*tasks.TIMETABLE)
