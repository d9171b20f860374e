"""Migrations are complete and reversible, and the audit's triggers stand after all of them."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pulang.foundation.events import triggers


def test_no_model_change_lacks_a_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_table_has_the_columns_indexes_and_constraints_of_its_model(db: None) -> None:
    """What migrations did to the database, however they came to it, is what the models say."""
    for model in apps.get_models():
        options = model._meta
        with connection.cursor() as cursor:
            columns = {
                column.name for column in connection.introspection.get_table_description(cursor, options.db_table)
            }
            found = connection.introspection.get_constraints(cursor, options.db_table)
        assert columns >= {field.column for field in options.local_fields}, options.db_table
        named = {entry.name for entry in (*options.indexes, *options.constraints)}
        assert named - set(found) == set(), options.db_table
        referring = {field.column for field in options.local_fields if field.is_relation and field.db_constraint}
        referred = {entry["columns"][0] for entry in found.values() if entry["foreign_key"]}
        assert referring == referred, options.db_table


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
