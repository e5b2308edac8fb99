"""Attempts to cast are counted for some minutes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0007_struck_off")]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["key", "at"], name="store_attem_key_0fa6e8_idx")],
            },
        ),
    ]
