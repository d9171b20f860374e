from django.db import migrations, models


class Migration(migrations.Migration):
    """An index that holds all that counting asks of officers in post, so that no row has to be looked up."""

    dependencies = [("facilities", "0002_staff_roll")]

    operations = [
        migrations.AddIndex(
            model_name="officer",
            index=models.Index(
                fields=["facility", "grade", "sex", "joined_on", "contact", "left_on"],
                condition=models.Q(("left_on__isnull", True)),
                name="officer_in_post_whole",
            ),
        ),
        migrations.RemoveIndex(model_name="officer", name="officer_in_post"),
    ]
