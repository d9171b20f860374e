"""The table of searchable texts, and the full-text index of whichever engine this is."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = "CREATE VIRTUAL TABLE search_text USING fts5(heading, folded, sounds, tokenize = 'ascii')"
# Without this, words of a deleted row stay readable in the index file; older libraries do not know it.
SQLITE_FORGETS = "INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1)"
SQLITE_FORGETS_SINCE = (3, 42, 0)

POSTGRESQL = [
    """
    ALTER TABLE search_searchrow ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', heading), 'A')
        || setweight(to_tsvector('simple', folded), 'B')
        || setweight(to_tsvector('simple', sounds), 'D')
    ) STORED
    """,
    "CREATE INDEX searchrow_document ON search_searchrow USING gin (document)",
]


def make(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            editor.execute(statement)
        return
    editor.execute(SQLITE)
    if editor.connection.Database.sqlite_version_info >= SQLITE_FORGETS_SINCE:
        editor.execute(SQLITE_FORGETS)


def unmake(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE search_searchrow DROP COLUMN document")
    else:
        editor.execute("DROP TABLE search_text")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("object_id", models.UUIDField()),
                ("language", models.CharField(max_length=12)),
                ("title", models.TextField()),
                ("passage", models.TextField()),
                ("heading", models.TextField()),
                ("folded", models.TextField()),
                ("sounds", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id", "language"), name="searchrow_once_per_language"
                    )
                ],
            },
        ),
        migrations.RunPython(make, unmake),
    ]
