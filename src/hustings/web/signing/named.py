"""What waits for somebody's signature, each statement named: what it says, who has signed it, until when it waits."""

from dataclasses import dataclass

from hustings.conduct.awaiting import Awaiting, awaiting_of
from hustings.conduct.drafting import waiting_for
from hustings.conduct.reading import NoSuchSeat, the_organisation
from hustings.web.signing.words import sentence_of, title_of


@dataclass(frozen=True, slots=True)
class Named:
    """One statement as a list shows it; ``signed`` are the names of those who have signed, the first first."""

    paper: Awaiting
    title: str
    says: str
    signed: tuple[str, ...]


def named_for(person: str) -> list[Named]:
    """Everything that waits for this person's signature, the most urgent first; before a founding nothing."""
    try:
        organisation = the_organisation()
    except NoSuchSeat:
        return []
    return [_named(awaiting_of(draft)) for draft in waiting_for(organisation, person)]


def _named(paper: Awaiting) -> Named:
    signed = sorted(
        (one.signed_at, one.name) for one in paper.signatories if one.signed_at is not None
    )
    return Named(paper, title_of(paper), sentence_of(paper), tuple(name for _at, name in signed))
