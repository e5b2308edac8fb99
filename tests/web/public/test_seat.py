"""A seat's page says where it stands, what is next, and shows everything that was struck."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from hustings.conduct.showing.decisions import LATEST, ShownDecision, in_sight
from tests.web.public.conftest import At
from tests.web.public.stories import LARGE

PAGES = ["", "count/", "record/", "same-returns/", "calendar.ics", "returns.csv", "bundle.zip"]


def page(stranger: Client, path: str) -> str:
    answer = stranger.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("seat", ["declared", "disputed", "exempt"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_every_seat_opens_for_a_stranger(
    stranger: Client, seat: str, path: str
) -> None:
    answer = stranger.get(f"/seats/{seat}/{path}")
    assert (answer.status_code, bool(answer.getvalue())) == (200, True)


def test_a_seat_that_the_record_does_not_know_is_not_there(stranger: Client) -> None:
    assert stranger.get("/seats/nowhere/").status_code == 404
    assert stranger.get("/seats/organisation/").status_code == 404


def test_a_decided_seat_says_first_what_was_decided_and_folds_the_dates_that_are_over(
    stranger: Client,
) -> None:
    shown = page(stranger, "/seats/declared/")
    assert shown.index("Outcome, appeal, endorsement") < shown.index("The dates</h2>")
    fold = shown[shown.index("dates that are over</summary>") :]
    assert "The rolls are frozen" in fold[: fold.index("</details>")]
    assert "The rolls are frozen" not in shown[: shown.index("dates that are over</summary>")]


def folds(shown: str) -> list[str]:
    """What is folded away on a page."""
    return re.findall(r"<details>.*?</details>", shown, re.DOTALL)


def test_a_decided_seat_folds_the_returns_that_nobody_contested(stranger: Client) -> None:
    shown = page(stranger, "/seats/declared/")
    (fold,) = [one for one in folds(shown) if 'class="return"' in one]
    assert fold.count('class="return"') == shown.count('class="return"') == 12
    assert "The 12 returns that nobody contested" in fold


def test_while_units_still_decide_every_return_is_in_sight(stranger: Client) -> None:
    shown = page(stranger, "/seats/disputed/")
    assert 'class="return"' in shown
    assert not any('class="return"' in fold for fold in folds(shown))


def test_of_many_decisions_the_latest_are_in_sight_and_the_others_folded(stranger: Client) -> None:
    shown = page(stranger, "/seats/declared/")
    (fold,) = [one for one in folds(shown) if 'class="decision"' in one]
    assert shown.count('class="decision"') == fold.count('class="decision"') + LATEST
    assert "endorsed" not in fold
    assert "opened the procedure" in fold


def test_a_decision_that_was_replaced_and_the_one_that_replaced_it_are_never_folded() -> None:
    ordinary = ShownDecision(
        number=1, kind="RollFrozen", at=datetime(2027, 3, 2, tzinfo=UTC), says="", body="",
        citation=None, applied=None, quorum=1, present=1, in_favour=1, against=0, abstained=0,
        not_voting=0, ground="", reasons="", is_override=False,
        supersedes=None, superseded_by=None, reopened=False, replaced=False,
    )  # fmt: skip
    many = [replace(ordinary, number=20 - n) for n in range(12)]
    many[7] = replace(many[7], is_override=True)
    many[9] = replace(many[9], replaced=True)
    many[10] = replace(many[10], supersedes=1)
    sight, folded = in_sight(tuple(many))
    assert [one.number for one in sight] == [20, 19, 18, 13, 11, 10]
    assert [one.number for one in folded] == [17, 16, 15, 14, 12, 9]


def test_an_undecided_seat_shows_its_dates_before_its_outcome(stranger: Client) -> None:
    shown = page(stranger, "/seats/disputed/")
    assert shown.index("The dates</h2>") < shown.index("Outcome, appeal, endorsement")


def test_a_decision_cites_the_rule_of_its_power_as_that(stranger: Client) -> None:
    shown = page(stranger, "/seats/declared/")
    assert "by the power in clause 7.1" in shown


def test_a_voided_return_stays_in_sight_struck_with_its_ground_and_reasons(
    stranger: Client,
) -> None:
    shown = page(stranger, "/seats/disputed/")
    assert "<s>for an open selection</s>" in shown
    assert f"<s>{LARGE['open']} for an open selection" in shown
    assert "voided the return of Branch-1" in shown
    assert "The list of notices could not be found." in shown
    assert "was contested" in shown


def test_a_reinstated_return_stands_again_with_its_whole_history(stranger: Client) -> None:
    shown = page(stranger, "/seats/reinstated/")
    assert "<s>for an open selection</s>" not in shown
    history = shown[shown.index('<ol class="history">') :]
    order = [history.index(word) for word in ("made its return", "was contested", "reinstated")]
    assert order == sorted(order)


def test_figures_of_a_handful_of_voters_are_withheld_and_the_page_says_why(
    stranger: Client,
) -> None:
    shown = page(stranger, "/seats/disputed/")
    assert "The figures are not public; below 10 votes they never are." in shown
    assert "5 for an open selection, 2 for reselection" not in shown


def test_shares_are_exact_and_name_what_they_are_a_share_of(stranger: Client, at: At) -> None:
    """One branch for, one affiliate against; nine branches and two affiliates, less these two, are out.

    A branch whose return was voided may make another: eight branches and two affiliates are
    outstanding, so that of twelve at least one and at most eleven want an open selection.
    """
    at("disputed")
    shown = page(stranger, "/seats/disputed/")
    assert "Outstanding, void ones among them" in shown
    assert "At least, of valid and outstanding returns" in shown
    assert "<td>1/12</td>" in shown
    assert "<td>11/12</td>" in shown
    assert "Share for an open selection, of valid returns" in shown
    assert "<td>1/1</td>" in shown
    assert "<td>0/1</td>" in shown
    assert "<td>1/2</td>" in shown
    assert "more than 1/2" in shown


def test_outcome_appeal_and_endorsement_are_shown_apart(stranger: Client) -> None:
    shown = page(stranger, "/seats/declared/")
    places = [shown.index(f"<dt>{name}</dt>") for name in ("Outcome", "Appeal", "Endorsement")]
    assert places == sorted(places)
    assert "Nobody appealed." in shown
    assert "endorsed Birch Example" in shown or "endorsed Ash Example" in shown


def test_a_decision_shows_body_power_quorum_votes_ground_and_reasons(stranger: Client) -> None:
    shown = page(stranger, "/seats/disputed/")
    at = shown.index("voided the return of Branch-1", shown.index("<h2>Decisions</h2>"))
    decision = shown[at : at + 900]
    assert "/rules/model-association/7.2/" in decision
    assert "5 present, 3 needed" in decision
    assert "4 for, 0 against" in decision
    assert "Ground:" in decision
    assert "Reasons:" in decision


def test_the_ground_of_an_exemption_is_never_shown(stranger: Client) -> None:
    for path in PAGES[:5]:
        shown = page(stranger, f"/seats/exempt/{path}")
        for word in ("pregnan", "parental", "illness", "SECRET"):
            assert word not in shown, path
    assert "Which ground applied is not public." in page(stranger, "/seats/exempt/")


def test_the_same_returns_are_decided_under_every_rulebook_of_units(stranger: Client) -> None:
    shown = page(stranger, "/seats/declared/same-returns/")
    assert shown.count("Unofficial reconstruction") == 3
    assert "the rules of this seat" in shown
    assert "Only the seat’s own rules decide anything here." in shown


def test_the_record_lists_every_entry_once_the_newest_first(stranger: Client) -> None:
    shown = page(stranger, "/seats/disputed/record/")
    numbers = [int(part.split('"')[0]) for part in shown.split('id="entry-')[1:]]
    assert numbers == list(range(len(numbers), 0, -1))
    assert "2 signatures" in shown


def test_an_exemption_cites_the_rule_of_exemptions_and_not_that_of_returns(
    stranger: Client,
) -> None:
    page = stranger.get("/seats/exempt/").content.decode()
    outcome = page.split("<dt>Outcome</dt>", 1)[1].split("</dd>", 1)[0]
    assert "clause 1.5" in text_in(outcome)
    assert "clause 3.6" not in text_in(outcome)


def test_the_ballot_of_members_cites_the_rule_of_its_count(stranger: Client) -> None:
    page = stranger.get("/seats/declared/").content.decode()
    outcome = text_in(page.split("<dt>Outcome</dt>", 1)[1].split("</dd>", 1)[0])
    returns, ballot = outcome.split("(clause 3.6)")
    assert "open selection" in returns
    assert "was selected. (clause 4.8)" in ballot


def test_after_the_last_moment_no_return_is_still_to_come(stranger: Client) -> None:
    """The disputed seat's returns were due in May 2027; the clock of these tests is later."""
    page = stranger.get("/seats/disputed/").content.decode()
    assert "no return yet" not in page
    assert "no return" in page


def text_in(markup: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", markup).split()).replace("( ", "(").replace(" )", ")")
