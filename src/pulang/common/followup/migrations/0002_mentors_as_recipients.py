"""A mentor is named in the audience of the plan and of what came of it, as new ones are."""

from django.db import migrations


def name_mentors(apps, schema_editor):
    person = apps.get_model("marking", "AudiencePerson")
    plan = apps.get_model("followup", "ActionPlan")
    pairs = plan.objects.filter(mentor__isnull=False).values_list("mentor_id", "marking_id", "outcome__marking_id")
    for mentor, *markings in pairs.iterator():
        person.objects.bulk_create(
            [person(marking_id=pk, person_id=mentor) for pk in markings if pk], ignore_conflicts=True
        )


class Migration(migrations.Migration):
    dependencies = [("followup", "0001_initial"), ("marking", "0002_audienceoffice")]
    operations = [migrations.RunPython(name_mentors, migrations.RunPython.noop)]
