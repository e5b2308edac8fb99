"""Re-open nominations: a candidate like all others, and the count stops when it is elected."""

import pytest

from hustings.counting.count import count
from hustings.counting.lots import LotRequired
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.reopen import READING, count_until_reopened
from hustings.counting.transcript import Transcript
from hustings.kernel.refusals import BadInput

NAMES = ("A", "B", "C", "RON")


def papers(rankings: dict[tuple[int, ...], int], seats: int = 2) -> Papers:
    return from_rankings(NAMES, rankings, seats=seats)


def counted(given: Papers, law: str) -> Transcript:
    result = count_until_reopened(given, law, "RON")
    assert isinstance(result, Transcript), result
    return result


def test_the_count_stops_when_re_open_nominations_is_elected_and_places_stay_vacant() -> None:
    """Meek, three places of 100: quota 25.000000001. A 40 and RON 30 have it; B 20 and C 10 are not counted on."""
    given = papers({(0, 1): 40, (1,): 20, (2,): 10, (3, 1): 30}, seats=3)
    transcript = counted(given, "meek-2006")
    assert (transcript.elected, transcript.vacant, len(transcript.rounds)) == ((0,), 2, 1)
    assert transcript.rounds[0].elected == (0, 3)
    assert (READING, "RON") in transcript.readings
    whole = count(given, "meek-2006")
    assert isinstance(whole, Transcript)
    assert len(whole.elected) == 3


def test_re_open_nominations_can_be_excluded_like_anybody() -> None:
    transcript = counted(papers({(0,): 40, (1,): 35, (2,): 20, (3, 1): 5}), "meek-2006")
    assert (transcript.elected, transcript.vacant) == ((0, 1), 0)


def test_with_one_place_re_open_nominations_leaves_it_vacant() -> None:
    transcript = counted(papers({(0,): 4, (3,): 6}, seats=1), "alternative-vote")
    assert (transcript.elected, transcript.vacant) == ((), 1)


def test_those_elected_before_it_in_the_same_round_keep_their_places() -> None:
    """Block vote for three: A 9, RON 8, B 7: A is elected, and the other two places stay vacant."""
    transcript = counted(papers({(0, 1): 4, (0, 3): 5, (3, 1): 3}, seats=3), "block-vote")
    assert (transcript.elected, transcript.vacant) == ((0,), 2)


def test_a_lot_needed_only_after_it_is_elected_is_not_asked_for() -> None:
    """Meek, two places of 91: RON has 40 and the quota, 30.333333334; A, B, C, equal, would have gone to lot."""
    given = papers({(3,): 40, (0,): 17, (1,): 17, (2,): 16})
    assert isinstance(
        count(papers({(3,): 40, (0,): 17, (1,): 17, (2,): 17}), "meek-2006"), LotRequired
    )
    tied = counted(papers({(3,): 40, (0,): 17, (1,): 17, (2,): 17}), "meek-2006")
    assert (tied.elected, tied.lots) == ((), ())
    assert counted(given, "meek-2006").elected == ()


def test_a_lot_needed_before_it_is_elected_is_asked_for() -> None:
    """One place: A 4, B 4, C 1, RON 5. C goes; A and B are equal, and whoever of them goes, RON is elected."""
    given = papers({(0, 3): 4, (1, 3): 4, (2,): 1, (3,): 5}, seats=1)
    required = count_until_reopened(given, "alternative-vote", "RON")
    assert isinstance(required, LotRequired)
    assert required.between == ("A", "B")


def test_a_name_that_is_not_on_the_papers_is_turned_back() -> None:
    with pytest.raises(BadInput):
        count_until_reopened(papers({(0,): 1}), "meek-2006", "Nobody")
