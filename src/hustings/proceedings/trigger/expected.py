"""Checks the shape of what a case file expects; a test compares it with the answer, and it never has a part in that."""

from hustings.kernel.exact import read_fraction
from hustings.proceedings.trigger.hints import fraction_right
from hustings.proceedings.trigger.returns import Outcome
from hustings.proceedings.trigger.table import KINDS, Table, shown

EXPECTED_KEYS = (
    "outcome",
    "certain",
    "settled",
    "shares",
    "combined",
    "floor",
    "if_reinstated",
    "error",
    "note",
)


def check_expected(top: Table) -> None:
    """Check the shape of what is expected; it never has a part in the answer."""
    right = '[expected.labour-2018] with outcome = "open-selection"'
    expected = top.table("expected", "expected", right)
    if expected is None:
        return
    for rulebook in expected.values:
        name = f"expected.{rulebook}"
        table = expected.table(rulebook, name if name.isprintable() else "expected", right)
        if table is not None:
            _expectation(table, EXPECTED_KEYS)


def _expectation(table: Table, known: tuple[str, ...]) -> None:
    table.only(known)
    for key in ("certain", "settled", "error"):
        table.flag(key, default=False)
    table.text("note", "")
    if "outcome" in table.values:
        table.choice("outcome", tuple(str(outcome) for outcome in Outcome))
    if "combined" in table.values:
        _fraction(table, "combined", table.values["combined"])
    for name in ("shares", "floor"):
        shares = table.table(name, f"{table.name}.{name}", f'{name} = {{ branch = "1/3" }}')
        if shares is not None:
            shares.only(KINDS)
            for key, value in shares.values.items():
                _fraction(shares, key, value)
    again = table.table("if_reinstated", f"{table.name}.if_reinstated", "a table")
    if again is not None:
        _expectation(again, ("outcome", "shares", "combined"))


def _fraction(table: Table, key: str, value: object) -> None:
    try:
        read_fraction(value if isinstance(value, str) else "")
    except ValueError:
        what = f"{shown(value)} is not an exact fraction."
        raise table.refuse(key, what, fraction_right(key, value)) from None
