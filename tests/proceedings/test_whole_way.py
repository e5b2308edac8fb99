"""The main job, whole: from the opening to a declared candidate, under each rulebook that has the way."""

import pytest

from hustings.proceedings.codec import from_record, to_record
from hustings.proceedings.stages import Outcome, Stage
from hustings.proceedings.values import Withheld
from tests.proceedings.walk import Walk

WITH_A_TRIGGER = ("labour-pre2018", "labour-2018", "labour-2021", "model-association")


@pytest.mark.parametrize("rulebook", WITH_A_TRIGGER)
def test_a_seat_goes_from_the_letter_to_a_declared_candidate(rulebook: str) -> None:
    """22 papers: 9, 7, 6. The third goes out: 4 pass to the second, 2 exhaust; 11 of 20 is a majority."""
    walk = Walk(rulebook).declared()
    assert walk.state.stage is Stage.DECLARED
    assert walk.state.candidate == "p-ash"
    assert walk.state.outcome is Outcome.CANDIDATE_SELECTED


@pytest.mark.parametrize("rulebook", WITH_A_TRIGGER)
def test_the_entries_alone_lead_to_the_same_state(rulebook: str) -> None:
    walk = Walk(rulebook).declared()
    assert walk.replayed() == walk.state


def test_every_entry_of_the_way_survives_the_record() -> None:
    for entry, _ in Walk("labour-2018").declared().entries:
        written = to_record(entry)
        opened = written.withheld
        read = from_record(
            written.kind, written.body, frozenset(written.withheld), opened, written.by
        )
        assert read == entry


def test_the_outcome_replays_when_everything_withheld_has_been_erased() -> None:
    walk = Walk("labour-2018").declared()
    blind = Walk("labour-2018")
    for entry, at in walk.entries:
        written = to_record(entry)
        assert all(isinstance(value, Withheld) for value in written.withheld.values())
        read = from_record(written.kind, written.body, frozenset(written.withheld), {}, written.by)
        blind.entries.append((read, at))
    assert blind.replayed() == walk.state
