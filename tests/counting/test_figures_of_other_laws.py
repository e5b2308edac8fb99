"""Every figure in every sentence about a count by the laws without quotas is worked out again from the transcript.

As for the laws of transferable votes: a sentence that holds a digit and fits none of the patterns fails the test.
"""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.counting.comparing import compare
from hustings.counting.count import count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import from_rankings
from hustings.counting.registry import LAWS, Takes
from hustings.counting.telling import explain, round_sentences
from hustings.counting.transcript import Kind, Round, Tie, Transcript, exact_text
from hustings.kernel.refusals import Refused
from tests.counting.test_every_figure import (
    NAME,
    X,
    at,
    before,
    check_reason,
    check_sentence,
    exactly,
    figures,
)
from tests.counting.test_every_law import Lines, elections, made

OTHERS = [law.id for law in LAWS.values() if not law.several or law.takes is not Takes.RANKINGS]
FIGURE = r"(?:votes?|per cent|others? ranked below|papers? with the majority grade or a better one)"
WITH_READINGS = {
    "yes-no": [
        {"threshold": "2/3", "base": "returned", "comparison": "at-least"},
        {"turnout": "1/2", "support": "2/5", "electors": "400", "base": "electors"},
    ],
    "approval": [{"more_than_half": "yes"}],
    "alternative-vote": [{"tie": "first-preferences-back", "until": "last-two"}],
    "electoral-college": [{"tie": "first-preferences-back", "until": "last-two"}],
}


def asked_for(papers: Any, law: str, readings: dict[str, str]) -> tuple[list[LotRequired], Any]:
    """Every lot that the count asks for, drawn in the order in which it names people, and the end of it."""
    asked: list[LotRequired] = []
    while True:
        lots = [Lot(each.situation, each.between) for each in asked]
        result = count(papers, law, readings=readings, lots=lots)
        if not isinstance(result, LotRequired):
            return asked, result
        asked.append(result)


def counted(law: str, election: tuple[tuple[str, ...], Lines, int]) -> list[Transcript]:
    papers = made(law, *election)
    ends = [asked_for(papers, law, said)[1] for said in ({}, *WITH_READINGS.get(law, ()))]
    assert all(isinstance(end, (Transcript, Refused)) for end in ends)
    return [end for end in ends if isinstance(end, Transcript)]


def in_play(r: Round) -> Fraction:
    return Fraction(sum(r.votes))


def no_majority(t: Transcript, r: Round, m: re.Match[str]) -> None:
    total, needed = Fraction(m[1]), Fraction(m[2])
    assert (total, r.elected) == (in_play(r), ())
    assert 2 * needed > total >= 2 * (needed - 1)
    assert all(v < needed for v in r.votes)


def majority(t: Transcript, r: Round, m: re.Match[str]) -> None:
    c, votes, total, needed = at(t, m[1]), Fraction(m[2]), Fraction(m[3]), Fraction(m[4])
    assert (votes, total) == (r.votes[c], in_play(r))
    assert r.elected == (() if "goes on" in m[0] else (c,))
    assert votes >= needed
    assert 2 * needed > total >= 2 * (needed - 1)


def most(t: Transcript, r: Round, m: re.Match[str]) -> None:
    c = at(t, m[1])
    assert (r.elected, Fraction(m[2]), Fraction(m[3])) == ((c,), r.votes[c], in_play(r))
    others = [v for other, v in enumerate(r.votes) if other != c]
    assert (m[4] == "as many as anybody") == (r.votes[c] in others)
    assert all(v <= r.votes[c] for v in others)


