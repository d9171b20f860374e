"""The database itself keeps the audit append-only, and the chain begins."""

from typing import Any

from django.db import migrations

from pulang.foundation.events import triggers
from pulang.kernel.chain import GENESIS


def protect(apps: Any, schema_editor: Any) -> None:
    for statement in triggers.statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def unprotect(apps: Any, schema_editor: Any) -> None:
    for statement in triggers.undo_statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("events", "ChainHead").objects.get_or_create(pk=1, defaults={"position": 0, "digest": GENESIS})


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(protect, unprotect),
    ]
