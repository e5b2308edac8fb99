"""Whole elections: made by us, accepted by our verifier, and in the RFC 3526 group by Debian's belenios-tool."""

import json
from pathlib import Path

import pytest

from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    ListsQuestion,
    RankedQuestion,
)
from hustings.ballots.secret.messages.factors import factors_file
from hustings.kernel.refusals import CheckFailed
from tests.ballots.secret.making.elections import TestElection, opened, tool

YES_NO = HomomorphicQuestion("Shall A be re-adopted?", ("Yes", "No"), 1, 1)
OR_BLANK = HomomorphicQuestion("Shall A be re-adopted?", ("Yes", "No"), 1, 1, blank=True)
TWO = HomomorphicQuestion("At most two", ("A", "B"), 0, 2)
RANK = RankedQuestion("Rank", ("A", "B", "C", "D"))
LISTS = ListsQuestion("Lists", (("X", "x1", "x2"), ("Y", "y1")))

RFC, ED = "RFC-3526-2048", "Ed25519"
BOTH = pytest.mark.parametrize(
    "group", [pytest.param(RFC, marks=pytest.mark.needs("belenios-tool")), ED]
)


def _accepted(made: TestElection, group: str, folder: Path) -> object:
    """Accepted by our verifier, proofs included, and by the tool where it knows the group; the result of both."""
    made.prove(*made.decryptions)
    report = made.beside()
    assert (report.verdict, report.failed, report.warnings) == ("accept", (), ())
    if group == RFC:
        (folder / f"{made.election.uuid}.bel").write_bytes(made.archive)
        proofs = factors_file(made.proofs.values())
        (folder / f"{made.election.uuid}.factors.jsonl").write_bytes(proofs)
        said = tool(folder, "election", "verify")
        assert "all checks passed" in said
        found = json.loads(tool(folder, "election", "compute-result").splitlines()[0])["result"]
        assert found == report.result
    return report.result


@BOTH
def test_yes_or_no_with_two_trustees_and_a_vote_replaced(group: str, tmp_path: Path) -> None:
    """Yes, No, then No becomes Yes: 2 to 0."""
    made = opened(group, (YES_NO,), trustees=(2,))
    made.cast(0, (1, 0))
    made.cast(1, (0, 1))
    made.cast(1, (1, 0))
    assert made.whole(decrypts=(1, 2)) == ((2, 0),)
    assert _accepted(made, group, tmp_path) == [[2, 0]]


@BOTH
def test_blank_votes_and_weights(group: str, tmp_path: Path) -> None:
    """Weights 1, 20, 300: blank, Yes, No; and A+B, nothing, B. Blank counts first."""
    made = opened(group, (OR_BLANK, TWO), weights=(1, 20, 300))
    made.cast(0, (1, 0, 0), (1, 1))
    made.cast(1, (0, 1, 0), (0, 0))
    made.cast(2, (0, 0, 1), (0, 1))
    made.whole()
    assert _accepted(made, group, tmp_path) == [[1, 20, 300], [1, 301]]


@BOTH
def test_two_of_three_trustees_with_one_lost_and_two_shuffles(group: str, tmp_path: Path) -> None:
    """Trustee 2 has lost its key; 1 and 3 shuffle and decrypt. The papers come out in another order."""
    made = opened(group, (RANK,), trustees=((2, 3),))
    papers = [(1, 2, 3, 4), (4, 3, 0, 1), (2, 1, 0, 0)]
    for voter, paper in enumerate(papers):
        made.cast(voter, paper)
    made.whole(shuffles=(1, 3), decrypts=(1, 3))
    result = _accepted(made, group, tmp_path)
    assert isinstance(result, list)
    assert sorted(map(tuple, result[0])) == sorted(papers)


@BOTH
def test_a_single_trustee_beside_a_threshold_block_and_both_kinds_of_questions(
    group: str, tmp_path: Path
) -> None:
    """The single trustee is needed; of the block numbers 3 and 4 decrypt."""
    made = opened(group, (YES_NO, RANK), trustees=(1, (2, 3)), voters=2)
    made.cast(0, (1, 0), (1, 2, 3, 4))
    made.cast(1, (1, 0), (4, 3, 2, 1))
    made.whole(shuffles=(1, 4), decrypts=(1, 3, 4))
    result = _accepted(made, group, tmp_path)
    assert isinstance(result, list)
    assert result[0] == [2, 0]
    assert sorted(result[1]) == [[1, 2, 3, 4], [4, 3, 2, 1]]


@BOTH
def test_without_a_ballot_everything_is_zero(group: str, tmp_path: Path) -> None:
    """The identity is encrypted, decrypted and found to be zero; no ranking is no paper."""
    made = opened(group, (YES_NO, RANK))
    made.whole(shuffles=(1,))
    assert _accepted(made, group, tmp_path) == [[0, 0], []]


@BOTH
def test_one_ranking_alone_is_shuffled_as_well(group: str, tmp_path: Path) -> None:
    """The chains of the proof have one link."""
    made = opened(group, (RANK,), voters=1)
    made.cast(0, (0, 0, 0, 0))
    made.whole(shuffles=(1,))
    assert _accepted(made, group, tmp_path) == [[[0, 0, 0, 0]]]


def test_lists_of_candidates_on_ed25519() -> None:
    """Later releases than Debian's have this kind; weights count."""
    made = opened(ED, (LISTS,), weights=(1, 2, 4))
    made.cast(0, ((1, 1, 0), (0, 0)))
    made.cast(1, ((1, 1, 1), (0, 0)))
    made.cast(2, ((0, 0, 0), (1, 1)))
    made.whole()
    report = made.report()
    assert (report.verdict, report.result) == ("accept", [[[3, 3, 2], [4, 4]]])


def test_with_too_few_trustees_there_is_no_result() -> None:
    """One of two that are needed."""
    made = opened(ED, (YES_NO,), trustees=((2, 3),), voters=1)
    made.cast(0, (1, 0))
    made.close()
    made.decrypt(2)
    with pytest.raises(CheckFailed, match="2 of the trustees 1 to 3 are needed; so far it is 1"):
        made.end()


def test_our_own_archives_are_the_same_bytes_from_the_same_coins() -> None:
    """Nothing but the coins decides."""

    def bytes_of() -> bytes:
        made = opened(ED, (YES_NO,), voters=1)
        made.cast(0, (1, 0))
        made.whole()
        return made.archive

    assert bytes_of() == bytes_of()
