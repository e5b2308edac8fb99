"""What the tool of Belenios counts: its stored outputs, and fresh ones where it is installed."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hustings.counting.laws import belenios_stv, condorcet_schulze, majority_judgment
from hustings.counting.lots import Fate
from hustings.counting.numbered import from_rows, read_numbered
from hustings.counting.papers import Papers, from_rankings, withdraw
from hustings.counting.transcript import Finding, Transcript
from hustings.kernel.refusals import Refused

STV = [
    "deb20-05-ranking-stv",
    "src21-05-ranking-stv",
    "src33-05-ranking-stv",
    "src33ff-05-ranking-stv",
]
MIXED = [
    "deb20-06-mixed-threshold-shuffle",
    "src33-06-mixed-threshold-shuffle",
    "src33ff-06-mixed-threshold-shuffle",
]
BETTER = majority_judgment.Readings(middle=majority_judgment.Middle.BETTER)


def names(number: int) -> tuple[str, ...]:
    return tuple(str(place + 1) for place in range(number))


def transcript_of(result: object) -> Transcript:
    assert isinstance(result, Transcript), result
    return result


def events(transcript: Transcript) -> list[list[Any]]:
    """The rounds as the tool tells them: ties, wins and losses in their order."""
    told: list[list[Any]] = []
    for round in transcript.rounds:
        if round.excluded:
            told.append(["Lose", round.excluded[0]])
        told += [
            ["TieWin" if tie.fate is Fate.ELECTED else "TieLose", list(tie.between)]
            for tie in round.ties
        ]
        if round.elected:
            told.append(["Win", list(round.elected)])
    return told


def levels(transcript: Transcript) -> list[list[int]]:
    """The candidates level by level, from the table of levels."""
    by_level: dict[int, list[int]] = {}
    for candidate, (level,) in enumerate(dict(transcript.rounds[0].tables)["level"]):
        by_level.setdefault(level, []).append(candidate)
    return [by_level[level] for level in sorted(by_level)]


def off_diagonal(transcript: Transcript) -> dict[tuple[int, int], list[int]]:
    """The strongest paths from each candidate to each other one."""
    tables = dict(transcript.rounds[0].tables)
    return {
        (one, other): [votes, tables["path_against"][one][other]]
        for one, row in enumerate(tables["path_for"])
        for other, votes in enumerate(row)
        if one != other
    }


def gathered(rankings: list[tuple[int, ...]], number: int, seats: int) -> Papers:
    store: dict[tuple[int, ...], int] = {}
    for ranking in rankings:
        store[ranking] = store.get(ranking, 0) + 1
    return from_rankings(names(number), store, seats=seats)


def stored(shared_data: Path, archive: str, output: str) -> Any:
    path = shared_data / "belenios" / "good" / archive / f"{output}.json"
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("archive", STV)
def test_the_stored_count_of_an_archive_is_reproduced_event_by_event(
    shared_data: Path, archive: str
) -> None:
    known = stored(shared_data, archive, "stv")
    papers = gathered([tuple(ballot) for ballot in known["ballots"]], 5, 2)
    transcript = transcript_of(belenios_stv.count(papers))
    assert events(transcript) == known["events"]
    assert list(transcript.elected) == known["winners"]


@pytest.mark.parametrize(("archive", "question"), [(a, 0) for a in STV] + [(a, 2) for a in MIXED])
def test_the_stored_schulze_output_of_an_archive_is_reproduced(
    shared_data: Path, archive: str, question: int
) -> None:
    known = stored(shared_data, archive, "schulze")
    path = shared_data / "belenios" / "good" / archive / "result.json"
    transcript = transcript_of(
        condorcet_schulze.count(read_numbered(path.read_bytes(), question=question))
    )
    raw = dict(transcript.rounds[0].tables)["preferred"]
    assert [list(row) for row in raw] == known["raw"]
    assert levels(transcript) == known["winners"]
    assert transcript.rounds[0].exhausted == known.get("blank", 0)
    for (one, other), path_found in off_diagonal(transcript).items():
        assert path_found == known["beatpaths"][one][other]


@pytest.mark.parametrize("archive", MIXED)
def test_the_stored_judgment_of_an_archive_is_reproduced(shared_data: Path, archive: str) -> None:
    known = stored(shared_data, archive, "mj")
    path = shared_data / "belenios" / "good" / archive / "result.json"
    store = read_numbered(path.read_bytes(), question=3)
    transcript = transcript_of(majority_judgment.count(store, BETTER))
    tables = dict(transcript.rounds[0].tables)
    assert [list(row) for row in tables["grades"]] == known["raw"]
    order = sorted(range(4), key=lambda c: tables["order"][c])
    assert [[candidate] for candidate in order] == known["winners"]


def tool(ballots: list[list[int]], *arguments: str) -> Any:
    """What the installed tool computes."""
    run = subprocess.run(
        ["belenios-tool", "method", *arguments],
        input=json.dumps(ballots), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(run.stdout)


@pytest.mark.needs("belenios-tool")
def test_fresh_counts_of_the_installed_tool_agree_event_by_event() -> None:
    """Forty elections drawn with a fixed seed; among them are ties both for the first and for the last."""
    random, seen = Random(5), set[str]()
    for _ in range(40):
        number, seats = random.choice([3, 4, 5, 7]), random.choice([1, 2, 3])
        ballots, rankings = list[list[int]](), list[tuple[int, ...]]()
        for _ in range(random.choice([5, 20, 60, 200])):
            order = random.sample(range(number), random.randint(1, number))
            rankings.append(tuple(order))
            ballots.append([order.index(c) + 1 if c in order else 0 for c in range(number)])
        known = tool(ballots, "stv", f"--nseats={seats}")
        transcript = transcript_of(belenios_stv.count(gathered(rankings, number, seats)))
        assert events(transcript) == known["events"]
        seen |= {event[0] for event in known["events"]}
        for round in transcript.rounds:
            accounted = round.continuing + round.exhausted + round.loss_by_fraction
            assert accounted == len(ballots)
            assert abs(round.loss_by_fraction) < Fraction(1, 10**9)
    assert seen == {"Win", "Lose", "TieWin", "TieLose"}


@pytest.mark.needs("belenios-tool")
def test_fresh_schulze_and_judgment_outputs_of_the_installed_tool_agree() -> None:
    random = Random(6)
    for _ in range(20):
        number, papers = random.choice([2, 3, 5, 6]), random.choice([2, 5, 20, 61])
        rows = [[random.randint(1, number) for _ in range(number)] for _ in range(papers)]
        store: dict[tuple[int, ...], int] = {}
        for row in rows:
            store[tuple(row)] = store.get(tuple(row), 0) + 1
        grades = tuple("abcdef"[:number])
        numbers = from_rows(names(number), store, seats=number, grades=grades)
        known = tool(rows, "schulze", f"--nchoices={number}", "--blank-allowed=true")
        paths = transcript_of(condorcet_schulze.count(numbers))
        assert levels(paths) == known["winners"]
        for (one, other), path in off_diagonal(paths).items():
            assert path == known["beatpaths"][one][other]
        known = tool(
            rows, "majority-judgment", f"--nchoices={number}", f"--ngrades={number}",
            "--blank-allowed=true",
        )  # fmt: skip
        judged = transcript_of(majority_judgment.count(numbers, BETTER))
        order = dict(judged.rounds[0].tables)["order"]
        ranked = sorted(range(number), key=lambda c: order[c])
        for level in known["winners"]:
            assert sorted(ranked[: len(level)]) == sorted(level)
            ranked = ranked[len(level) :]


def test_a_surplus_passes_on_with_the_share_as_a_machine_divides_it() -> None:
    """A 3, B 1, C 1 of 5 for two: quota 2. A's papers pass on at 1/3, which in 53 bits is a little less."""
    papers = from_rankings(("A", "B", "C"), {(0, 1): 3, (1,): 1, (2,): 1}, seats=2)
    transcript = transcript_of(belenios_stv.count(papers))
    share = Fraction(6004799503160661, 2**54)
    assert Fraction(1, 3) - Fraction(1, 2**54) < share < Fraction(1, 3)
    assert transcript.rounds[1].votes[0] == 2
    assert transcript.rounds[1].votes[1] == 2
    assert transcript.rounds[1].loss_by_fraction == 0
    assert transcript.elected == (0, 1)


def test_a_tie_for_the_last_excludes_the_last_on_the_paper_and_is_told() -> None:
    """A 3, B 2, C 2 of 7 for one place: quota 4. C, last on the paper, goes; the tie stands without a lot."""
    papers = from_rankings(("A", "B", "C"), {(0,): 3, (1,): 2, (2, 1): 2})
    transcript = transcript_of(belenios_stv.count(papers))
    assert transcript.rounds[0].ties[0].between == (2, 1)
    assert transcript.rounds[1].excluded == (2,)
    assert transcript.elected == (1,)


def test_those_left_on_papers_are_all_elected_when_they_fit_the_places() -> None:
    """Two places, and only A stands on any paper: A is elected, and one place stays vacant."""
    papers = from_rankings(("A", "B"), {(0,): 3}, seats=2)
    transcript = transcript_of(belenios_stv.count(papers))
    assert (transcript.elected, transcript.rounds[0].finding) == ((0,), Finding.LAST_VACANCIES)
    assert transcript.vacant == 1
    assert isinstance(belenios_stv.count(withdraw(papers, ["A"])), Refused)
