"""On PostgreSQL a migration may run while the version before it serves: what would break or stop that is refused.

What the version before reads stays (a column or table goes one release after its last reader), what it does not know
has a value without it (null, or a default in the database), and nothing holds a table of people's work for long.
"""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

# What stood on the ground floor, the first version that anybody ran; it was never installed over another.
BEFORE = {
    "accounts": 3, "engagements": 2, "events": 3, "facilities": 1, "followup": 1, "frameworks": 1, "marking": 1,
    "bodies": 1, "installation": 1, "search": 1,
}  # fmt: skip
# Steps that the rule cannot judge, read by somebody: the reason stands here.
READ = {
    ("followup", "0002_mentors_as_recipients", "RunPython"): "adds rows only, a few for each plan, without a lock",
    (
        "engagements",
        "0003_offices_as_recipients",
        "RunPython",
    ): "adds rows only, a few for each request, without a lock",
    ("engagements", "0005_list", "AddIndex"): "built in under a second for 100,000 requests; writers wait that long",
    ("engagements", "0006_waiting", "AddIndex"): "the same table and as quick",
    ("followup", "0004_lists", "AddIndex"): "built in under a second for 100,000 plans; writers wait that long",
    ("facilities", "0003_officers_in_post", "AddIndex"): "built in under a second for 100,000 officers; lists wait",
    ("coverage", "0001_initial", "RunSQL"): "fills the new table alone, from certificates and roll read once",
    ("marking", "0004_lists", "AddIndex"): "holds few rows; the tables are read once, in less than a second each",
}
TAKES_AWAY = (
    migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel,
    migrations.AlterModelTable, migrations.RenameIndex,
)  # fmt: skip
HARMLESS = (
    migrations.CreateModel, migrations.AlterModelOptions, migrations.AlterModelManagers, migrations.RemoveConstraint,
    migrations.RemoveIndex,
)  # fmt: skip


def refusal(operation: Operation, fresh: Iterable[str]) -> str:
    """Why this step may not run beside the version before; empty when it may. ``fresh`` are tables it does not know."""
    if isinstance(operation, TAKES_AWAY):
        return "takes away or renames what the version before uses"
    if isinstance(operation, (AddIndexConcurrently, AddConstraintNotValid, *HARMLESS)):
        return ""
    if getattr(operation, "model_name", "").lower() in fresh:
        return ""
    if isinstance(operation, migrations.AddField):
        has_value = operation.field.null or operation.field.db_default is not NOT_PROVIDED
        is_relation = isinstance(operation.field, models.ManyToManyField)
        return "" if has_value or is_relation else "has no value where the version before inserts: null or db_default"
    if isinstance(operation, migrations.AddIndex):
        return "locks the table while it is built: use AddIndexConcurrently"
    if isinstance(operation, migrations.AddConstraint):
        return "locks the table while it is checked: use AddConstraintNotValid, then ValidateConstraint"
    return "cannot be judged by this rule: read it and say why it is safe"


def refused(label: str) -> list[str]:
    """Every step of an app's newer migrations that may not run so."""
    newer = [
        migration
        for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items())
        if app == label and int(name[:4]) > BEFORE.get(label, 0)
    ]
    fresh: set[str] = set()
    found = []
    for migration in newer:
        for operation in migration.operations:
            if isinstance(operation, migrations.CreateModel):
                fresh.add(operation.name.lower())
            why = refusal(operation, fresh)
            if why and (label, migration.name, type(operation).__name__) not in READ:
                found.append(f"{label}.{migration.name}: {type(operation).__name__} {why}")
    return found


@pytest.mark.parametrize(
    "label", sorted(config.label for config in apps.get_app_configs() if config.name.startswith("pulang."))
)
def test_newer_migrations_run_beside_the_version_before(label: str) -> None:
    assert refused(label) == []


CHECK = models.CheckConstraint(condition=models.Q(a=1), name="a")
INDEX = models.Index(fields=["a"], name="a")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("thing", "a"),
        migrations.RenameField("thing", "a", "b"),
        migrations.DeleteModel("thing"),
        migrations.RenameModel("thing", "other"),
        migrations.AddField("thing", "a", models.TextField()),
        migrations.AddField("thing", "a", models.TextField(default="")),
        migrations.AlterField("thing", "a", models.TextField(null=False)),
        migrations.AddIndex("thing", INDEX),
        migrations.AddConstraint("thing", CHECK),
        migrations.RunSQL("SELECT 1", ""),
        migrations.RunPython(migrations.RunPython.noop),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_the_rule_sees_what_breaks_or_stops_the_version_before(operation: Operation) -> None:
    assert refusal(operation, set())


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "a", models.TextField(null=True)),
        migrations.AddField("thing", "a", models.TextField(db_default="")),
        AddIndexConcurrently("thing", INDEX),
        AddConstraintNotValid("thing", CHECK),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_the_rule_lets_the_safe_way_pass(operation: Operation) -> None:
    assert refusal(operation, set()) == ""


def test_a_table_that_the_version_before_does_not_know_is_free() -> None:
    assert refusal(migrations.AddIndex("thing", INDEX), {"thing"}) == ""
