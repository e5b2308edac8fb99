"""Files that nobody could count: each is turned back with one message that names line and column, status 2."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.cli.count import command
from tests.fuzz.parsers import PARSERS, told

FOLDER = Path(__file__).parents[2] / "golden" / "malformed-papers"
EXPECTED: dict[str, str] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
WITHOUT_A_PLACE = {"cut-short.blt.gz"}
"""A packed file that breaks off has no line at which it does."""


def test_there_are_more_than_a_hundred_and_none_without_what_is_expected_of_it() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"expected.json", "records.csv"}
    assert files == set(EXPECTED)
    assert len(files) > 100


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("form", ["--text", "--json"])
def test_a_malformed_file_is_turned_back_by_line_and_column(
    monkeypatch: pytest.MonkeyPatch, name: str, form: str
) -> None:
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(command, [name, form])
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(EXPECTED[name])
    if name not in WITHOUT_A_PLACE:
        assert re.match(r"[\w.-]+:\d+: column \d+: ", result.stderr)


def test_nothing_is_written_when_papers_are_turned_back(tmp_path: Path) -> None:
    page, tables = tmp_path / "page.html", tmp_path / "tables"
    papers = FOLDER / "candidate-out-of-range.blt"
    result = CliRunner().invoke(command, [str(papers), "--html", str(page), "--csv", str(tables)])
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


PLACE = re.compile(r"papers(:\d+)?: |x(:\d+)?: ")


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=30)
@given(content=st.binary(max_size=80))
def test_arbitrary_bytes_are_read_or_turned_back(parser: str, content: bytes) -> None:
    found = told(parser, content)
    assert found is None or PLACE.match(found)


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=80)
@given(data=st.data())
def test_a_file_with_a_few_slips_is_read_or_turned_back(parser: str, data: st.DataObject) -> None:
    """A good file with bytes dropped, doubled or changed for others that its format uses."""
    content = data.draw(st.sampled_from(PARSERS[parser][1]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 12)))
        put = data.draw(
            st.one_of(
                st.just(b""),
                st.just(content[start:end] * 2),
                st.text('0123456789 =->:,{}[]#"\n\r/Aé\t', max_size=4).map(str.encode),
                st.binary(max_size=3),
            )
        )
        content = content[:start] + put + content[end:]
    found = told(parser, content)
    assert found is None or PLACE.match(found)
