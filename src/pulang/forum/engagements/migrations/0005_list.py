from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagements", "0004_attached_files")]

    operations = [
        migrations.AddIndex(
            model_name="engagementrequest",
            index=models.Index(fields=["-changed_at", "-id", "first_endorsed_at", "country"], name="request_in_list"),
        ),
        migrations.RemoveIndex(model_name="engagementrequest", name="request_by_change"),
    ]
