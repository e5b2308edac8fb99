"""A notice keeps the parts of its letter, and a person the language of their letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="letter",
            field=models.JSONField(
                help_text="its parts, where it is printed or goes out with a PDF", null=True
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                blank=True, default="", help_text="of their letters, if known", max_length=10
            ),
            preserve_default=False,
        ),
    ]
