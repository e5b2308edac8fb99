"""The eliminating ballot on elections of our making; each can be redone by hand from its docstring."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hustings.counting.constraints import read_constraint
from hustings.counting.laws.alternative_vote import Places, Readings, TieReading, Until, count
from hustings.counting.lots import Fate, Lot, LotRequired
from hustings.counting.papers import Papers, gather, withdraw
from hustings.counting.telling import explain, round_sentences
from hustings.counting.transcript import Finding, Transcript, Transfer, as_json, exact_text
from hustings.kernel.refusals import Refused

PLACES = Readings(places=Places.ONE_AFTER_ANOTHER)
LOOK_BACK = Readings(tie=TieReading.FIRST_PREFERENCES_BACK)


def papers(*lines: tuple[int, str], names: str = "ABCD") -> Papers:
    """Papers like ``(40, "AB")``: forty that put A first and B second."""
    marked = [(tuple((names.index(n),) for n in ranking), number) for number, ranking in lines]
    return gather(tuple(names), marked)


def counted(given: Papers, readings: Readings | None = None, *lots: Lot) -> Transcript:
    result = count(given, readings, lots)
    assert isinstance(result, Transcript), result
    return result


def lot_required(given: Papers, readings: Readings | None = None, *lots: Lot) -> LotRequired:
    result = count(given, readings, lots)
    assert isinstance(result, LotRequired), result
    return result


def refused(given: Papers, readings: Readings | None = None, *lots: Lot) -> Refused:
    result = count(given, readings, lots)
    assert isinstance(result, Refused), result
    return result


def names(transcript: Transcript) -> list[str]:
    return [transcript.candidates[c] for c in transcript.elected]


THREE_ROUNDS = papers((40, "A"), (30, "BC"), (16, "CB"), (8, "DC"), (6, "DA"))
"""A 40, B 30, C 16, D 14 of 100. D goes, 8 to C and 6 to A: A 46, B 30, C 24. C goes, 16 to B, and 8
show no further preference: A 46, B 46 of the 92 in play."""


def test_the_lowest_goes_round_by_round_until_one_has_more_than_half_in_play() -> None:
    """A 41, B 30, C 16, D 14 of 101; D out: A 47, B 30, C 24; C out: A 47, B 46, 8 exhausted: 47 of 93."""
    given = papers((41, "A"), (30, "BC"), (16, "CB"), (8, "DC"), (6, "DA"))
    transcript = counted(given)
    assert names(transcript) == ["A"]
    assert [r.votes for r in transcript.rounds] == [
        (41, 30, 16, 14),
        (47, 30, 24, 0),
        (47, 46, 0, 0),
    ]
    assert [r.exhausted for r in transcript.rounds] == [0, 0, 8]
    assert [r.excluded for r in transcript.rounds] == [(), (3,), (2,)]
    assert transcript.rounds[1].transfers == (Transfer(3, 0, 6), Transfer(3, 2, 8))
    assert transcript.rounds[2].transfers == (Transfer(2, 1, 16), Transfer(2, None, 8))
    assert transcript.rounds[2].finding is Finding.MAJORITY


def test_more_than_half_at_once_ends_the_count_in_round_one() -> None:
    """A 51 of 100: one round."""
    transcript = counted(papers((51, "A"), (30, "B"), (19, "CB")))
    assert names(transcript) == ["A"]
    assert len(transcript.rounds) == 1


def test_exactly_half_is_not_more_than_half() -> None:
    """A 50 of 100 is not elected in round 1; C goes, 19 to B and 1 exhausted: A 50 of the 99 in play."""
    transcript = counted(papers((50, "A"), (30, "B"), (19, "CB"), (1, "C"), names="ABC"))
    assert [r.elected for r in transcript.rounds] == [(), (0,)]
    assert transcript.rounds[1].votes == (50, 49, 0)


def test_the_base_is_the_papers_in_play_not_the_valid_papers() -> None:
    """A 42, B 33, C 25 of 100. C goes, 5 to B, 20 exhausted: A has 42 of 80, though not half of 100."""
    transcript = counted(papers((42, "A"), (33, "B"), (5, "CB"), (20, "C"), names="ABC"))
    assert names(transcript) == ["A"]
    assert (transcript.rounds[1].votes, transcript.rounds[1].continuing) == ((42, 38, 0), 80)


def test_the_reading_last_two_goes_on_past_a_majority() -> None:
    """A 51 of 100 wins either way; C's 19 pass to B: 51 to 49 between the last two."""
    given = papers((51, "A"), (30, "B"), (19, "CB"), names="ABC")
    transcript = counted(given, Readings(until=Until.LAST_TWO))
    assert [r.votes for r in transcript.rounds] == [(51, 30, 19), (51, 49, 0)]
    assert names(transcript) == ["A"]


