from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pulang.common.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.accounts import permissions
        from pulang.common.accounts.actions import holdings, keyholders
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook
        from pulang.foundation.recovery import rotation

        rotation.register(keyholders.SecondFactors())
        rotation.register(keyholders.Codes())
        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        holdings.register()
