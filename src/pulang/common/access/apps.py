from django.apps import AppConfig
from django.conf import settings


class AccessConfig(AppConfig):
    name = "pulang.common.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.access.rules import ROLES
        from pulang.foundation.policy.registry import registry

        registry.add_roles(ROLES[settings.PULANG_PLANE])
