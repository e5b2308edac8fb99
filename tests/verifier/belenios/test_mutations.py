"""Two thousand mutants that cheaters could make, the same in every run: none is accepted that changes meaning."""

from pathlib import Path
from random import Random

from hustings.verifier.belenios.engines import engine_for
from tests.verifier.belenios.mutations import (
    BALLOTS,
    SMALL,
    Subject,
    Tally,
    mutated_archives,
    mutated_ballots,
)

SEED = 20261128


def test_no_ballot_is_accepted_that_means_something_else(shared_data: Path) -> None:
    """At least half of them signed anew by the voter whom they name."""
    random, tally = Random(SEED), Tally()
    for name in BALLOTS:
        subject = Subject.published(shared_data / "belenios" / "good" / name)
        engine = engine_for(subject.election, 10**6, random.randrange)
        mutated_ballots(subject, 350, random, engine, tally)
    assert tally.wrong == []
    assert tally.all == 1400
    assert tally.resigned > 700
    assert tally.rejected.total() > 1100
    assert len(tally.checks) > 12


def test_no_archive_is_accepted_that_means_something_else(shared_data: Path) -> None:
    random, tally = Random(SEED), Tally()
    for name in SMALL:
        subject = Subject.published(shared_data / "belenios" / "good" / name)
        mutated_archives(subject, 200, random, tally)
    assert tally.wrong == []
    assert tally.all == 600
    assert tally.rejected.total() > 380
    assert len(tally.checks) > 25
