"""The trustees' proofs over their factors, kept beside the archives of boxes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0011_sealed_results"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrusteeProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trustee", models.PositiveSmallIntegerField()),
                ("line", models.BinaryField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="store.box",
                    ),
                ),
            ],
            options={
                "ordering": ["box", "trustee"],
                "constraints": [
                    models.UniqueConstraint(fields=("box", "trustee"), name="one_proof_a_trustee")
                ],
            },
        ),
    ]
