"""``hustings work``: do the background work of a production site."""

import os
from threading import Thread
from time import sleep

import click

A_MINUTE = 60


@click.command("work")
def command() -> None:
    """Do the background work of a production site: letters, documents, imports. Runs until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    Thread(target=_forget_every_minute, daemon=True).start()
    call_command("db_worker", queue_name="*")


def _forget_every_minute() -> None:
    """Destroy links of electors and ballots in the minute after the last appeal, counts of attempts once over.

    And bundles on this machine's disk from before an erasure that another machine carried out.
    """
    import logging

    from django.db import DatabaseError, close_old_connections

    from hustings.conduct import clock
    from hustings.conduct.forgetting import forget_due
    from hustings.conduct.limits import forget_attempts
    from hustings.conduct.packing import forget_what_was_erased_here

    log = logging.getLogger("hustings.work")
    while True:
        try:
            close_old_connections()
            forget_due()
            forget_attempts(clock.now())
            forget_what_was_erased_here()
        except (DatabaseError, OSError):
            log.warning("What is to be forgotten could not be looked at; tried again.")
        sleep(A_MINUTE)
