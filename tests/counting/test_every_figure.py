"""Every figure in every sentence about a count is worked out again from the transcript's data, law by law.

A sentence that holds a digit and fits none of the patterns below fails the test: nothing is said unproved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.counting.count import count
from hustings.counting.lots import Lot, LotRequired
from hustings.counting.papers import Papers, from_rankings
from hustings.counting.registry import LAWS, Takes
from hustings.counting.telling import explain, round_sentences
from hustings.counting.transcript import Amount, Round, Transcript, exact_text

NAMES = ("Ada", "Ben", "Cy", "Dot", "Eve", "Fay")
QUOTA_LAWS = [law.id for law in LAWS.values() if law.several and law.takes is Takes.RANKINGS]
NAME, X = r"([A-Z][a-z]+)", r"(-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?)"


def settled(papers: Papers, law: str) -> Transcript:
    """The count, every lot drawn in the order in which the tie names people."""
    lots: tuple[Lot, ...] = ()
    while True:
        result = count(papers, law, lots=lots)
        if not isinstance(result, LotRequired):
            assert isinstance(result, Transcript)
            return result
        lots = (*lots, Lot(result.situation, result.between))


@st.composite
def elections(draw: st.DrawFn) -> Papers:
    names = NAMES[: draw(st.integers(3, 6))]
    everybody = st.permutations(range(len(names)))
    ranking = st.builds(lambda o, n: tuple(o[:n]), everybody, st.integers(1, len(names)))
    told = draw(st.dictionaries(ranking, st.integers(1, 60), min_size=3, max_size=9))
    return from_rankings(names, told, seats=draw(st.integers(1, len(names) - 1)))


def exactly(told: str) -> str:
    """The sentence with exact amounts alone; what is cut to two decimals is proved to be the cut."""

    def proved(found: re.Match[str]) -> str:
        cut, exact = Fraction(found[1]), Fraction(found[2])
        assert cut <= exact < cut + Fraction(1, 100)
        return found[2]

    return re.sub(r"([0-9.]+)… \(exactly ([0-9/]+)\)", proved, told)


def figures(text: str) -> list[Fraction]:
    return [Fraction(found) for found in re.findall(X, text)]


Patterns = Sequence[tuple[str, Callable[[Transcript, Round, re.Match[str]], None]]]


def check_sentence(
    transcript: Transcript, round: Round, told: str, patterns: Patterns | None = None
) -> None:
    """Work out what the sentence says, by the first pattern that it fits; these laws' own unless others are given."""
    told = exactly(told)
    for pattern, check in PATTERNS if patterns is None else patterns:
        found = re.fullmatch(pattern, told)
        if found is not None:
            check(transcript, round, found)
            return
    assert not re.search(r"\d", told), f"no pattern proves the figures of: {told}"


def before(transcript: Transcript, round: Round) -> Round:
    return transcript.rounds[round.number - 2]


def at(transcript: Transcript, name: str) -> int:
    return transcript.candidates.index(name)


