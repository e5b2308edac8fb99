"""The organisation's list of outside witnesses."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_results_of_boxes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Witness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=300)),
                ("public", models.BinaryField(max_length=32)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witnesses",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "witnesses",
                "ordering": ["organisation", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "public"), name="one_witness_a_public_key"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("organisation", "name"),
                        name="one_listed_key_a_witness",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("public"), 32
                        ),
                        name="a_witness_s_key_has_32_bytes",
                    ),
                ],
            },
        ),
    ]