def test_a_tie_for_lowest_stops_the_count_and_names_the_situation() -> None:
    """A 3, B 2, C 2: B and C tie for the fewest in round 1."""
    required = lot_required(papers((3, "A"), (2, "BA"), (2, "CB"), names="ABC"))
    assert required.between == ("B", "C")
    assert (required.round, required.clause, required.votes) == (1, "4", "2")
    assert required.first_drawn_is is Fate.EXCLUDED


def test_the_drawn_lot_is_followed_and_kept() -> None:
    """B drawn first: its 2 papers pass to A, 5 of 7. C drawn first: A 3, B 4 of 7."""
    given = papers((3, "A"), (2, "BA"), (2, "CB"), names="ABC")
    required = lot_required(given)
    lot = Lot(required.situation, ("B", "C"))
    assert names(counted(given, None, lot)) == ["A"]
    assert counted(given, None, lot).lots == (lot,)
    assert names(counted(given, None, Lot(required.situation, ("C", "B")))) == ["B"]


def test_a_lot_drawn_for_other_papers_does_not_fit() -> None:
    given = papers((3, "A"), (2, "BA"), (2, "CB"), names="ABC")
    other = papers((4, "A"), (2, "BA"), (2, "CB"), names="ABC")
    lot = Lot(lot_required(other).situation, ("B", "C"))
    assert lot_required(given, None, lot).situation != lot.situation


def test_a_lot_that_names_others_is_refused() -> None:
    given = papers((3, "A"), (2, "BA"), (2, "CB"), names="ABC")
    lot = Lot(lot_required(given).situation, ("A", "B"))
    assert refused(given, None, lot).code == "lot-does-not-fit"


def test_two_lots_for_one_tie_are_refused() -> None:
    given = papers((3, "A"), (2, "BA"), (2, "CB"), names="ABC")
    situation = lot_required(given).situation
    lots = (Lot(situation, ("B", "C")), Lot(situation, ("C", "B")))
    assert refused(given, None, *lots).code == "lot-given-twice"


def test_a_lot_that_the_count_does_not_need_is_refused() -> None:
    given = papers((51, "A"), (30, "B"), (19, "CB"), names="ABC")
    assert refused(given, None, Lot("0" * 64, ("B", "C"))).code == "lot-not-needed"


def test_first_preferences_back_excludes_whoever_had_fewest_first_preferences() -> None:
    """A 40, B 27, C 20, D 7. D's 7 pass to C: B 27, C 27. C had 20 at first, B 27: C goes, B 47 of 87."""
    given = papers((40, "A"), (27, "B"), (20, "CB"), (7, "DC"))
    transcript = counted(given, LOOK_BACK)
    assert names(transcript) == ["B"]
    (tie,) = transcript.rounds[2].ties
    assert (tie.between, tie.looked_back, tie.lot) == ((1, 2), ((1, (2,)),), None)
    assert lot_required(given).between == ("B", "C")


def test_looking_back_narrows_three_to_two_and_only_they_go_to_lot() -> None:
    """A 20, B 5, C 5, D 6, E 2, F 25. E goes, 1 to B, 1 to C: B, C, D 6 each. B and C had 5 at first, D 6."""
    lines = [(20, "A"), (5, "B"), (5, "C"), (6, "D"), (1, "EB"), (1, "EC"), (25, "F")]
    given = papers(*lines, names="ABCDEF")
    assert lot_required(given).between == ("B", "C", "D")
    required = lot_required(given, LOOK_BACK)
    assert (required.between, required.round, required.votes) == (("B", "C"), 2, "6")
    lots = [Lot(required.situation, ("C", "B"))]
    while isinstance(result := count(given, LOOK_BACK, lots), LotRequired):
        lots.append(Lot(result.situation, result.between))
    assert isinstance(result, Transcript)
    (tie,) = result.rounds[2].ties
    assert (tie.between, tie.looked_back, tie.chosen) == ((1, 2, 3), ((1, (1, 2)),), 2)


