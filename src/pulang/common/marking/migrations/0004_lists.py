from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("marking", "0003_invited")]

    operations = [
        migrations.AddIndex(
            model_name="audienceoffice",
            index=models.Index(
                condition=models.Q(("invited", True)), fields=["role", "marking"], name="audience_office_invited"
            ),
        ),
        migrations.AddIndex(
            model_name="audienceorganisation",
            index=models.Index(
                condition=models.Q(("invited", True)),
                fields=["organisation", "marking"],
                name="audience_organisation_invited",
            ),
        ),
    ]
