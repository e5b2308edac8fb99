"""A fictional union, its statements and its keys, for the tests of the store."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from nacl.signing import SigningKey

from hustings.kernel.canonical import Json
from hustings.kernel.commitments import commit
from hustings.proceedings.values import Visibility
from hustings.record.entries import Signatory, Statement
from hustings.record.openings import Opening
from hustings.store.log import append, proceeding_size
from hustings.store.models.organisations import Organisation
from hustings.store.models.record import LogEntry

MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
OFFICER = Signatory("p-aaaaaaaaaaaa", "office")
SALT = bytes(range(16))
LOG_KEY = SigningKey(bytes(32))


def union() -> Organisation:
    """The Commonweal Union, with an empty log."""
    return Organisation.objects.create(
        slug="commonweal", name="Commonweal Union", origin="commonweal.example/log"
    )


def statement(
    proceeding: str = "northmoor",
    kind: str = "IntentionAsked",
    withheld: Mapping[str, Json] | None = None,
    after: int = 0,
) -> Statement:
    """What an officer says about a seat; each withheld field is committed to under ``SALT``."""
    return Statement(
        organisation="commonweal",
        proceeding=proceeding,
        kind=kind,
        body={"seat": proceeding},
        by=(OFFICER,),
        after=after,
        commitments={name: commit(SALT, value) for name, value in (withheld or {}).items()},
    )


def opening(field: str, value: Json, visibility: Visibility = Visibility.PARTIES) -> Opening:
    """The opening of one withheld field, its position not known yet."""
    return Opening(0, field, SALT, value, visibility)


def entered(
    organisation: Organisation, minutes: int = 0, proceeding: str = "northmoor"
) -> LogEntry:
    """One more entry in the log, so many minutes after the morning."""
    expected = proceeding_size(organisation, proceeding)
    at = MORNING + timedelta(minutes=minutes)
    return append(organisation, statement(proceeding), [], [], expected, at)
