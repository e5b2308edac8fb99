"""What the archives of boxes were found to open, kept beside them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0008_attempts"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoxResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "archive",
                    models.CharField(
                        help_text="SHA-256 of the archive that was checked", max_length=64
                    ),
                ),
                ("rows", models.JSONField(help_text="each ranking as it was opened")),
                (
                    "foreign",
                    models.JSONField(help_text="places of rows that nobody sealed as a ranking"),
                ),
                (
                    "box",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="store.box",
                    ),
                ),
            ],
            options={
                "ordering": ["box"],
            },
        ),
    ]
