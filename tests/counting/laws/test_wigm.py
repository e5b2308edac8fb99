"""Ranked choice of US cities worked by hand: thresholds, weighted surpluses, batches, the tabulator's modes."""

from fractions import Fraction

import pytest

from hustings.counting.count import count
from hustings.counting.lots import Fate
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.telling import round_sentences
from hustings.counting.transcript import Finding
from hustings.kernel.refusals import Refused
from tests.counting.elections import NORTHMOOR, counted, in_any_order, papers, required

LAW = "wigm"


def figures(*texts: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


def test_a_surplus_goes_out_at_four_decimals_and_a_last_round_shows_the_last_transfer() -> None:
    """Threshold 34, 16 / 50 = 0.32: B 26.4, C 21.2, 6.4 exhausted; D goes, then C, and B is left."""
    transcript = counted(papers(NORTHMOOR, 2), LAW)
    assert transcript.rounds[1].votes == figures("34", "26.4", "21.2", "12")
    assert transcript.rounds[1].exhausted == Fraction("6.4")
    assert [r.of for r in transcript.rounds[1:]] == [(0,), (3,), (2,), (1,)]
    assert (transcript.elected, len(transcript.rounds)) == ((0, 1), 5)


def test_fraction_and_value_are_each_rounded_down() -> None:
    """Threshold 23 // 4 + 1 = 6: A 12, 6 / 12 = 0.5; B 9, 3 / 9 = 0.3333; 0.5 x 0.3333 = 0.1666.

    C gets 12 x 0.1666 = 1.9992, D 3 x 0.3333 = 0.9999; 0.0009 is lost by fraction.
    """
    lines = {"A>B>C": 12, "B>D": 3, "C": 2, "D": 3, "E": 3}
    transcript = counted(papers(lines, 3, "ABCDE"), LAW)
    assert transcript.rounds[2].votes == figures("6", "6", "3.9992", "3.9999", "3")
    assert transcript.rounds[2].loss_by_fraction == Fraction("0.0009")


@pytest.mark.parametrize(
    ("threshold", "quota"),
    [("droop", "34"), ("droop-fractional", "33.3334"), ("hare", "50"), ("hare-fractional", "50")],
)
def test_the_threshold_is_the_one_that_the_reading_names(threshold: str, quota: str) -> None:
    transcript = in_any_order(papers(NORTHMOOR, 2), LAW, threshold=threshold)
    assert transcript.rounds[0].quota == Fraction(quota)


def test_one_place_goes_to_a_majority_of_the_active_votes_of_the_round() -> None:
    """11 papers: 6 elect; C goes, two of its papers are exhausted, and 5 of 9 elect A."""
    transcript = counted(papers({"A": 5, "B": 4, "C": 2}, 1, "ABC"), LAW, mode="majority")
    assert [r.quota for r in transcript.rounds] == [6, 5]
    assert transcript.elected == (0,)


def test_a_batch_holds_all_who_together_have_fewer_than_the_next() -> None:
    given = papers({"A": 9, "B": 8, "C": 2, "D": 1}, 1)
    assert counted(given, LAW, batch="yes").rounds[1].of == (2, 3)
    assert counted(given, LAW).rounds[1].of == (3,)


def test_a_batch_leaves_two_where_the_count_goes_on_until_two_are_left() -> None:
    """B 3 and C 1 are together below A's 9, but then A would be alone: only C goes.

    The round in which A is elected eliminates nobody, so that the second shows the same votes.
    """
    given = papers({"A": 9, "B": 3, "C": 1}, 1, "ABC")
    transcript = counted(given, LAW, batch="yes", until_two="yes")
    assert [r.of for r in transcript.rounds[1:]] == [(), (2,)]
    assert transcript.rounds[0].votes == transcript.rounds[1].votes


def test_a_percentage_is_one_of_the_votes_active_in_the_round() -> None:
    """D's 20 papers are exhausted: 25 per cent of 100 are 25, of the 80 left 20, and C has 21.

    All who are left are elected, however many they are.
    """
    given = papers({"A": 35, "B": 24, "C": 21, "D": 20}, 2)
    transcript = counted(given, LAW, mode="bottoms-up-threshold", percentage="25")
    assert [r.quota for r in transcript.rounds] == [25, 20]
    assert set(transcript.elected) == {0, 1, 2}


def test_undeclared_write_ins_go_first_and_a_minimum_takes_all_below_it() -> None:
    given = papers({"A": 9, "B": 8, "C": 4, "D": 1}, 1)
    assert counted(given, LAW, write_ins="C").rounds[1].of == (2,)
    assert counted(given, LAW, minimum="5").rounds[1].of == (2, 3)


def test_the_last_two_tied_are_settled_for_the_elected_in_the_same_round() -> None:
    """Looking back, B had 3 and A 2 before C went: B is elected."""
    given = papers({"A": 2, "B": 3, "C>A": 1}, 1, "ABC")
    transcript = counted(given, LAW, tie="previous-round")
    assert (transcript.elected, len(transcript.rounds)) == ((1,), 2)
    assert transcript.rounds[1].findings == (Finding.LAST_TWO,)
    lot = required(given, LAW)
    assert (lot.first_drawn_is, lot.clause) == (Fate.ELECTED, "6")


def test_the_order_of_the_paper_settles_a_tie_where_that_is_the_reading() -> None:
    transcript = counted(papers({"A": 3, "B": 2, "C": 2}, 1, "ABC"), LAW, tie="candidate-order")
    assert transcript.rounds[1].of == (2,)


def test_until_two_goes_on_after_a_majority() -> None:
    given = papers({"A": 6, "B": 3, "C": 2}, 1, "ABC")
    assert len(counted(given, LAW).rounds) == 1
    longer = counted(given, LAW, until_two="yes")
    assert (len(longer.rounds), longer.elected) == (3, (0,))


def test_once_somebody_is_elected_the_threshold_stays() -> None:
    """A has 8 of 16 in play, 9 are needed; D goes, 8 of 14 elect. Two are left of 11 papers, and 8 stand."""
    given = papers({"A": 8, "B": 3, "C": 3, "D": 2}, 1)
    transcript = counted(given, LAW, until_two="yes", tie="candidate-order")
    assert [r.quota for r in transcript.rounds] == [9, 8, 8, 8]
    assert [r.of for r in transcript.rounds] == [(), (3,), (), (2,)]
    assert transcript.rounds[1].elected == (0,)


def test_nobody_is_elected_while_undeclared_write_ins_have_votes() -> None:
    """W has 5 of 9 and goes first; of the four left A has 3. A had 6 of 9 and would have to wait as well."""
    transcript = counted(papers({"A": 3, "B": 1, "W": 5}, 1, "ABW"), LAW, write_ins="W")
    assert [r.elected for r in transcript.rounds] == [(), (0,)]
    waiting = counted(papers({"A": 6, "B": 2, "W": 1}, 1, "ABW"), LAW, write_ins="W")
    assert [(r.of, r.elected) for r in waiting.rounds] == [((), ()), ((2,), (0,))]


def test_the_first_threshold_kept_elects_the_larger_of_the_last_two_below_it() -> None:
    """16 papers, 9 elect; C goes with 5 that show nobody else: A 6 and B 5 stay below 9, and A is elected."""
    given = papers({"A": 6, "B": 5, "C": 5}, 1, "ABC")
    transcript = counted(given, LAW, first_round="yes", tie="candidate-order")
    assert [r.quota for r in transcript.rounds] == [9, 9]
    assert (transcript.rounds[1].elected, transcript.rounds[1].votes) == ((0,), (6, 5, 0))
    equal = papers({"A": 6, "B": 6, "C": 5}, 1, "ABC")
    assert counted(equal, LAW, first_round="yes", tie="candidate-order").elected == (0,)


def test_the_threshold_is_never_below_the_minimum() -> None:
    """14 papers and two places: 14 // 3 + 1 = 5, or the minimum of 6, of which A and B pass on nothing."""
    given = papers({"A": 6, "B": 6, "C": 2}, 2, "ABC")
    assert [counted(given, LAW, minimum=n).rounds[0].quota for n in ("0", "5", "6")] == [5, 5, 6]
    refused = count(given, LAW, readings={"minimum": "7"})
    assert isinstance(refused, Refused)
    assert refused.code == "nobody-has-the-minimum"


def test_one_per_round_takes_one_also_when_as_many_are_left_as_places() -> None:
    """Two places, A 3 and B 2: A in the first round, B in the second, and a last one without anything to move."""
    given = papers({"A": 3, "B": 2}, 2, "AB")
    transcript = counted(given, LAW, mode="one-per-round")
    assert [r.elected for r in transcript.rounds] == [(0,), (1,), ()]


def test_a_share_may_elect_more_than_the_papers_name_places_for() -> None:
    given = papers({"A": 40, "B": 30, "C": 20, "D": 10}, 1)
    transcript = counted(given, LAW, mode="bottoms-up-threshold", percentage="15")
    assert (transcript.seats, transcript.vacant, set(transcript.elected)) == (3, 0, {0, 1, 2})


PLAYERS = ("Mookie", "Yinka", "George", "Sedale")


def equal_papers(names: tuple[str, ...]) -> Papers:
    return from_rankings(names, {(c,): 2 for c in range(len(names))})


def test_the_seed_draws_what_the_generator_of_java_draws() -> None:
    """Seed 1 begins with 0.7308… and 0.4100…: the third of three in the order of letters, then the first of two."""
    transcript = counted(equal_papers(PLAYERS[:3]), LAW, tie="seeded", seed="1")
    assert [transcript.candidates[c] for r in transcript.rounds for c in r.of] == ["Yinka"]
    assert transcript.candidates[transcript.elected[0]] == "George"
    assert [tie.seed for r in transcript.rounds for tie in r.ties] == [1, 1]
    assert round_sentences(transcript, transcript.rounds[0])[-1] == (
        "Mookie, Yinka and George had 2 votes each in round 1. "
        "Drawn from the seed 1 was Yinka, who is excluded."
    )


def test_the_seed_shuffles_an_order_of_all_candidates() -> None:
    """Seed 12345 puts four into another order; the last is eliminated first, and of two the first is elected."""
    names = ("Mookie Blaylock", "Yinka Dare", "George Gervin", "Sedale Threatt")
    transcript = counted(equal_papers(names), LAW, tie="seeded-order", seed="12345")
    gone = [names[c] for r in transcript.rounds for c in r.of]
    assert gone == ["Mookie Blaylock", "Yinka Dare"]
    assert names[transcript.elected[0]] == "George Gervin"


def test_an_earlier_round_goes_before_the_seed() -> None:
    """Looking back, B had 3 and A 2: nothing is drawn."""
    given = papers({"A": 2, "B": 3, "C>A": 1}, 1, "ABC")
    transcript = counted(given, LAW, tie="previous-round-seeded", seed="7")
    (tie,) = transcript.rounds[1].ties
    assert (transcript.elected, tie.seed) == ((1,), None)


def test_one_per_round_elects_the_highest_first() -> None:
    given = papers({"A": 40, "B": 38, "C": 22}, 2, "ABC")
    both = counted(given, LAW)
    one = counted(given, LAW, mode="one-per-round")
    assert (both.rounds[0].elected, one.rounds[0].elected) == ((0, 1), (0,))
    assert set(one.elected) == {0, 1}


def test_from_the_bottom_up_until_as_many_are_left_as_places_or_all_have_a_share() -> None:
    given = papers({"A": 40, "B": 30, "C": 20, "D": 10}, 2)
    up = counted(given, LAW, mode="bottoms-up")
    assert ([r.of for r in up.rounds[1:]], set(up.elected)) == ([(3,), (2,)], {0, 1})
    share = counted(given, LAW, mode="bottoms-up-threshold", percentage="15")
    assert ([r.of for r in share.rounds[1:]], set(share.elected)) == ([(3,)], {0, 1, 2})


def test_one_place_after_the_other_passes_over_the_elected() -> None:
    """A has 6 of 10; without A, B has 6 against C's 4."""
    given = papers({"A>B": 4, "A>C": 2, "B": 2, "C": 2}, 2, "ABC")
    transcript = counted(given, LAW, mode="sequential")
    assert transcript.elected == (0, 1)
    assert [r.votes for r in transcript.rounds] == [(6, 2, 2), (0, 6, 4)]


@pytest.mark.parametrize(
    ("readings", "code"),
    [
        ({"decimals": "21"}, "no-such-precision"),
        ({"mode": "majority"}, "one-place-only"),
        ({"mode": "bottoms-up-threshold"}, "no-percentage"),
        ({"batch": "perhaps"}, "reading-not-of-this-law"),
    ],
)
def test_settings_that_cannot_be_are_refused(readings: dict[str, str], code: str) -> None:
    refused = count(papers(NORTHMOOR, 2), LAW, readings=readings)
    assert isinstance(refused, Refused)
    assert refused.code == code
