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


def test_the_papers_of_a_pack_add_up_to_those_issued(stranger: Client) -> None:
    """Below the name of the row stand the figures of every pack, with commas."""
    shown = stranger.get("/seats/declared/count/").content.decode()
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td>([\d,]+)</td>', shown)
    figures = {name: int(number.replace(",", "")) for name, number in rows}
    parts = (
        "Returned",
        "Handed back spoilt before voting",
        "Never given out",
        "Outstanding: not come back",
    )
    assert figures["Issued: these added up"] == sum(figures[part] for part in parts) > 0
