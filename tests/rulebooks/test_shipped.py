"""The rulebooks that come with Hustings: complete, without warnings, and exactly what the sources say."""

from datetime import date
from fractions import Fraction

import pytest

from hustings.kernel.clauses import Citation, Ground
from hustings.rulebooks.deciding_stages import Trigger
from hustings.rulebooks.loader import SHELF, load, load_folder, shipped


def trigger_of(id: str) -> Trigger:
    trigger = load(id).rules.trigger
    assert trigger is not None
    return trigger


def test_seven_rulebooks_come_with_hustings() -> None:
    assert shipped() == (
        "conservative-readoption",
        "labour-2018",
        "labour-2021",
        "labour-pre2018",
        "libdem-reselection",
        "model-association",
        "uk-recall-2015",
    )


@pytest.mark.parametrize("id", shipped())
def test_a_shipped_rulebook_passes_every_check_without_a_warning(id: str) -> None:
    assert [str(warning) for warning in load_folder(SHELF / id).warnings] == []


@pytest.mark.parametrize("id", shipped())
def test_a_shipped_rulebook_has_the_name_of_its_folder(id: str) -> None:
    assert load(id).id == id


def test_only_the_model_is_not_an_unofficial_reconstruction() -> None:
    assert [id for id in shipped() if not load(id).unofficial] == ["model-association"]


def test_before_2018_reselection_needs_more_than_half_of_one_pool_of_all_units() -> None:
    aggregate = trigger_of("labour-pre2018").decision.aggregate
    assert (aggregate.value, aggregate.share_of) == ("pooled-majority", "reselect")
    assert aggregate.more_than == Fraction(1, 2)
    assert trigger_of("labour-pre2018").decision.exactly_half.value == "as-written"


def test_in_2018_one_third_of_either_pool_is_enough_and_the_clause_says_so() -> None:
    aggregate = trigger_of("labour-2018").decision.aggregate
    assert (aggregate.value, aggregate.share_of) == ("either-pool", "open")
    assert aggregate.at_least == Fraction(1, 3)
    assert aggregate.citation == Citation(Ground.CLAUSE, "5.IV.5(B)")


def test_in_2021_branches_and_affiliates_weigh_one_half_each_and_more_than_half_is_needed() -> None:
    aggregate = trigger_of("labour-2021").decision.aggregate
    assert (aggregate.value, aggregate.share_of) == ("weighted-college", "open")
    assert aggregate.weights == {"branch": Fraction(1, 2), "affiliate": Fraction(1, 2)}
    assert aggregate.more_than == Fraction(1, 2)


def test_exactly_half_and_an_empty_pool_are_not_settled_in_2021() -> None:
    decision = trigger_of("labour-2021").decision
    assert decision.exactly_half.value == decision.empty_pool.value == "unsettled"
    assert load("labour-2021").readings[decision.empty_pool.reading or 0].choices == [
        "counts-zero",
        "other-pools-decide",
    ]


@pytest.mark.parametrize("id", ["labour-pre2018", "labour-2018", "labour-2021"])
def test_no_source_settles_a_tied_unit(id: str) -> None:
    assert trigger_of(id).decision.unit_tie.value == "unsettled"


def test_the_three_trigger_rulebooks_follow_each_other_without_a_gap() -> None:
    spans = [load(f"labour-{name}").rules.rulebook.in_force for name in ("pre2018", "2018", "2021")]
    assert spans[0].until == spans[1].from_
    assert spans[1].until == spans[2].from_ == date(2021, 9, 26)
    assert spans[2].until is None


def test_an_affiliate_before_2018_has_been_affiliated_for_60_days_and_counts_once() -> None:
    units = load("labour-pre2018").rules.units
    assert units is not None
    assert units.affiliate is not None
    assert units.affiliate.affiliated_for is not None
    assert str(units.affiliate.affiliated_for.value) == "60 days"
    assert units.affiliate.one_per.value == "organisation"


def test_a_recall_petition_needs_a_tenth_of_the_roll_in_six_weeks_and_runs_to_its_end() -> None:
    petition = load("uk-recall-2015").rules.petition
    assert petition is not None
    assert petition.at_least == Fraction(1, 10)
    assert str(petition.signing.value) == "6 weeks"
    assert petition.places is not None
    assert petition.places.value == 10
    assert petition.reaching_ends.value is False
    assert petition.running_count.value is False


def test_a_lost_council_vote_leads_to_all_members_or_to_the_shortlist() -> None:
    readoption = load("conservative-readoption").rules.readoption
    assert readoption is not None
    assert readoption.second is not None
    assert readoption.first.electors.value == "executive-council"
    assert readoption.if_lost.value == ["ballot-of-all-members", "shortlist"]


def test_a_general_meeting_reselects_by_a_majority_of_those_present_and_voting() -> None:
    readoption = load("libdem-reselection").rules.readoption
    assert readoption is not None
    assert readoption.second is not None
    assert readoption.first.electors.value == "members-present"
    assert readoption.first.more_than == Fraction(1, 2)
    assert readoption.first.of.citation == Citation(Ground.CLAUSE, "19.6")


def test_the_digest_changes_with_any_byte_of_any_file() -> None:
    from hustings.rulebooks.loader import digest_of

    rulebook = load("labour-2018")
    for name in rulebook.files:
        other = rulebook.files | {name: rulebook.files[name] + b"\n"}
        assert digest_of(other) != rulebook.digest


def test_bytes_cannot_move_from_one_file_to_another_under_the_same_digest() -> None:
    from hustings.rulebooks.loader import digest_of

    assert digest_of({"a": b"xb\n1\ny", "c": b""}) != digest_of({"a": b"x", "b": b"y", "c": b""})
