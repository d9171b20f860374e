from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def search_tables() -> set[str]:
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if name.startswith("search_")}


def test_the_migration_leaves_nothing_behind_when_it_is_taken_back(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        before = search_tables()
        MigrationExecutor(connection).migrate([("search", None)])
        without = search_tables()
        MigrationExecutor(connection).migrate([("search", "0001_initial")])
        assert without == set()
        assert search_tables() == before
        assert "search_searchrow" in before
