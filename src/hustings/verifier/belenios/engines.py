"""Which engine evaluates an election: the libraries alone, or compiled tables where there is enough to do."""

from hustings.ballots.secret.checks.equations import Engine, PlainEngine
from hustings.ballots.secret.messages.election import Election


def engine_for(election: Election, events: int) -> Engine:
    """The engine for an election with so many events."""
    return PlainEngine(election.group)
