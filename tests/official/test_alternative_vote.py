"""The eliminating ballot against published counts, read where they lie and never copied."""

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.validity import Fault, Marks, ValidityRules
from hustings.counting.formats.blt import read_blt
from hustings.counting.laws.alternative_vote import Readings, TieReading, Until, count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers, gather
from hustings.counting.transcript import Transcript


@pytest.fixture(scope="module")
def public(shared_data: Path) -> Path:
    folder = shared_data / "counting" / "public"
    assert folder.is_dir(), "the published data has no ballots in counting/public"
    return folder


def expected(folder: Path) -> Any:
    return json.loads((folder / "expected.json").read_text("utf-8"))


def soi(path: Path) -> Papers:
    """Papers of a PrefLib strict-order file: ``papers: candidate,candidate,…`` counted from 1."""
    text = path.read_text("utf-8")
    names = tuple(re.findall(r"^# ALTERNATIVE NAME \d+: (.+)$", text, re.MULTILINE))
    marked: list[tuple[Marks, int]] = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            number, order = line.split(":")
            marked.append((tuple((int(c) - 1,) for c in order.split(",")), int(number)))
    return gather(names, marked)


def counted(papers: Papers, readings: Readings, *lots: Lot) -> Transcript:
    result = count(papers, readings, lots)
    assert isinstance(result, Transcript), result
    return result


def test_every_district_of_new_south_wales_2023_has_the_computed_figures_in_every_round(
    public: Path,
) -> None:
    folder = public / "irv" / "nsw-legislative-assembly-2023"
    contests = expected(folder)["contests"]
    assert len(contests) == 93
    for contest in contests:
        transcript = counted(soi(folder / contest["ballots_file"]), Readings(until=Until.LAST_TWO))
        computed, where = contest["computed"], contest["district"]
        assert [list(r.votes) for r in transcript.rounds] == computed["rounds"], where
        assert [r.excluded[0] for r in transcript.rounds[1:]] == computed["exclusion_order"], where
        assert transcript.elected == (computed["winner"],), where
        assert transcript.valid == contest["valid"], where
        declared = contest.get("official", {}).get("formal_votes", contest["valid"])
        assert transcript.valid == declared, where


def test_the_members_of_parliament_section_of_the_labour_leadership_2010(public: Path) -> None:
    folder = public / "irv" / "uk-labour-leader-2010-mps"
    told = expected(folder)
    transcript = counted(soi(folder / "ballots.soi"), Readings())
    names = told["candidates"]
    assert [dict(zip(names, r.votes, strict=True)) for r in transcript.rounds] == told["rounds"]
    assert [r.exhausted for r in transcript.rounds] == told["exhausted"]
    assert [names[r.excluded[0]] for r in transcript.rounds[1:]] == told["eliminated"]
    assert names[transcript.elected[0]] == told["section_leader_final"]


def burlington(path: Path) -> Papers:
    """One row for each rank of each ballot; an overvoted rank holds two candidates or more."""
    ballots: dict[str, dict[int, str]] = defaultdict(dict)
    for row in csv.DictReader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8"))):
        ballots[row["ballot_id"]][int(row["rank"])] = row["choice"]
    choices = {choice for ranks in ballots.values() for choice in ranks.values()}
    names = tuple(sorted(name for name in choices if not name.startswith("$")))
    every = tuple(range(len(names)))
    faults = {"$UNDERVOTE": (), "$OVERVOTE": every}
    at = {name: (place,) for place, name in enumerate(names)} | faults
    marked = [
        (tuple(at[ranks[n]] if n in ranks else () for n in range(1, max(ranks) + 1)), 1)
        for ranks in ballots.values()
    ]
    passed = Fault.PASSED_OVER
    return gather(names, marked, rules=ValidityRules(passed, Fault.STOPS, passed))


def test_burlington_2009_elects_the_declared_winner_with_the_software_count_of_the_final_two(
    public: Path,
) -> None:
    """The declared tally has one vote more for the loser (4061) than the published ballots give (4060).

    The city dropped three candidates together after round 1; here they go one at a time, which
    changes the rounds between and nothing at the end.
    """
    folder = public / "irv" / "burlington-mayor-2009"
    told = expected(folder)
    transcript = counted(burlington(folder / "ballots.csv.gz"), Readings())
    last = transcript.rounds[-1]
    final = {transcript.candidates[c]: v for c, v in enumerate(last.votes) if v}
    assert transcript.candidates[transcript.elected[0]] == told["winner"]
    assert final == {name: told["software_final"][name] for name in final}
    assert told["official_final"]["Kurt Wright"] - final["Kurt Wright"] == 1


def handmade(public: Path, name: str) -> Papers:
    return read_blt((public / "handmade" / f"{name}.blt").read_bytes(), name).as_papers()


def test_handmade_all_exhausted_needs_a_lot_and_elects_either_way(public: Path) -> None:
    papers = handmade(public, "av-all-exhausted")
    required = count(papers)
    assert isinstance(required, LotRequired)
    for order in (("B", "C"), ("C", "B")):
        lot = Lot(required.situation, order)
        assert counted(papers, Readings(), lot).elected == (0,)


def test_handmade_exact_half_is_a_reported_tie_of_the_last_two(public: Path) -> None:
    papers = handmade(public, "av-exact-half-is-not-majority")
    assert isinstance(count(papers), LotRequired)
    looking_back = counted(papers, Readings(TieReading.FIRST_PREFERENCES_BACK))
    assert (looking_back.elected, len(looking_back.rounds[-1].ties)) == ((0,), 1)


def test_handmade_tie_for_lowest_is_settled_by_the_earlier_round(public: Path) -> None:
    papers = handmade(public, "av-tie-lowest-previous-round")
    transcript = counted(papers, Readings(TieReading.FIRST_PREFERENCES_BACK))
    assert transcript.elected == (1,)
    assert (transcript.rounds[-1].votes, transcript.rounds[-1].exhausted) == ((40, 47, 0, 0), 7)


def test_every_blt_file_is_read_with_its_candidates_seats_and_valid_papers(public: Path) -> None:
    files = sorted(public.glob("*/*.blt"))
    assert len(files) > 150
    for path in files:
        blt, told = (
            read_blt(path.read_bytes(), path.name),
            json.loads(path.with_suffix(".json").read_text()),
        )
        assert blt.candidates == tuple(told.get("candidates", blt.candidates)), path.name
        assert blt.seats == told["seats"], path.name
        assert blt.as_papers().valid == told.get("valid", blt.as_papers().valid), path.name
