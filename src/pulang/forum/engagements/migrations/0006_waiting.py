from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagements", "0005_list")]

    operations = [
        migrations.AddIndex(
            model_name="engagementrequest",
            index=models.Index(fields=["country", "given", "endorsed_at"], name="request_waiting_in_country"),
        ),
    ]
