"""Migrations are complete and reversible, and the audit's triggers stand after all of them."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pulang.foundation.events import triggers


def test_no_model_change_lacks_a_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_triggers_are_there_after_all_migrations(db: None) -> None:
    assert triggers.missing(connection) == set()


def test_a_missing_trigger_is_noticed(db: None) -> None:
    with connection.cursor() as cursor:
        table = f" ON {triggers.TABLE}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER events_no_delete{table}")
    assert triggers.missing(connection) == {"events_no_delete"}


def irreversible(operations: list[object]) -> list[str]:
    return [type(operation).__name__ for operation in operations if not getattr(operation, "reversible", False)]


@pytest.mark.parametrize(
    "label", sorted(config.label for config in apps.get_app_configs() if config.name.startswith("pulang."))
)
def test_every_migration_can_be_reversed(label: str) -> None:
    loader = MigrationLoader(None)
    faults = {
        key[1]: found
        for key, migration in loader.disk_migrations.items()
        if key[0] == label and (found := irreversible(list(migration.operations)))
    }
    assert faults == {}


def test_the_rule_sees_an_irreversible_step() -> None:
    from django.db.migrations import RunSQL

    assert irreversible([RunSQL("SELECT 1")]) == ["RunSQL"]
    assert irreversible([RunSQL("SELECT 1", RunSQL.noop)]) == []
