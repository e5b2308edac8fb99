"""Who vouches for a log: a newcomer takes nothing back, and a quorum of those named has always signed."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.record.vouching import Line, Vouched, quorum, vouched

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)


def after(text: str, **retired: int) -> str:
    """``A5 B7``: A signs 5 entries, then B signs 7; ``A=1``: A was retired before the second line. ``7 AB`` is told."""
    steps = text.split()
    lines = [
        Line(step[0], int(step[1:]), BEGIN + timedelta(minutes=place))
        for place, step in enumerate(steps)
    ]
    gone = {one: BEGIN + timedelta(minutes=place) for one, place in retired.items()}
    found = vouched(lines, gone)
    return "" if found is None else f"{found.size} {''.join(sorted(found.witnesses))}"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("", ""),
        ("A5", "5 A"),
        ("A5 B7", "5 A"),
        ("A5 B7 A7", "7 AB"),
        ("A5 B5", "5 AB"),
        ("A3 A5 B3", "5 A"),
        ("A5 B5 A7", "5 AB"),
        ("A5 B5 A7 B7", "7 AB"),
        ("A5 B5 A7 C7", "5 AB"),
        ("A5 B5 A7 C7 B7", "7 ABC"),
        ("A3 B5 C5 B7 C7 A5", "7 ABC"),
    ],
)
def test_a_newcomer_counts_from_the_first_checkpoint_it_shares(lines: str, told: str) -> None:
    assert after(lines) == told


def test_where_somebody_is_retired_the_others_still_stand_by_what_a_quorum_of_them_signed() -> None:
    assert after("A5 B5 A7", B=3) == "7 A"
    assert after("A5 B5 C5 A7 B7", C=9) == "7 AB"
    assert after("A5 B5 C5 A7 B7", A=9) == "7 B", "C has not followed yet"
    assert after("A5 B5 C5 A7 B7 C7", A=5) == "7 BC"
    assert after("A5 B5 B7", A=2) == "7 B"


def test_where_nobody_is_left_who_vouched_the_others_begin_again() -> None:
    assert after("A5", A=1) == ""
    assert after("A5 B3", A=9) == "3 B"
    assert after("A5 B3 B8", A=2) == "8 B"


@given(
    st.lists(st.tuples(st.sampled_from("ABCDE"), st.integers(1, 6)), max_size=40),
)
def test_what_is_witnessed_never_falls_and_is_signed_by_a_quorum_of_those_named(
    steps: Sequence[tuple[str, int]],
) -> None:
    lines = [
        Line(one, size, BEGIN + timedelta(minutes=place)) for place, (one, size) in enumerate(steps)
    ]
    before = Vouched(0, frozenset())
    for count in range(1, len(lines) + 1):
        now = vouched(lines[:count], {})
        assert now is not None
        assert now.size >= before.size
        assert now.witnesses >= before.witnesses
        signers = {line.witness for line in lines[:count] if line.size == now.size}
        assert len(signers & now.witnesses) >= quorum(len(now.witnesses))
        before = now
