from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "pulang.common.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.files import permissions, tasks
        from pulang.common.files.actions import holdings
        from pulang.common.files.models import StoredFile
        from pulang.foundation.jobs import timetable, work
        from pulang.foundation.policy.rules import rulebook
        from pulang.foundation.recovery import rotation

        rulebook.add(permissions.RULES)
        holdings.register()
        rotation.register(rotation.wrapped_keys("keys of files", StoredFile, "wrapped_key"))
        work.register(tasks.DOCUMENT)
        timetable.register(*tasks.TIMETABLE)
