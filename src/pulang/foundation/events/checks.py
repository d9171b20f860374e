"""Start-up check: the triggers that keep the audit append-only are there."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import connections

from pulang.foundation.events import triggers


@register("database")
def events_are_append_only(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Run with ``check --database default``; silent before the first migration."""
    problems: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if triggers.TABLE in connection.introspection.table_names() and triggers.missing(connection):
            names = ", ".join(sorted(triggers.missing(connection)))
            problems.append(
                Error(
                    f"The audit is not protected: triggers missing ({names}).",
                    hint="Run `pulang migrate`; if that does not help, restore the database from a backup.",
                    id="pulang.events.E001",
                )
            )
    return problems
