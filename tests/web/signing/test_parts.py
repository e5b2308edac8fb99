"""What waits for a signature is read in words: no names of fields, no codes, no numbers without their meaning."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hustings.conduct.awaiting import Awaiting
from hustings.proceedings.entry import Entry
from hustings.proceedings.few_papers import FewPapersCounted, papers_value
from hustings.proceedings.member_ballot import PacksIssued
from hustings.proceedings.member_papers import PapersEntered
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned, PacksTold
from hustings.proceedings.rolls import RollTree
from hustings.proceedings.state import PlannedStep, UnitRow
from hustings.proceedings.values import Visibility, Withheld
from hustings.record.entries import Statement
from hustings.record.organisation import RulebookAdopted
from hustings.web.signing.parts import said_by_name, said_whole
from hustings.web.signing.words import rows_of, sentence_of, title_of

AT = datetime(2019, 7, 8, 18, tzinfo=UTC)
NAMES = {"freeze step": "The rolls are frozen", "u-mill": "Millrace branch", "p-ash": "Ash Example"}


def paper(says: Any, kind: str = "test", **more: Any) -> Awaiting:
    """A statement that says this, as its signers see it."""
    statement = Statement("union", "far-dunning-2", kind, {})
    return replace(
        Awaiting(
            "r", "far-dunning-2", says, statement, "", b"", (), AT, AT, "waiting", None, NAMES
        ),
        **more,
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (
            PlannedStep("freeze", datetime(2027, 4, 5, 23, tzinfo=UTC), datetime(2027, 4, 6, 23, tzinfo=UTC)),
            "The rolls are frozen: Tuesday 6 April 2027",
        ),
        ((date(2025, 1, 1), "New Year's Day"), "Wednesday 1 January 2025 (New Year's Day)"),
        (PacksIssued("A", "the post room", 1, 500), "Pack A, papers 1 to 500: the post room"),
        (
            PacksTold(("A", "B"), 22, 1, 100, 778),
            (
                "Pack: A, B; Spoilt: 1; Papers that came back: 22; Never given out: 100; "
                "Outstanding: not come back: 778"
            ),
        ),
        (PacksTold(("A",), None, None, None, None), "Pack: A"),
        (
            UnitRow("u-mill", "Millrace branch", "branch", "Union", False, "It has no minute."),
            "Millrace branch: does not count. It has no minute.",
        ),
        (RollTree(("u-mill",), 1200, "ab12"), "Millrace branch: 1,200, ab12"),
    ],
)  # fmt: skip
def test_what_holds_several_things_is_said_in_one_phrase(value: Any, said: str) -> None:
    assert said_whole(value, NAMES) == said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("phase", "trigger", "the trigger ballot"),
        ("contests", ("trigger", "selection"), "the trigger ballot, the ballot of members"),
        ("law", "alternative-vote", "Eliminating ballot (alternative vote)"),
        ("rulebook", "labour-2018", "“Trigger ballot of 2018, as used in 2019” (labour-2018)"),
        ("rulebook", "our-own", "our-own"),
        ("step", "freeze", "The rolls are frozen"),
    ],
)
def test_what_the_record_spells_as_one_word_is_said_as_people_say_it(
    field: str, value: Any, said: str
) -> None:
    assert said_by_name(field, value, NAMES) == said


def test_papers_kept_for_the_parties_are_read_part_by_part() -> None:
    entered = PapersEntered(
        blt='1 1\n2 1 0\n0\n"p-ash"\n"Far Dunning"\n', returned=2, spoilt=0, readings=()
    )
    few: Entry = FewPapersCounted(
        elected="p-ash", papers=Withheld(papers_value(entered, ("p-ash",)), Visibility.PARTIES)
    )
    assert [(row["name"], row["value"]) for row in rows_of(paper(few))] == [
        ("Elected", "Ash Example"),
        ("Papers, as they are counted", '1 1 / 2 1 0 / 0 / "Ash Example" / "Far Dunning" (not public)'),
        ("Papers that came back", "2 (not public)"),
        ("Spoilt", "0 (not public)"),
        ("Order in which the names were drawn", "Ash Example (not public)"),
    ]  # fmt: skip


def test_packs_are_told_apart_where_each_is_told_in_several_numbers() -> None:
    """A semicolon stands between the numbers of one pack, so that another sign stands between two packs."""
    account = BallotReconciled.of([PackReturned(pack, 30, 0, 0, 0) for pack in "AB"], 10)
    told = {row["name"]: row["value"] for row in rows_of(paper(account))}
    assert " / Pack: B" in told["What everybody reads of the packs"]


def test_an_adoption_names_the_rulebook_by_its_title() -> None:
    said = sentence_of(paper(RulebookAdopted("labour-2018", "ab", {})))
    assert said == (
        "The organisation adopts the rulebook “Trigger ballot of 2018, as used in 2019” (labour-2018)."
    )


def test_a_statement_stands_under_the_name_of_its_seat() -> None:
    few = FewPapersCounted(elected="p-ash", papers=Withheld({}, Visibility.PARTIES))
    assert title_of(paper(few, seat="Far Dunning")) == "Far Dunning"
