"""Papers that name only somebody who withdrew: whether they count for the quota, law by law, and where they stand.

A hundred papers for two places: 76 for those who stand (A 30, B 26, C 20) and 24 for W alone, who withdrew. With them
the quota is 100 // 3 + 1 = 34; without them 76 // 3 + 1 = 26, or to the decimals of the law.
"""

from fractions import Fraction

import pytest

from hustings.counting.count import count
from hustings.counting.papers import Papers, withdraw
from hustings.counting.registry import LAWS, Takes
from hustings.counting.transcript import Transcript
from tests.counting.test_every_law import filed, ranked

LINES = [((0, 1), 30), ((1, 0), 26), ((2, 1), 20), ((3,), 24)]
QUOTAS = {
    "scottish-2007": "34",
    "scottish-2011": "34",
    "northern-ireland": "34",
    "senate-2016": "34",
    "senate-2021": "34",
    "irish-1992": "34",
    "cambridge-ma": "34",
    "belenios-stv": "34",
    "ers97": "25.34",
    "wigm": "26",
    "meek-2006": "25.333333334",
    "warren": "25.333333334",
}


def given(law: str) -> Papers:
    made = filed if LAWS[law].takes is Takes.FILED else ranked
    return withdraw(made(("Ada", "Ben", "Cy", "Wyn"), LINES, 2), ["Wyn"])


def test_every_law_with_a_quota_is_here() -> None:
    takes = {Takes.RANKINGS, Takes.FILED}
    assert set(QUOTAS) == {law.id for law in LAWS.values() if law.several and law.takes in takes}


@pytest.mark.parametrize("law", QUOTAS)
def test_the_quota_takes_such_papers_or_leaves_them_out_as_the_clause_says(law: str) -> None:
    result = count(given(law), law)
    assert isinstance(result, Transcript)
    first = result.rounds[0]
    assert first.quota == Fraction(QUOTAS[law])
    assert (first.votes, result.withdrawn) == ((30, 26, 20, 0), (3,))
    assert first.exhausted + first.not_transferable == 24


@pytest.mark.parametrize("law", [law for law in QUOTAS if law != "belenios-stv"])
def test_every_clause_of_a_quota_says_so(law: str) -> None:
    """The words stand where the quota is: the reading, or what the sum is made of."""
    from pathlib import Path

    from hustings.counting import laws

    name = law.replace("-", "_")
    text = (Path(laws.__file__).parent / f"{name}.md").read_text("utf-8")
    assert "withdr" in text or "active votes" in text
