"""The table in which attempts to sign in are counted, so that every process counts the same ones."""

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    """Make the cache's table where it is not there yet."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("signin", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(make, migrations.RunPython.noop, elidable=False)]
