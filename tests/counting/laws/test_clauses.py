"""Every clause of a law is carried out by a function, and no function claims a clause that is not there."""

import re
from pathlib import Path

import pytest

from hustings.counting.count import LAWS, module_of
from hustings.counting.laws import __path__ as folders
from hustings.kernel.clauses import CARRIED_OUT


@pytest.mark.parametrize("law", LAWS)
def test_the_clauses_written_are_the_clauses_carried_out(law: str) -> None:
    module_of(LAWS[law])
    text = Path(folders[0], f"{law.replace('-', '_')}.md").read_text("utf-8")
    written = set(re.findall(r"^## (\S+)", text, re.MULTILINE))
    assert written == {number for named, number in CARRIED_OUT if named == law}
    assert text.startswith(f"# {law}\n")
