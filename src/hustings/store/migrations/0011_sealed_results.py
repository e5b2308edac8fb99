"""A result of a box that was checked is sealed by the server that checked it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_witnesses"),
    ]

    operations = [
        migrations.AddField(
            model_name="boxresult",
            name="seal",
            field=models.CharField(
                db_default="",
                default="",
                help_text="by the server that checked it",
                max_length=64,
            ),
        ),
    ]
