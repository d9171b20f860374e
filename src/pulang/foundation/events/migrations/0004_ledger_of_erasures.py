"""The ledger of erasures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_audit_lists")]

    operations = [
        migrations.CreateModel(
            name="ErasedSubject",
            fields=[
                ("subject_id", models.UUIDField(primary_key=True, serialize=False)),
                ("erased_at", models.DateTimeField()),
                ("what", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["erased_at", "subject_id"],
                "indexes": [models.Index(fields=["erased_at", "subject_id"], name="erasedsubject_order")],
            },
        ),
    ]
