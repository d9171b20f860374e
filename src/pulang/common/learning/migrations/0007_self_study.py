import django.db.models.deletion
import pulang.foundation.sealed.fields
import pulang.kernel.ids
from django.conf import settings
from django.db import migrations, models

WAYS = [("screen", "On the screen"), ("paper", "From paper"), ("file", "From a file")]
USER = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


def part(of, name, **more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to=f"learning.{of}", **more
    )


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0006_rooms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("delivery", "self_study", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="StudyAnswer",
            fields=[
                ("id", models.UUIDField(default=pulang.kernel.ids.uuid4, primary_key=True, serialize=False)),
                ("module", models.SlugField(max_length=60)),
                ("session", models.SlugField(max_length=60)),
                ("activity", models.SlugField(max_length=60)),
                ("item", models.SlugField(max_length=60)),
                ("answer", models.JSONField()),
                ("reason", models.TextField(blank=True)),
                ("way", models.CharField(choices=WAYS, max_length=6)),
                ("given_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("enrolment", part("enrolment", "study_answers")),
                ("recorded_by", models.ForeignKey(**USER)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "module", "session", "activity", "item"), name="study_answer_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["screen", "paper", "file"])), name="study_answer_way_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyFolder",
            fields=[
                ("id", models.UUIDField(default=pulang.kernel.ids.uuid7, primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=5)),
                ("is_for_class", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_why", models.TextField(blank=True)),
                ("delivery", part("delivery", "study_folders")),
                ("made_by", models.ForeignKey(**USER)),
                ("revoked_by", models.ForeignKey(null=True, **USER)),
            ],
            options={
                "indexes": [models.Index(fields=["delivery", "-made_at", "-id"], name="study_folder_of_delivery")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("en", "fr", "ar", "id"))),
                        name="study_folder_language_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True), ("revoked_why", "")),
                            models.Q(
                                ("revoked_at__isnull", False),
                                ("revoked_by__isnull", False),
                                models.Q(("revoked_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="study_folder_revoked_at_and_by_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudyKey",
            fields=[
                ("id", models.UUIDField(default=pulang.kernel.ids.uuid4, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("secret", pulang.foundation.sealed.fields.SealedTextField()),
                ("folder", part("studyfolder", "keys")),
                ("enrolment", part("enrolment", "study_keys", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("folder", "number"), name="study_key_number_once"),
                    models.UniqueConstraint(fields=("folder", "enrolment"), name="study_key_one_a_person"),
                ],
            },
        ),
    ]
