"""Two tellers enter the papers of a pack, and what they entered is compared and sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.entry import (
    TELLERS_FIND,
    EnteredPaper,
    PackEntry,
    compare,
    read_pack_entry,
    tally,
)
from hustings.ballots.validity import Rejection, marks_from_numbers
from hustings.counting.papers import gather
from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.refusals import BadInput

NAMES = ("Ada Ash", "Ben Birch", "Cal Cedar")


def entry(teller: str, *numbers: tuple[int | None, ...], pack: str = "A") -> PackEntry:
    return PackEntry(pack, teller, NAMES, tuple(EnteredPaper(row) for row in numbers))


def test_numbers_beside_candidates_become_preferences_by_number() -> None:
    assert marks_from_numbers((2, None, 1)) == ((2,), (0,))
    assert marks_from_numbers((1, 1, 3)) == ((0, 1), (), (2,))
    assert marks_from_numbers((None, None)) == ()


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_a_number_that_is_no_preference_is_refused(number: int) -> None:
    with pytest.raises(BadInput, match="is not a preference"):
        EnteredPaper((1, number))


def test_tellers_who_agree_leave_no_difference() -> None:
    rows = ((1, 2, None), (None, 1, None))
    assert compare(entry("First teller", *rows), entry("Second teller", *rows)) == ()


def test_papers_read_differently_are_listed_by_pack_and_place() -> None:
    first = entry("First teller", (1, 2, None), (None, 1, None))
    second = entry("Second teller", (1, 2, None), (2, 1, None), (1, None, None))
    assert [(d.pack, d.place, d.sentence) for d in compare(first, second)] == [
        ("A", 2, "Pack A, paper 2: First teller entered - 1 -, Second teller entered 2 1 -."),
        (
            "A",
            3,
            "Pack A, paper 3: First teller entered no such paper, Second teller entered 1 - -.",
        ),
    ]


def test_a_paper_that_one_teller_rejected_is_a_difference() -> None:
    first = PackEntry(
        "A", "First teller", NAMES, (EnteredPaper((1, 2, None), Rejection.IDENTIFIES),)
    )
    (difference,) = compare(first, entry("Second teller", (1, 2, None)))
    assert "1 2 - (rejected: could-identify-the-voter)" in difference.sentence


def test_one_teller_cannot_stand_in_for_two_nor_one_pack_for_another() -> None:
    with pytest.raises(BadInput, match="a second teller enters the papers"):
        compare(entry("First teller", (1, 2, 3)), entry("First teller", (1, 2, 3)))
    with pytest.raises(BadInput, match="not the same pack"):
        compare(entry("First teller"), entry("Second teller", pack="B"))


def test_papers_that_do_not_count_are_sorted_by_reason_and_counted() -> None:
    """Pack A: two Ada then Ben, one blank, two firsts. Pack B: one Cal, one that names the voter."""
    pack_a = entry("First teller", (1, 2, None), (1, 2, None), (None, None, None), (1, 1, None))
    pack_b = PackEntry(
        "B",
        "First teller",
        NAMES,
        (EnteredPaper((None, None, 1)), EnteredPaper((1, 2, 3), Rejection.IDENTIFIES)),
    )
    found = tally([pack_a, pack_b])
    assert dict(found.counted) == {((0,), (1,)): 2, ((2,),): 1}
    assert dict(found.rejected) == {
        Rejection.BLANK: 1,
        Rejection.NO_CLEAR_FIRST: 1,
        Rejection.IDENTIFIES: 1,
    }
    assert found.returned == 6


def test_a_tally_becomes_the_papers_of_the_count() -> None:
    found = tally([entry("First teller", (1, 2, None), (None, None, None))])
    papers = gather(NAMES, found.counted, rejected=found.rejected)
    assert (papers.valid, papers.returned, papers.rankings) == (1, 2, ((0, 1),))


def test_a_pack_entered_twice_or_with_other_candidates_is_refused() -> None:
    with pytest.raises(BadInput, match="entered more than once"):
        tally([entry("First teller"), entry("First teller")])
    other = PackEntry("B", "First teller", ("Ada Ash", "Dee Dogwood", "Eve Elm"), ())
    with pytest.raises(BadInput, match="different candidates"):
        tally([entry("First teller"), other])


def test_a_paper_with_too_few_numbers_is_refused() -> None:
    with pytest.raises(BadInput, match="pack A, paper 1: 2 numbers for 3 candidates"):
        entry("First teller", (1, 2))


def test_a_reason_that_follows_from_the_numbers_is_not_the_tellers_to_give() -> None:
    with pytest.raises(BadInput, match="follows from the numbers"):
        EnteredPaper((1, 2, 3), Rejection.BLANK)


ROWS = st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 3)
PACKS = st.builds(
    PackEntry,
    st.text(min_size=1, max_size=3),
    st.text(min_size=1, max_size=8),
    st.just(NAMES),
    st.lists(
        st.builds(EnteredPaper, ROWS, st.one_of(st.none(), st.sampled_from(TELLERS_FIND))),
        max_size=6,
    ).map(tuple),
)


@given(PACKS)
def test_what_the_record_holds_is_read_back_the_same(pack: PackEntry) -> None:
    assert canonical_bytes(pack.as_json())
    assert read_pack_entry(pack.as_json()) == pack


@given(PACKS)
def test_every_paper_entered_is_counted_or_rejected(pack: PackEntry) -> None:
    assert tally([pack]).returned == len(pack.papers)


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        ({"numbers": [1, "2", None], "rejected": None}, "entry, paper 1: numbers: '2'"),
        ({"numbers": [1, 2, None], "rejected": "ugly"}, "entry, paper 1: rejected: 'ugly'"),
        ({"numbers": [1, 2, None]}, "entry, paper 1: rejected: this key is missing"),
        ({"numbers": 1, "rejected": None}, "entry, paper 1: numbers: 1 is not a list"),
    ],
)
def test_an_entry_that_is_not_one_is_refused_by_paper_and_key(
    paper: dict[str, object], told: str
) -> None:
    written = {**entry("First teller").as_json(), "papers": [paper]}
    with pytest.raises(BadInput) as caught:
        read_pack_entry(written)  # type: ignore[arg-type]
    assert str(caught.value).startswith(told)
