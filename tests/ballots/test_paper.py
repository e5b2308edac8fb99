"""Packs of papers: what was issued comes back, is spoilt, is unused or is outstanding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.paper import Pack, PackAccount, read_account, reconcile
from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.refusals import BadInput

A = PackAccount(Pack("A", 1, 100), returned=80, spoilt=2, unused=15, outstanding=3)
B = PackAccount(Pack("B", 101, 150), returned=41, spoilt=0, unused=9, outstanding=0)


def test_packs_that_add_up_reconcile() -> None:
    """100 = 80 + 2 + 15 + 3, and 50 = 41 + 0 + 9 + 0: 150 issued, 121 returned and entered."""
    found = reconcile([A, B], {"A": 80, "B": 41})
    assert found.reconciles
    assert (found.issued, found.returned, found.spoilt, found.unused) == (150, 121, 2, 24)
    assert (found.outstanding, found.entered, found.difference) == (3, 121, 0)


def test_papers_not_accounted_for_are_stated_pack_by_pack() -> None:
    """100 issued, 79 + 2 + 15 + 3 = 99: one is missing."""
    short = PackAccount(Pack("A", 1, 100), returned=79, spoilt=2, unused=15, outstanding=3)
    found = reconcile([short, B], {"A": 79, "B": 41})
    assert found.difference == 1
    assert found.problems == (
        (
            "Pack A: 100 issued, but 79 returned + 2 spoilt + 15 unused + 3 outstanding = 99; "
            "1 not accounted for."
        ),
    )


def test_more_papers_than_issued_are_stated() -> None:
    """100 issued, 82 + 2 + 15 + 3 = 102."""
    over = PackAccount(Pack("A", 1, 100), returned=82, spoilt=2, unused=15, outstanding=3)
    assert reconcile([over], {"A": 82}).problems == (
        (
            "Pack A: 100 issued, but 82 returned + 2 spoilt + 15 unused + 3 outstanding = 102; "
            "2 more than issued."
        ),
    )


def test_differences_that_cancel_over_packs_are_still_stated() -> None:
    """One short in A and one over in B leave no difference in all, and two problems."""
    short = PackAccount(Pack("A", 1, 100), returned=79, spoilt=2, unused=15, outstanding=3)
    over = PackAccount(Pack("B", 101, 150), returned=42, spoilt=0, unused=9, outstanding=0)
    found = reconcile([short, over], {"A": 79, "B": 42})
    assert found.difference == 0
    assert len(found.problems) == 2


def test_papers_entered_are_compared_with_papers_returned() -> None:
    assert reconcile([A], {"A": 79}).problems == (
        "Pack A: 80 returned, but 79 entered by the tellers.",
    )


def test_papers_entered_for_a_pack_that_was_never_issued_are_stated() -> None:
    assert reconcile([A], {"A": 80, "Z": 1}).problems == (
        "1 paper was entered for pack Z, and no such pack was issued.",
    )


def test_packs_that_share_a_number_or_a_name_are_stated() -> None:
    clash = PackAccount(Pack("B", 100, 149), returned=50, spoilt=0, unused=0, outstanding=0)
    assert reconcile([A, clash], {"A": 80, "B": 50}).problems == (
        "Packs A and B both hold paper number 100.",
    )
    assert "Pack A is listed 2 times." in reconcile([A, A], {"A": 80}).problems


@pytest.mark.parametrize(("first", "last"), [(0, 10), (10, 9), (-1, 5)])
def test_a_pack_without_papers_is_refused(first: int, last: int) -> None:
    with pytest.raises(BadInput, match="are not a pack"):
        Pack("A", first, last)


def test_a_negative_number_of_papers_is_refused() -> None:
    with pytest.raises(BadInput, match="below nought"):
        PackAccount(Pack("A", 1, 100), returned=-1, spoilt=0, unused=0, outstanding=0)


PAPERS = st.integers(0, 1000)
ACCOUNTS = st.builds(
    PackAccount,
    st.builds(Pack, st.text(min_size=1, max_size=4), st.integers(1, 9), st.integers(9, 99)),
    returned=PAPERS,
    spoilt=PAPERS,
    unused=PAPERS,
    outstanding=PAPERS,
)


@given(ACCOUNTS)
def test_what_the_record_holds_is_read_back_the_same(account: PackAccount) -> None:
    written = account.as_json()
    assert canonical_bytes(written)
    assert read_account(written) == account


@given(ACCOUNTS)
def test_a_pack_reconciles_exactly_when_nothing_is_missing_and_nothing_is_over(
    account: PackAccount,
) -> None:
    found = reconcile([account], {account.pack.name: account.returned})
    parts = account.returned + account.spoilt + account.unused + account.outstanding
    assert found.reconciles == (account.pack.issued == parts)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"returned": "80"}, "account: returned: '80' is not a number of papers"),
        ({"returned": True}, "account: returned: True is not a number of papers"),
        ({"pack": ""}, "account: pack: '' is not a text"),
        ({"extra": 1}, "account: extra: this key is not known here"),
    ],
)
def test_an_account_that_is_not_one_is_refused_by_key(change: dict[str, object], told: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_account({**A.as_json(), **change})  # type: ignore[dict-item]
    assert str(caught.value).startswith(told)


def test_an_account_without_a_key_or_that_is_no_table_is_refused() -> None:
    without = {key: value for key, value in A.as_json().items() if key != "spoilt"}
    with pytest.raises(BadInput, match="spoilt: this key is missing"):
        read_account(without)
    with pytest.raises(BadInput, match="not a table"):
        read_account([1])
