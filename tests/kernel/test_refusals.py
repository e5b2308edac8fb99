"""One thing wrong with a file is told in sentences that end."""

import pytest

from hustings.kernel.refusals import Problem


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("is not a number", "case.toml:3: yes: is not a number. Right would be: yes = 4"),
        ("Is it a number?", "case.toml:3: yes: Is it a number? Right would be: yes = 4"),
        ("is no number.", "case.toml:3: yes: is no number. Right would be: yes = 4"),
    ],
)
def test_what_is_wrong_ends_before_what_would_be_right(what: str, told: str) -> None:
    assert str(Problem("case.toml", 3, "yes", what, "yes = 4")) == told


def test_what_has_no_right_form_is_told_as_it_is() -> None:
    assert str(Problem("case.toml", None, "", "it is not text")) == "case.toml: it is not text"
