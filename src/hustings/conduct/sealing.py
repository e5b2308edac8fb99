"""What the log promises after every entry: a signed checkpoint, and once a day a count of every proceeding."""

from datetime import datetime

from hustings.conduct import clock
from hustings.record.entries import ORGANISATION, Statement
from hustings.record.log import counted
from hustings.record.organisation import ProceedingsCounted
from hustings.store import checkpoints, log
from hustings.store.log_key import log_key
from hustings.store.models import Organisation

COUNTED = ProceedingsCounted.__name__


def after_entry(organisation: Organisation, at: datetime) -> None:
    """Publish a checkpoint over the log as it now stands; count its proceedings first if today nobody has."""
    newest = organisation.entries.filter(kind=COUNTED).order_by("-position").first()
    if newest is None or newest.at.date() < at.date():
        _count(organisation, at)
    checkpoints.publish(organisation, log_key(organisation), at)


def seal(organisation: Organisation, at: datetime | None = None) -> bytes:
    """Count every proceeding's entries unless nothing came since, and publish a checkpoint; its text."""
    now = at or clock.now()
    newest = organisation.entries.order_by("-position").first()
    if newest is None or newest.kind != COUNTED:
        _count(organisation, now)
    return checkpoints.published(checkpoints.publish(organisation, log_key(organisation), now))


def _count(organisation: Organisation, at: datetime) -> None:
    rows = organisation.entries.order_by("position").values_list("proceeding", "leaf_hash")
    says = counted((proceeding, bytes(leaf)) for proceeding, leaf in rows.iterator())
    statement = Statement(
        organisation=organisation.slug,
        proceeding=ORGANISATION,
        kind=COUNTED,
        body=says.body(),
        after=log.size(organisation),
    )
    number = log.proceeding_size(organisation, ORGANISATION)
    log.append(organisation, statement, (), (), number, at)
