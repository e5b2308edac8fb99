"""The count is told round by round, and anybody can count the papers again."""

import re

from django.test import Client

from hustings.counting.count import count
from hustings.counting.formats.blt import read_blt
from hustings.counting.transcript import Transcript


def test_the_count_is_shown_round_by_round_with_a_sentence_each(stranger: Client) -> None:
    shown = stranger.get("/seats/declared/count/").content.decode()
    assert "Round 1" in shown
    assert "Round 2" in shown
    assert "was excluded after round 1" in shown
    assert "<title" in shown


def test_every_candidate_has_an_answer_to_why(stranger: Client) -> None:
    shown = stranger.get("/seats/declared/count/").content.decode()
    for name in ("Holder Example", "Ash Example", "Birch Example"):
        assert f"What happened to {name}?" in shown


def test_the_papers_that_are_given_out_count_to_the_same_result(stranger: Client) -> None:
    shown = stranger.get("/seats/declared/count/").content.decode()
    again = counted_again(stranger, "papers-on-record.blt")
    assert again.papers in shown
    assert again.candidates[again.elected[0]] in shown


def test_the_papers_have_names_as_the_ballot_has_them(stranger: Client) -> None:
    """The same rankings; only the candidates are called otherwise than in the record."""
    named, on_record = (
        counted_again(stranger, file) for file in ("papers.blt", "papers-on-record.blt")
    )
    assert set(named.candidates) == {"Holder Example", "Ash Example", "Birch Example"}
    assert [one.votes for one in named.rounds] == [one.votes for one in on_record.rounds]


def counted_again(stranger: Client, file: str) -> Transcript:
    given = stranger.get(f"/seats/declared/count/{file}").content
    again = count(read_blt(given, file).as_papers(), "alternative-vote")
    assert isinstance(again, Transcript)
    return again


def test_a_seat_without_a_count_says_so_and_gives_no_papers(stranger: Client) -> None:
    shown = stranger.get("/seats/disputed/count/").content.decode()
    assert "No papers have been counted" in shown
    assert "What happens next" in shown
    assert stranger.get("/seats/disputed/count/papers.blt").status_code == 404


def figures_in(shown: str) -> dict[str, int]:
    """The last figure of every row that has one, by the row's name, commas left out."""
    rows = re.findall(
        r'<tr><th scope="row">([^<]+)</th>(?:<td>[^<]*</td>)*<td>([\d,]+)</td>', shown
    )
    rows += re.findall(r"<dt>([^<]+)</dt><dd>([\d,]+)</dd>", shown)
    return {name: int(number.replace(",", "")) for name, number in rows}


def test_every_paper_is_told_from_the_packs_to_the_count(stranger: Client) -> None:
    """900 papers: 100 in pack B that nobody needed, some of pack A out and not back, the others cast."""
    figures = figures_in(stranger.get("/seats/declared/count/").content.decode())
    not_cast = (
        figures["Never given out: they stayed in their pack"],
        figures["Handed back spoilt before voting, and replaced"],
        figures["Given out, and not come back"],
    )
    assert figures["Issued"] == 900
    assert not_cast[0] == 100
    cast = figures["Cast: came back to be counted"]
    assert figures["Issued"] - sum(not_cast) == cast > 0
    assert cast - figures["Rejected, of those cast"] == figures["Valid"] > 0


def test_a_sentence_says_what_became_of_the_papers_with_the_same_figures(stranger: Client) -> None:
    shown = stranger.get("/seats/declared/count/").content.decode()
    figures = figures_in(shown)
    cast, valid = figures["Cast: came back to be counted"], figures["Valid"]
    assert f"Of 900 papers issued, {cast} were cast" in shown
    assert "100 never given out" in shown
    assert cast == valid
    assert f"All {cast} cast are valid and counted." in shown


def test_the_page_says_to_whom_each_pack_of_papers_went(stranger: Client) -> None:
    shown = stranger.get("/seats/declared/count/").content.decode()
    assert "Pack A, papers 1 to 800: post room" in shown
    assert "Pack B, papers 801 to 900: hall" in shown