def test_the_last_two_with_equal_votes_go_to_lot_by_clause_5() -> None:
    """A 40 + 6, B 30 + 16: 46 each of the 92 in play."""
    required = lot_required(THREE_ROUNDS)
    assert (required.clause, required.round, required.between) == ("5", 3, ("A", "B"))
    transcript = counted(THREE_ROUNDS, None, Lot(required.situation, ("A", "B")))
    assert names(transcript) == ["B"]
    assert transcript.rounds[-1].finding is Finding.LAST_TWO
    assert transcript.rounds[-1].votes == (46, 46, 0, 0)


def test_the_last_two_look_back_where_that_is_the_reading() -> None:
    """A 46, B 46 in round 3; A had 40 first preferences, B 30: B goes."""
    assert names(counted(THREE_ROUNDS, LOOK_BACK)) == ["A"]


def test_candidates_without_a_vote_tie_and_are_never_dropped_together() -> None:
    """A 4, B 4, C 0, D 0: C and D draw first; then D goes alone, and A and B, still level, draw."""
    given = papers((4, "A"), (3, "B"), (1, "BA"))
    required = lot_required(given)
    assert required.between == ("C", "D")
    second = lot_required(given, None, Lot(required.situation, ("C", "D")))
    assert (second.clause, second.between, second.round) == ("5", ("A", "B"), 3)


def test_a_withdrawn_candidate_is_passed_over_on_every_paper() -> None:
    """A 40, B 35, C 25 with C's papers to B: C withdraws, B 60 of 100 in round 1."""
    given = withdraw(papers((40, "A"), (35, "B"), (25, "CB"), names="ABC"), ["C"])
    transcript = counted(given)
    assert transcript.rounds[0].votes == (40, 60, 0)
    assert (names(transcript), transcript.withdrawn) == (["B"], (2,))


def test_papers_only_for_the_withdrawn_are_exhausted_from_the_start() -> None:
    given = withdraw(papers((4, "A"), (3, "B"), (2, "C"), names="ABC"), ["C"])
    transcript = counted(given)
    assert transcript.rounds[0].exhausted == 2
    assert transcript.denominators["first_preference_papers"] == 7
    assert transcript.denominators["valid_papers"] == 9


def test_nobody_standing_nobody_preferred_and_several_places_are_refused() -> None:
    given = papers((4, "A"), (3, "B"), names="AB")
    assert refused(withdraw(given, ["A", "B"])).code == "nobody-stands"
    assert refused(gather(("A", "B"), [])).code == "no-paper-counts"
    assert refused(withdraw(papers((4, "A"), names="AB"), ["A"])).code == "no-paper-counts"
    assert refused(gather(("A", "B"), [(((0,),), 4)], seats=2)).code == "one-place-only"


def test_the_json_lists_every_candidate_in_every_round_and_names_the_denominators() -> None:
    transcript = counted(papers((41, "A"), (30, "BC"), (16, "CB"), (8, "DC"), (6, "DA")))
    table = as_json(transcript)
    assert {"law", "seats", "quota", "elected", "rounds", "lots", "denominators"} <= set(table)
    rounds = table["rounds"]
    assert isinstance(rounds, list)
    assert rounds[2]["votes"] == {"A": "47", "B": "46", "C": "0", "D": "0"}  # type: ignore[index,call-overload]
    assert rounds[2]["what"] == "Exclusion of C"  # type: ignore[index,call-overload]
    assert table["denominators"] == {
        "continuing_papers": "93",
        "first_preference_papers": "101",
        "valid_papers": "101",
        "papers_returned": "101",
    }


def test_amounts_are_written_without_loss() -> None:
    assert exact_text(12) == "12"
    assert exact_text(Fraction(1234, 100)) == "12.34"
    assert exact_text(Fraction(-1, 8)) == "-0.125"
    assert exact_text(Fraction(37, 3)) == "37/3"


# --- properties ---------------------------------------------------------------------------------

RANKINGS = st.permutations("ABCD").flatmap(
    lambda order: st.integers(1, 4).map(lambda length: "".join(order)[:length])
)
ELECTIONS = st.lists(st.tuples(st.integers(1, 20), RANKINGS), min_size=1, max_size=12)
READINGS = st.builds(Readings, st.sampled_from(TieReading), st.sampled_from(Until))


