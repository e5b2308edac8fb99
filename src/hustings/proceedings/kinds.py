"""Every kind of entry that a proceeding can have, imported so that the record can name it."""

from hustings.proceedings import (
    appeals,
    applications,
    emergency,
    endorsement,
    few_papers,
    intention,
    interruptions,
    meetings,
    member_ballot,
    member_count,
    member_papers,
    nominations,
    online_ballot,
    opening,
    overrides,
    petition,
    planning,
    readings,
    readoption,
    rolls,
    shortlist,
    suspension,
    triggering,
    unit_returns,
)
from hustings.proceedings.entry import KINDS

IN_ORDER = (
    opening,
    readings,
    intention,
    suspension,
    planning,
    rolls,
    meetings,
    unit_returns,
    triggering,
    readoption,
    petition,
    applications,
    nominations,
    shortlist,
    member_ballot,
    online_ballot,
    member_papers,
    few_papers,
    member_count,
    appeals,
    endorsement,
    interruptions,
    overrides,
    emergency,
)
"""The modules of the procedure, in the order of the story."""

__all__ = ["IN_ORDER", "KINDS"]
