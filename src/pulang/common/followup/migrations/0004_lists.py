from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_attached_files")]

    operations = [
        migrations.AddIndex(
            model_name="actionplan",
            index=models.Index(
                fields=["-made_at", "-id", "host", "made_by", "owner", "mentor", "marking"], name="plan_in_list"
            ),
        ),
        migrations.RemoveIndex(model_name="actionplan", name="plan_by_time"),
    ]