def count_drawing_in_order(given: Papers, readings: Readings, order: str) -> Transcript:
    """Count, drawing every lot in the order of the names given."""
    lots: list[Lot] = []
    while isinstance(result := count(given, readings, lots), LotRequired):
        lots.append(Lot(result.situation, tuple(sorted(result.between, key=order.index))))
    assert isinstance(result, Transcript), result
    return result


@given(ELECTIONS, READINGS)
def test_no_paper_is_lost_or_gained_in_any_round(
    lines: list[tuple[int, str]], readings: Readings
) -> None:
    transcript = count_drawing_in_order(papers(*lines), readings, "ABCD")
    total = sum(number for number, _ in lines)
    assert all(round.continuing + round.exhausted == total for round in transcript.rounds)
    for before, after in zip(transcript.rounds, transcript.rounds[1:], strict=False):
        (gone,) = after.excluded
        assert sum(move.votes for move in after.transfers) == before.votes[gone]
        assert after.votes[gone] == 0


@given(ELECTIONS, READINGS, st.randoms(use_true_random=False))
def test_the_order_and_grouping_of_papers_do_not_matter(
    lines: list[tuple[int, str]], readings: Readings, shuffler: object
) -> None:
    single = [(1, ranking) for number, ranking in lines for _ in range(number)]
    shuffler.shuffle(single)  # type: ignore[attr-defined]
    whole = count_drawing_in_order(papers(*lines), readings, "ABCD")
    assert count_drawing_in_order(papers(*single), readings, "ABCD") == whole


@given(ELECTIONS, READINGS, st.permutations("ABCD"))
def test_candidates_who_change_names_change_places_in_the_result(
    lines: list[tuple[int, str]], readings: Readings, renamed: list[str]
) -> None:
    table = str.maketrans("ABCD", "".join(renamed))
    moved = [(number, ranking.translate(table)) for number, ranking in lines]
    before = count_drawing_in_order(papers(*lines), readings, "ABCD")
    after = count_drawing_in_order(papers(*moved), readings, "".join(renamed))
    assert [name.translate(table) for name in names(before)] == names(after)


@given(ELECTIONS, READINGS)
def test_the_elected_has_more_than_half_in_play_or_a_settled_tie_of_the_last_two(
    lines: list[tuple[int, str]], readings: Readings
) -> None:
    last = count_drawing_in_order(papers(*lines), readings, "ABCD").rounds[-1]
    (winner,) = last.elected
    if last.finding is Finding.MAJORITY:
        assert 2 * last.votes[winner] > last.continuing
    else:
        assert 2 * last.votes[winner] == last.continuing
        assert last.ties


@given(ELECTIONS)
def test_where_the_count_stops_does_not_change_who_is_elected_unless_a_tie_intervenes(
    lines: list[tuple[int, str]],
) -> None:
    short = count_drawing_in_order(papers(*lines), Readings(), "ABCD")
    long = count_drawing_in_order(papers(*lines), Readings(until=Until.LAST_TWO), "ABCD")
    assert names(short) == names(long)
    assert [r.votes for r in long.rounds[: len(short.rounds)]] == [r.votes for r in short.rounds]


# --- several places, one after the other ------------------------------------------------------------


def ward(seats: int, names: str = "ABCD") -> Papers:
    """A 40, B 25, C 20, D 15; B is next for most."""
    lines = ((40, "ABC"), (25, "BAC"), (20, "CAB"), (15, "DBC"))
    marked = [(tuple((names.index(n),) for n in ranking), number) for number, ranking in lines]
    return gather(tuple(names), marked, seats=seats)


def kept(text: str, seats: int = 3) -> Transcript | LotRequired | Refused:
    given = ward(seats)
    return count(given, PLACES, constraints=[read_constraint(text, given.candidates)])


def test_each_place_is_filled_on_all_papers_from_their_first_preferences() -> None:
    """A 60:40 after D and C; then B 85 of the 100; then, of A's, B's and C's papers, C has 85 against D's 15."""
    transcript = counted(ward(3), PLACES)
    assert transcript.elected == (0, 1, 2)
    assert [r.votes for r in transcript.rounds if r.begins] == [
        (40, 25, 20, 15), (0, 65, 20, 15), (0, 0, 85, 15),
    ]  # fmt: skip
    assert [r.number for r in transcript.rounds] == [1, 2, 3, 4, 5]
    assert transcript.vacant == 0


