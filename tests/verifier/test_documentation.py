"""The reference page and the code list the same checks."""

import re
from pathlib import Path

from hustings.verifier.belenios.catalogue import ARCHIVE_CHECKS
from hustings.verifier.catalogue import CHECKS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "verify.md"
ROW = re.compile(r"^\| (\d+\.\d+) \| (.+?) \|", re.MULTILINE)


def test_the_page_lists_every_check_in_the_codes_words() -> None:
    assert dict(ROW.findall(PAGE.read_text())) == CHECKS | ARCHIVE_CHECKS


def test_the_page_lists_checks_in_order() -> None:
    numbers = [
        [int(part) for part in number.split(".")] for number, _ in ROW.findall(PAGE.read_text())
    ]
    assert numbers == sorted(numbers)
