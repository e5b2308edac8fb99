"""Whom an election names in each candidate's place, and what a name is without regard to how it is written."""

import pytest

from hustings.proceedings.held_online import called_as_another, plain

NAMES = {"p-1": "Ann Ash", "p-2": "José Birch", "p-3": "Cy Cole"}
TWO = ("p-1", "p-2")


@pytest.mark.parametrize(
    ("answers", "mistaken"),
    [
        (("Ann Ash", "José Birch"), None),
        (("ANN  ash", "p-2"), None),
        (("Ann Ash, baker", "J. Birch"), None),
        (("José Birch", "Ann Ash"), ("p-1", "José Birch")),
        (("Ann Ash", "Ann Ash"), ("p-2", "Ann Ash")),
        (("p-2", "Ann Ash"), ("p-1", "p-2")),
    ],
)
def test_no_candidate_stands_in_anothers_place(
    answers: tuple[str, str], mistaken: tuple[str, str] | None
) -> None:
    assert called_as_another(TWO, answers, NAMES) == mistaken


def test_an_accent_written_otherwise_hides_nobody() -> None:
    """The name of p-2 with its accent as a sign of its own, in the place of p-1."""
    decomposed = "Jose\u0301 Birch"
    assert plain(decomposed) == plain("José Birch")
    assert called_as_another(TWO, (decomposed, "Ann Ash"), NAMES) == ("p-1", decomposed)


def test_somebody_who_has_withdrawn_stands_in_nobodys_place() -> None:
    """Set up for Ann and Cy; Cy withdraws, and Ann is put to a yes and a no: no election for Cy asks that."""
    assert called_as_another(("p-1", "nobody"), ("Ann Ash", "Cy Cole"), NAMES) == (
        "nobody",
        "Cy Cole",
    )
    assert called_as_another(("p-1", "nobody"), ("Ann Ash", "Nobody"), NAMES) is None