def test_everybody_else_is_barred_when_only_as_many_places_are_left_as_a_category_must_have() -> (
    None
):
    """Two of three for B and D: once A is elected, C is passed over; B 85 against 15, then D 15 of 15."""
    transcript = kept("women>=2: B, D")
    assert isinstance(transcript, Transcript)
    assert transcript.elected == (0, 1, 3)
    begun = [(r.excluded, r.votes, r.exhausted) for r in transcript.rounds if r.begins]
    assert begun == [
        ((), (40, 25, 20, 15), 0), ((2,), (0, 85, 0, 15), 0), ((2,), (0, 0, 0, 15), 85),
    ]  # fmt: skip
    assert explain(transcript, "C")[1] == (
        "C is passed over: the places left are kept by the constraint of at least 2 of women."
    )
    assert (
        "For place 3 all papers are counted again from their first preferences, passing over A and B."
        in (round_sentences(transcript, transcript.rounds[-1]))
    )


def test_a_constraint_that_cannot_be_kept_is_refused_or_leaves_places_vacant() -> None:
    impossible = kept("women>=3: B, D")
    assert isinstance(impossible, Refused)
    assert (impossible.code, impossible.clause) == ("constraint-impossible", "7")
    vacant = kept("women>=3 or vacant: B, D")
    assert isinstance(vacant, Transcript)
    assert (vacant.elected, vacant.vacant) == ((1, 3), 1)


def test_a_place_for_which_no_paper_names_anybody_stays_vacant() -> None:
    given = gather(("A", "B", "C"), [(((0,),), 3)], seats=2)
    transcript = counted(given, PLACES)
    assert (transcript.elected, transcript.vacant, len(transcript.rounds)) == ((0,), 1, 1)


def test_a_tie_for_a_later_place_looks_back_over_that_place_only_and_says_its_own_rounds() -> None:
    """A wins at once. For the second place B and C tie at 4 each behind D's 5 in round 3; in round 2 C had fewer."""
    lines = ((20, "A"), (4, "B"), (3, "C"), (1, "EC"), (5, "D"))
    marked = [(tuple(("ABCDE".index(n),) for n in ranking), number) for number, ranking in lines]
    given = gather(tuple("ABCDE"), marked, seats=2)
    for reading in (TieReading.FIRST_PREFERENCES_BACK, TieReading.LATEST_ROUND_BACK):
        transcript = counted(given, Readings(tie=reading, places=Places.ONE_AFTER_ANOTHER))
        ((tie,),) = (r.ties for r in transcript.rounds if r.ties)
        assert (tie.between, tie.chosen, tie.looked_back) == ((1, 2), 2, ((2, (2,)),))


def test_a_lot_for_a_later_place_is_asked_for_in_its_round_of_the_whole_count() -> None:
    """A has more than half; for the second place B and C have 2 each and nobody else stands."""
    lines = ((5, "A"), (2, "B"), (2, "C"))
    marked = [(tuple(("ABC".index(n),) for n in ranking), number) for number, ranking in lines]
    given = gather(tuple("ABC"), marked, seats=2)
    required = lot_required(given, PLACES)
    assert (required.round, required.between, required.clause) == (2, ("B", "C"), "5")
    drawn = Lot(required.situation, ("C", "B"))
    assert counted(given, PLACES, drawn).elected == (0, 1)


@given(
    st.lists(
        st.tuples(st.permutations("ABCDE"), st.integers(1, 9)), min_size=1, max_size=6
    ),
    st.integers(1, 4),
)  # fmt: skip
def test_each_place_goes_to_whom_a_ballot_without_the_elected_elects(
    lines: list[tuple[list[str], int]], seats: int
) -> None:
    marked = [(tuple(("ABCDE".index(n),) for n in ranking), number) for ranking, number in lines]
    result = count(gather(tuple("ABCDE"), marked, seats=seats), PLACES)
    if isinstance(result, LotRequired):
        return
    assert isinstance(result, Transcript)
    one = gather(tuple("ABCDE"), marked)
    for place, winner in enumerate(result.elected):
        without = withdraw(one, ["ABCDE"[c] for c in result.elected[:place]])
        assert counted(without).elected == (winner,)
    assert len(result.elected) == seats
