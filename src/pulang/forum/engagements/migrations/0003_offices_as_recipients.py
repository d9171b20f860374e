"""Endorsed requests and all answers name the offices that receive them, as new ones do."""

from django.db import migrations

OFFICES = ("co-chair", "secretariat")


def name_offices(apps, schema_editor):
    office = apps.get_model("marking", "AudienceOffice")
    endorsed = apps.get_model("engagements", "EngagementRequest").objects.filter(first_endorsed_at__isnull=False)
    answers = apps.get_model("engagements", "Answer").objects.all()
    for rows in (endorsed, answers):
        for pk in rows.values_list("marking_id", flat=True).iterator():
            office.objects.bulk_create([office(marking_id=pk, role=role) for role in OFFICES], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_public_record"), ("marking", "0002_audienceoffice")]
    operations = [migrations.RunPython(name_offices, migrations.RunPython.noop)]
