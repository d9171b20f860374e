from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "pulang.common.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pulang.common.exchange import permissions
        from pulang.common.exchange.actions import erase_again
        from pulang.foundation.events import erasing
        from pulang.foundation.policy.registry import registry
        from pulang.foundation.policy.rules import rulebook

        registry.add_grants(permissions.GRANTS)
        rulebook.add(permissions.RULES)
        erasing.register("organisation", erase_again)