def _opening(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert Fraction(m[1]) == sum(t.rounds[0].votes)


def _quota(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert Fraction(m[1]) == r.quota


def _passed_on(t: Transcript, r: Round, m: re.Match[str]) -> None:
    c = at(t, m[1])
    assert Fraction(m[2]) == before(t, r).votes[c] - r.votes[c]
    assert (None if m[3] is None else Fraction(m[3])) == r.transfer_value


def _gains(t: Transcript, r: Round, m: re.Match[str]) -> None:
    """All who gained, each by exactly the difference, and nobody else."""
    was = before(t, r)
    said = {name: Fraction(x) for name, x in re.findall(rf"{NAME} gained {X}", m[0])}
    assert said == {
        name: now - then
        for name, then, now in zip(t.candidates, was.votes, r.votes, strict=True)
        if now > then
    }
    left = {
        "could not be transferred": r.not_transferable - was.not_transferable,
        "showed no further preference": r.exhausted - was.exhausted,
        "were lost by fractions": r.loss_by_fraction - was.loss_by_fraction,
    }
    for words, number in left.items():
        found = re.search(rf"{X} (?:fewer )?{words}", m[0])
        assert abs(number) == (Fraction(found[1]) if found else 0)
    told = len(said) + sum(1 for number in left.values() if number)
    assert len(figures(m[0])) == told


def _fewest_above(t: Transcript, r: Round) -> list[Fraction]:
    was, gone = (
        before(t, r),
        {c for x in t.rounds[: r.number - 1] for c in (*x.excluded, *x.elected)},
    )
    rest = set(range(len(t.candidates))) - gone - set(r.of) - set(r.excluded) - set(t.withdrawn)
    return [Fraction(min(was.votes[c] for c in rest))] if rest else []


def _excluded(t: Transcript, r: Round, m: re.Match[str]) -> None:
    was = before(t, r)
    people = re.findall(rf"{NAME} (?:was excluded )?with {X}", m[0])
    votes = {name: Fraction(x) for name, x in people}
    for c in r.of:
        assert votes[t.candidates[c]] == was.votes[c]
    following = re.search(rf"next was {NAME} with {X}", m[0])
    assert ([Fraction(following[2])] if following else []) == _fewest_above(t, r)
    value = re.search(rf"each paper at {X}", m[0])
    assert (Fraction(value[1]) if value else None) == r.transfer_value


def _in_part(t: Transcript, r: Round, m: re.Match[str]) -> None:
    assert r.of == (at(t, m[1]),)
    assert r.excluded == ()
    assert Fraction(m[2]) == r.transfer_value


def _elected(t: Transcript, r: Round, m: re.Match[str]) -> None:
    c = at(t, m[1])
    assert c in r.elected
    assert Fraction(m[2]) == r.votes[c]
    if "the quota of" in m[0]:
        assert figures(m[0])[-1] == r.quota
        assert r.votes[c] >= (r.quota or 0)


def _tied(t: Transcript, r: Round, m: re.Match[str]) -> None:
    for tie in (tie for x in t.rounds for tie in x.ties):
        text = " and ".join(t.candidates[c] for c in tie.between[-2:])
        if text in m[0] and Fraction(m[1]) == tie.votes:
            break
    else:
        raise AssertionError(m[0])
    for point, who, x in re.findall(
        rf"Looking back to round ([0-9.]+), ([A-Za-z, ]+?) (?:each )?had {X}", m[0]
    ):
        number, _, batch = point.partition(".")
        votes: tuple[Amount, ...] = t.rounds[int(number) - 1].votes
        if batch:
            votes = t.rounds[int(number) - 1].batches[int(batch) - 1].votes
        for name in re.findall(NAME, who):
            assert votes[at(t, name)] == Fraction(x)


PATTERNS = (
    (rf"{X} papers? show a first preference\.", _opening),
    (rf"The quota is {X}\.", _quota),
    (rf"{NAME} passed on {X} votes? above the quota(?:, each paper at {X})?\.", _passed_on),
    (rf"(?:{NAME} gained {X}|{X} (?:fewer )?(?:could|showed|were)).*\.", _gains),
    (rf"{NAME} was excluded with {X} votes?.*\.", _excluded),
    (r"Excluded together were .*\.", _excluded),
    (rf"{NAME} had to go: part of the papers passed on, each paper at {X}\.", _in_part),
    (rf"{NAME} has {X}(?:,.*| and is elected(?:: .*)?)\.", _elected),
    (rf"(?:[A-Z][a-z]+(?:, | and )?)+ had {X} votes? each in round \d+\..*", _tied),
)


@pytest.mark.parametrize("law", QUOTA_LAWS)
@settings(max_examples=40)
@given(papers=elections())
def test_every_figure_of_every_sentence_about_a_round_is_in_the_transcript(
    law: str, papers: Papers
) -> None:
    transcript = settled(papers, law)
    for round in transcript.rounds:
        for told in round_sentences(transcript, round):
            check_sentence(transcript, round, told)


@pytest.mark.parametrize("law", QUOTA_LAWS)
@settings(max_examples=40)
@given(papers=elections())
def test_every_figure_of_every_reason_is_in_the_transcript(law: str, papers: Papers) -> None:
    transcript = settled(papers, law)
    for name in transcript.candidates:
        for told in explain(transcript, name):
            check_reason(transcript, name, told)


def check_reason(t: Transcript, name: str, told: str) -> None:
    c = at(t, name)
    if found := re.fullmatch(
        rf"{name} had {X} first preferences? among {X} papers? in play\.", told
    ):
        assert Fraction(found[1]) == t.rounds[0].votes[c]
        assert Fraction(found[2]) == sum(t.rounds[0].votes)
    elif found := re.fullmatch(r"In round (\d+): (.*)", told):
        check_sentence(t, t.rounds[int(found[1]) - 1], found[2])
    elif found := re.match(rf"{name} was excluded after round (\d+) with {X} votes?", told):
        assert t.rounds[int(found[1]) - 1].votes[c] == Fraction(found[2])
        following = re.search(rf"next was {NAME} with {X}", told)
        gone = next(r for r in t.rounds if c in r.excluded)
        assert ([Fraction(following[2])] if following else []) == _fewest_above(t, gone)
    elif found := re.fullmatch(rf"That was {X} short of the quota of {X}\.", told):
        held = Fraction(found[2]) - Fraction(found[1])
        assert any(r.votes[c] == held and r.quota == Fraction(found[2]) for r in t.rounds)
    elif found := re.match(
        rf"{name} was not elected: at the end, in round (\d+), {name} had {X}", told
    ):
        assert int(found[1]) == len(t.rounds)
        assert Fraction(found[2]) == t.rounds[-1].votes[c]
    else:
        check_sentence(t, t.rounds[-1], told)


def test_a_wrong_figure_would_be_found() -> None:
    papers = from_rankings(NAMES[:3], {(0, 1): 5, (1,): 3, (2, 1): 2}, seats=1)
    transcript = settled(papers, "scottish-2007")
    last = transcript.rounds[-1]
    told = f"Ada has {exact_text(last.votes[0] + 1)}, the quota of 6 or more, and is elected."
    with pytest.raises(AssertionError):
        check_sentence(transcript, last, told)
    with pytest.raises(AssertionError, match="no pattern proves"):
        check_sentence(transcript, last, "There were 17 of them.")


def pieces(text: str) -> Iterator[str]:
    yield from re.findall(r"<td>([^<]*)</td>", text)


@settings(max_examples=15)
@given(papers=elections())
def test_the_page_shows_each_stage_with_exactly_the_figures_of_the_transcript(
    papers: Papers,
) -> None:
    from hustings.counting.page import html_page
    from hustings.counting.sheet import column_of, figure

    transcript = settled(replace(papers, title="<b>Northmoor & Quay</b>"), "scottish-2007")
    page = html_page(transcript)
    assert "<b>" not in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    whole = page[page.index('id="sheet"') : page.index('id="why"')]
    rows = [column_of(transcript, round) for round in transcript.rounds]
    places = transcript.places
    expected = [figure(column[at], places) for at in range(len(rows[0])) for column in rows]
    assert [*pieces(whole)][: len(expected)] == expected
    for round in transcript.rounds:
        start = page.index(f'id="at-{round.number}"')
        part = page[page.index("</desc>", start) : page.index("</svg>", start)]
        drawn = re.findall(r'class="figure"[^>]*>([0-9.]+)', part)
        shown = [c for c in range(len(papers.candidates)) if f">{papers.candidates[c]}" in part]
        assert drawn == [figure(round.votes[c], places) for c in shown]
