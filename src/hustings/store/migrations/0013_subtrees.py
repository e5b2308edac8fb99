"""Roots of whole subtrees of the log, worked out for the logs that there are."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from hustings.kernel.merkle import root_of

WIDE = 256


def work_out(apps, schema_editor):
    """Every whole subtree of every log: of its leaves, then of those, as long as 256 are there."""
    subtree = apps.get_model("store", "Subtree")
    for organisation in apps.get_model("store", "Organisation").objects.all():
        leaves = organisation.entries.order_by("position").values_list("leaf_hash", flat=True)
        below, height = (bytes(leaf) for leaf in leaves.iterator(2000)), 1
        while roots := list(_roots(below)):
            subtree.objects.bulk_create(
                (
                    subtree(organisation=organisation, height=height, number=number, root=root)
                    for number, root in enumerate(roots)
                ),
                batch_size=1000,
            )
            below, height = iter(roots), height + 1


def _roots(below):
    nodes = []
    for node in below:
        nodes.append(node)
        if len(nodes) == WIDE:
            yield root_of(nodes)
            nodes = []


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0012_trustee_proofs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Subtree",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("height", models.PositiveSmallIntegerField()),
                ("number", models.PositiveBigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subtrees",
                        to="store.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "height", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "height", "number"), name="one_root_a_subtree"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("root"), 32
                        ),
                        name="a_subtree_s_root_has_32_bytes",
                    ),
                ],
            },
        ),
        migrations.RunPython(work_out, migrations.RunPython.noop),
    ]