def last_two(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert r.elected == (at(t, m[3]),)
    assert [v for v in r.votes if v] == [Fraction(m[1])] * 2
    assert Fraction(m[2]) == in_play(r)


def fewest(t: Transcript, r: Round, m: re.Match[str]) -> None:
    """Said of the round after which somebody went: what they had, and who had the fewest of those left."""
    gone = next(each for each in t.rounds if at(t, m[1]) in each.excluded)
    was, c = before(t, gone), at(t, m[1])
    assert (int(m[2] or was.number), Fraction(m[3])) == (was.number, was.votes[c])
    out = {x for each in t.rounds[: was.number] for x in (*each.excluded, *each.elected)}
    left = set(range(len(t.candidates))) - out - {c} - set(t.withdrawn)
    assert all(was.votes[other] >= was.votes[c] for other in left)
    if m[4]:
        assert Fraction(m[5]) == was.votes[at(t, m[4])] == min(was.votes[o] for o in left)
        assert not m[6] or Fraction(m[6]) == Fraction(m[5]) - was.votes[c]


def passed(t: Transcript, r: Round, m: re.Match[str]) -> None:
    gone = next(each for each in t.rounds if at(t, m[1]) in each.excluded)
    was = before(t, gone)
    assert Fraction(m[2]) == was.votes[at(t, m[1])]
    said = {name: Fraction(n) for n, name in re.findall(rf"{X} passed to {NAME}", m[0])}
    rows = zip(t.candidates, was.votes, gone.votes, strict=True)
    assert said == {name: now - then for name, then, now in rows if now > then}
    nobody = re.search(rf"{X} showed no further preference", m[0])
    assert gone.exhausted - was.exhausted == (Fraction(nobody[1]) if nobody else 0)
    assert len(figures(m[0])) == 1 + len(said) + bool(nobody)


def beaten(t: Transcript, r: Round, m: re.Match[str]) -> None:
    last = t.rounds[-1]
    assert (int(m[1]), Fraction(m[3])) == (last.number, last.votes[at(t, m[2])])
    assert Fraction(m[4]) == in_play(last)
    assert last.votes[at(t, m[5])] == Fraction(m[6])
    assert t.elected == (at(t, m[5]),)
    assert ("more than half" not in m[0]) or 2 * Fraction(m[6]) > in_play(last)


def outvoted(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert t.elected == (at(t, m[1]),)
    assert (Fraction(m[2]), Fraction(m[3])) == (max(r.votes), in_play(r))


def opening(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert Fraction(m[2]) == t.rounds[0].votes[at(t, m[1])]
    assert Fraction(m[3]) == in_play(t.rounds[0])


def share(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert Fraction(m[2]) == t.rounds[0].votes[at(t, m[1])]


def papers(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert Fraction(m[1]) == t.valid


def test_of_a_question(t: Transcript, r: Round, m: re.Match[str]) -> None:
    """The shares put again: the part of its base against what is needed, and the sentence says how it came out."""
    part, base, needed = Fraction(m[2]), Fraction(m[3]), Fraction(m[6])
    (said,) = [test for test in r.tests if test.what == m[1]]
    electors = int(dict(t.readings)["electors"])
    returned = t.valid + sum(n for _, n in t.rejected)
    bases = {"yes-and-no": r.votes[0] + r.votes[1], "valid": sum(r.votes), "returned": returned}
    assert base == {**bases, "electors": electors}[m[4]]
    assert part == (returned if m[1] == "turnout" else r.votes[0])
    name = {"majority": "threshold"}.get(m[1], m[1])
    assert needed == Fraction(dict(t.readings)[name]) == said.needed
    met = part > base * needed if m[5] == "more than" else part >= base * needed
    assert (m[7] == "met") == (met and base > 0) == said.met


test_of_a_question.__test__ = False  # pyright: ignore[reportFunctionMemberAccess]


def shares(t: Transcript, r: Round, m: re.Match[str]) -> None:
    said = {name: Fraction(x) for name, x in re.findall(rf"{NAME} now has {X}", m[0])}
    assert said == {name: v for name, v in zip(t.candidates, r.votes, strict=True) if v}
    assert len(figures(m[0])) == len(said)


def chosen(t: Transcript, r: Round, m: re.Match[str]) -> None:
    c = at(t, m[1])
    assert c in r.elected
    assert Fraction(m[2]) == r.votes[c]
    if "more than half" in m[0]:
        assert 2 * r.votes[c] > sum(r.votes)
    if "among the most" in m[0]:
        out = [v for o, v in enumerate(r.votes) if o not in r.elected and o not in t.withdrawn]
        assert all(v <= r.votes[c] for v in out)


def not_elected(t: Transcript, r: Round, m: re.Match[str]) -> None:
    last = t.rounds[-1]
    assert (int(m[2]), Fraction(m[3])) == (last.number, last.votes[at(t, m[1])])
    assert m[4] is None or int(m[4]) == t.vacant > 0
    assert m[5] is None or t.elected[-1] == at(t, m[5])


def the_answer(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert Fraction(m[2]) == r.votes[at(t, m[1])]
    assert t.elected == (at(t, m[3]),)


def pair(t: Transcript, r: Round, m: re.Match[str]) -> None:
    preferred, one, other = dict(r.tables)["preferred"], at(t, m[2]), at(t, m[3])
    assert (int(m[1]), int(m[4])) == (preferred[one][other], preferred[other][one])


def tied(t: Transcript, r: Round, m: re.Match[str]) -> None:
    """The tie with these people: their votes in the round named, and at every point looked back to."""
    found: list[Tie] = [tie for each in t.rounds for tie in each.ties]
    names = re.findall(NAME, m[1])
    (tie,) = {id(x): x for x in found if [t.candidates[c] for c in x.between] == names}.values()
    assert Fraction(m[2]) == tie.votes
    if t.law not in {"condorcet-schulze", "majority-judgment"}:
        assert all(t.rounds[int(m[3]) - 1].votes[c] == tie.votes for c in tie.between)
    rest = m[4]
    for number, who, x in re.findall(
        rf"Looking back to round (\d+), ([A-Za-z, ]+?) (?:each )?had {X}", rest
    ):
        assert all(
            t.rounds[int(number) - 1].votes[at(t, n)] == Fraction(x) for n in re.findall(NAME, who)
        )
        rest = rest.replace(f"round {number}", "", 1).replace(x, "", 1)
    assert not re.search(r"\d", rest)


IN_PLAY = rf"{X} papers? in play"
ENOUGH = rf"more than half \({X} or more\), and (?:is elected|the count goes on)"
AT_THE_END = rf"at the end, in round (\d+), [A-Z][a-z]+ had {X} {FIGURE}"
FILLED = r"(?:every place was filled|(\d+) places? stayed vacant)"
PATTERNS = (
    (rf"Nobody has more than half of the {IN_PLAY} \({X} or more\)\.", no_majority),
    (rf"{NAME} has {X} of the {IN_PLAY}, {ENOUGH}\.", majority),
    (
        (
            rf"{NAME} has {X} of the {X} papers? that count, "
            r"(as many as anybody|more than anybody else), and is elected\."
        ),
        most,
    ),
    (rf"The last two have {X} each of the {IN_PLAY}, and {NAME} is elected\.", last_two),
    (
        (
            rf"{NAME} was excluded after round (\d+) with {X} {FIGURE}(?:, the fewest)?"
            rf"(?:; next was {NAME} with {X}(?:, {X} more)?)?\."
        ),
        fewest,
    ),
    (rf"{NAME} was excluded ()with {X} {FIGURE}(?:; next was {NAME} with {X}())?\.", fewest),
    (rf"Of {NAME}'s {X} papers?, .*\.", passed),
    (
        (
            rf"[A-Z][a-z]+ was not elected: in round (\d+) {NAME} had {X} of the {IN_PLAY}\. "
            rf"{NAME} had {X}(?:, more than half| as well)\."
        ),
        beaten,
    ),
    (
        rf"[A-Z][a-z]+ was not elected: {NAME} had {X} of the {X} papers?; most votes elect\.",
        outvoted,
    ),
    (rf"{NAME} had {X} first preferences? among {IN_PLAY}\.", opening),
    (rf"{NAME} had {X} per cent of the (?:first preferences|whole)\.", share),
    (rf"{X} papers? were counted\.", papers),
    (
        (
            rf"The test of (\w+): {X} of {X} \(([a-z-]+)\), and (more than|at least) {X} is needed; "
            r"it is (met|not met)\."
        ),
        test_of_a_question,
    ),
    (rf"(?:{NAME} now has {X}(?:, | and )?)+\.", shares),
    (rf"{NAME} has {X}(?:,.*| and is elected(?:: .*)?)\.", chosen),
    (
        rf"{NAME} was not elected: {AT_THE_END}, and {FILLED}(?:; the last went to {NAME})?\.",
        not_elected,
    ),
    (rf"{NAME} had {X} votes?; the answer is {NAME}\.", the_answer),
    (rf"{X} papers? preferred {NAME} to {NAME}, {X} [A-Z][a-z]+ to [A-Z][a-z]+\.", pair),
    (rf"((?:[A-Z][a-z]+(?:, | and )?)+) had {X} {FIGURE} each in round (\d+)\.(.*)", tied),
)


def check(t: Transcript, r: Round, told: str) -> None:
    check_sentence(t, r, re.sub(r"^In round (\d+): ", "", told), PATTERNS)


QUOTA = ("irish-1992", "cambridge-ma")
"""Filed papers, but quotas and transfers: their sentences are those of the laws of transferable votes."""


@pytest.mark.parametrize("law", [law for law in OTHERS if law not in QUOTA])
@settings(max_examples=40)
@given(election=elections())
def test_every_figure_of_every_sentence_is_in_the_transcript(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    for transcript in counted(law, election):
        for round in transcript.rounds:
            for told in round_sentences(transcript, round):
                check(transcript, round, told)
        for name in transcript.candidates:
            for told in explain(transcript, name):
                check(transcript, transcript.rounds[-1], told)


@pytest.mark.parametrize("law", QUOTA)
@settings(max_examples=40)
@given(election=elections())
def test_every_figure_of_the_laws_of_filed_papers_is_in_the_transcript(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    for transcript in counted(law, election):
        for round in transcript.rounds:
            for told in round_sentences(transcript, round):
                check_sentence(transcript, round, told)
        for name in transcript.candidates:
            for told in explain(transcript, name):
                check_reason(transcript, name, told)


@pytest.mark.parametrize("law", [*LAWS])
@settings(max_examples=15)
@given(election=elections())
def test_a_lot_is_asked_for_with_the_figures_of_its_situation(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    """Each of the tied has the figure that the sentence says, in the round that it says."""
    asked, end = asked_for(made(law, *election), law, {})
    for lot in asked:
        found = re.match(
            rf"(.*) have {X} {FIGURE} each in round (\d+)\. Clause (\S+) of {law} ", lot.sentence
        )
        assert found is not None, lot.sentence
        assert (Fraction(found[2]), int(found[3])) == (Fraction(lot.votes), lot.round)
        assert re.findall(NAME, found[1]) == [*lot.between]
        assert found[4] == lot.clause
    ties = [
        tie for round in getattr(end, "rounds", ()) for tie in round.ties if tie.lot is not None
    ]
    if isinstance(end, Transcript):
        assert {lot.votes for lot in asked} <= {exact_text(tie.votes) for tie in ties}


PAIRS = (("alternative-vote", "plurality"), ("scottish-2007", "ers97"), ("meek-2006", "wigm"))


@pytest.mark.parametrize("laws", PAIRS)
@settings(max_examples=25)
@given(election=elections())
def test_every_figure_of_a_comparison_is_in_one_of_the_transcripts(
    laws: tuple[str, str], election: tuple[tuple[str, ...], Lines, int]
) -> None:
    names, lines, seats = election
    told: dict[tuple[int, ...], int] = {}
    for ranking, number in lines:
        told[ranking] = told.get(ranking, 0) + number
    papers = from_rankings(names, told, seats=seats if LAWS[laws[0]].several else 1)
    ends = [asked_for(papers, law, {})[1] for law in laws]
    if not all(isinstance(end, Transcript) for end in ends):
        return
    one, other = ends
    parted = compare(one, other)
    for said in parted.sentences:
        if found := re.fullmatch(rf"(.+): {X} by {laws[0]}, {X} by {laws[1]}\.", said):
            assert parted.round is not None
            for end, figure in ((one, found[2]), (other, found[3])):
                assert figure_in(end, end.rounds[parted.round - 1], found[1]) == Fraction(figure)
        elif found := re.fullmatch(rf"{laws[0]} and {laws[1]} part in round (\d+)\.", said):
            assert int(found[1]) == parted.round
        elif found := re.fullmatch(r"(\S+) ends with round (\d+)\.", said):
            assert int(found[2]) == len({one.law: one, other.law: other}[found[1]].rounds)
        elif found := re.match(r"(\S+): (?:Surplus|Exclusion) of .*? at (\S+?)(?:;|\.$)", said):
            assert parted.round is not None
            round = {one.law: one, other.law: other}[found[1]].rounds[parted.round - 1]
            assert round.transfer_value == Fraction(found[2])
        else:
            assert not re.search(r"\d", said.replace(laws[0], "").replace(laws[1], "")), said


def figure_in(t: Transcript, r: Round, what: str) -> Fraction:
    lines = {
        "Not transferable": r.not_transferable,
        "Exhausted": r.exhausted,
        "Lost by fractions": r.loss_by_fraction,
    }
    return Fraction(lines[what] if what in lines else r.votes[at(t, what)])


@settings(max_examples=20)
@given(st.sampled_from(["plurality", "card-vote", "condorcet-schulze"]), elections())
def test_a_wrong_figure_would_be_found(
    law: str, election: tuple[tuple[str, ...], Lines, int]
) -> None:
    for transcript in counted(law, election):
        for name in transcript.candidates:
            for told in explain(transcript, name):
                wrong = re.sub(
                    r"^([^0-9]*)(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}", exactly(told)
                )
                if wrong != exactly(told) and not told.startswith("In round"):
                    with pytest.raises((AssertionError, ValueError)):
                        check(transcript, transcript.rounds[-1], wrong)


def test_a_round_that_only_repeats_the_votes_says_so_without_a_figure() -> None:
    papers = from_rankings(("Ada", "Ben", "Cy"), {(0,): 6, (1,): 3, (2,): 2})
    result = count(papers, "wigm", readings={"until_two": "yes"})
    assert isinstance(result, Transcript)
    assert result.rounds[1].kind is Kind.NO_TRANSFER
    assert round_sentences(result, result.rounds[1]) == (
        "Somebody is elected; the count goes on until two are left.",
    )
