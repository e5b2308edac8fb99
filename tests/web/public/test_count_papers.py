"""What became of papers and ballots online is told so that every figure follows from the one above it."""

from dataclasses import replace

from hustings.conduct.showing.counts import ShownCount
from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt
from hustings.counting.transcript import Transcript
from hustings.proceedings.member_ballot import PacksIssued
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.web.public.count_papers import papers_told

PAPERS = '2 1\n40 1 0\n30 2 0\n2 0\n0\n"p-1"\n"p-2"\n"Northmoor"\n'
"""Seventy papers that count, and two blank ones in the file."""


def shown(*packs: PackReturned, spoilt: int, online: int | None, invalid: int) -> ShownCount:
    """A count of these packs; with ``online``, so many of the rankings were cast there."""
    counted = count(read_blt(PAPERS.encode()).as_papers(), "alternative-vote")
    assert isinstance(counted, Transcript)
    reconciled = BallotReconciled.of(packs, 10)
    first, issued = 1, list[PacksIssued]()
    for one in packs:
        papers = one.given_out + one.unused
        issued.append(PacksIssued(one.pack, f"hall {one.pack}", first, first + papers - 1))
        first += papers
    returned = sum(one.returned for one in packs)
    return ShownCount(
        counted, ("p-1", "p-2"), PAPERS, 1, reconciled, returned, spoilt, first - 1,
        online, invalid, tuple(issued), 200,
    )  # fmt: skip


def test_papers_and_ballots_online_are_told_apart_and_rejected_ones_together() -> None:
    """50 papers, 3 of them spoilt; 26 ballots online, 1 without a ranking; 2 blank in the file: 76 less 6 is 70."""
    mixed = shown(PackReturned("A", 50, 4, 6, 40), spoilt=3, online=26, invalid=1)
    rows = {row["name"]: row["value"] for row in papers_told(mixed)["rows"]}
    assert rows == {
        "Members who may vote, on the frozen roll": "200",
        "Cast on paper": "50",
        "Cast online": "26",
        "Rejected, of those cast": "6",
        "Valid": "70",
        "In play in the last round": "70",
    }
    assert mixed.rejected == mixed.spoilt + mixed.invalid + 2


def test_packs_that_are_told_apart_are_added_up_beside_each_other() -> None:
    """Issued 60 and 50; of both together 15 never given out, 4 spoilt, 17 outstanding, 74 cast."""
    two = shown(
        PackReturned("A", 40, 4, 6, 10),
        PackReturned("B", 34, 0, 9, 7),
        spoilt=2,
        online=None,
        invalid=0,
    )
    told = papers_told(two)
    assert told["packs"]["head"] == ["Papers", "Pack A", "Pack B", "Together"]
    assert told["packs"]["rows"][0] == ["Issued", "60", "50", "110"]
    assert told["packs"]["rows"][-1] == ["Cast: came back to be counted", "40", "34", "74"]
    assert (
        "Of 110 papers issued, 74 were cast; the others: 15 never given out" in told["sentences"][0]
    )


def test_papers_that_are_missing_stand_in_the_table_with_what_the_tellers_say_of_them() -> None:
    """One paper more was issued than is accounted for."""
    one = shown(PackReturned("A", 74, 0, 6, 10), spoilt=2, online=None, invalid=0)
    assert not any("Not accounted for" in row[0] for row in papers_told(one)["packs"]["rows"])
    packs = (replace(one.packs[0], last=one.packs[0].last + 1),)
    assert one.reconciled is not None
    reconciled = replace(one.reconciled, explained="One paper was torn in the post room.")
    told = papers_told(replace(one, packs=packs, reconciled=reconciled))
    assert ["Not accounted for", "1"] in told["packs"]["rows"]
    assert told["sentences"][0].endswith("spoilt and replaced, 1 not accounted for.")
    assert "accounted" not in papers_told(one)["sentences"][0]
    assert told["explained"] == "One paper was torn in the post room."


def test_where_nobody_votes_on_paper_nothing_is_said_of_papers() -> None:
    """76 ballots online, 4 of them without a ranking and 2 blank: 70 count."""
    counted = shown(spoilt=0, online=76, invalid=4)
    told = papers_told(replace(counted, reconciled=None, packs=(), issued=0))
    assert told["sentences"] == [
        "Of the 76 cast online, 70 are valid and counted, and 6 rejected, because they rank nobody."
    ]
    assert (told["packs"], told["issued_to"]) == ({}, [])
    assert not any("paper" in row["name"] for row in told["rows"])


def test_where_every_vote_counts_no_reason_is_given_for_a_rejection() -> None:
    """70 cast online, and 70 in the file that count."""
    counted = shown(spoilt=0, online=70, invalid=0)
    told = papers_told(replace(counted, reconciled=None, packs=(), issued=0))
    assert told["sentences"] == ["All 70 cast online are valid and counted."]
