"""``hustings work``: do the background work of a production site."""

import os

import click


@click.command("work")
def command() -> None:
    """Do the background work of a production site: letters, documents, imports. Runs until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("db_worker", queue_name="*")
