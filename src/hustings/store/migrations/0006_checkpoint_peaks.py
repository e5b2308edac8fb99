"""A checkpoint keeps the peaks of its tree, so that the next one hashes only what came since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0005_box_guards")]

    operations = [
        migrations.AddField(
            model_name="checkpoint",
            name="peaks",
            field=models.BinaryField(
                help_text="roots of the whole subtrees, 32 bytes each, the largest first", null=True
            ),
        ),
    ]
