"""Papers written as a configuration of the RCV Tabulator with its records, and read back."""

import csv
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hustings.ballots.validity import Fault, Rejection, ValidityRules
from hustings.cli.convert import command as convert
from hustings.cli.count import command as count_papers
from hustings.counting.count import count
from hustings.counting.formats.document import Document
from hustings.counting.formats.json_text import read_json
from hustings.counting.formats.opening import READ_AS, Format
from hustings.counting.formats.rctab import read_rctab
from hustings.counting.formats.rctab_source import Beside
from hustings.counting.formats.rctab_writing import write_rctab
from hustings.counting.formats.writing import write_files
from hustings.kernel.refusals import BadInput
from tests.counting.formats.test_round_trips import documents

SMALL = Document(
    ("Ada", "Ben, the elder", "Cy"),
    ((2, ((0,), (), (1,))), (1, ((1, 2), (0,))), (3, ((2,),))),
    seats=2, withdrawn=(1,), title="Northmoor",
)  # fmt: skip


def read_back(document: Document) -> Document:
    configuration, records = write_rctab(document, "r.csv")
    return read_rctab(
        read_json(configuration.encode(), "c.json"),
        Beside(lambda _: records.encode(), lambda _: ()),
    )


def test_a_row_is_a_paper_and_a_cell_the_number_beside_a_candidate() -> None:
    configuration, records = write_rctab(SMALL, "r.csv")
    rows = list(csv.reader(StringIO(records)))
    assert rows[0] == ["Record", "Ada", "Ben, the elder", "Cy"]
    assert rows[1:] == [
        ["1", "1", "3", ""], ["2", "1", "3", ""], ["3", "2", "1", "1"],
        ["4", "", "", "1"], ["5", "", "", "1"], ["6", "", "", "1"],
    ]  # fmt: skip
    told = json.loads(configuration)
    assert told["cvrFileSources"][0]["filePath"] == "r.csv"
    assert [each["excluded"] for each in told["candidates"]] == [False, True, False]
    assert told["rules"]["numberOfWinners"] == "2"
    assert told["rules"]["tiebreakMode"] == "stopCountingAndAsk"


@given(document=documents(), withdrawn=st.booleans())
def test_what_is_written_counts_the_same(document: Document, withdrawn: bool) -> None:
    """As the law reads papers: skipped numbers and repeats passed over, an overvote ends the paper."""
    document = replace(document, withdrawn=(0,) if withdrawn else ())
    again = read_back(document)
    papers, back = document.as_papers(rules=READ_AS["wigm"]), again.as_papers()
    assert (back.rankings, back.multiplicities) == (papers.rankings, papers.multiplicities)
    assert (back.candidates, back.withdrawn) == (papers.candidates, papers.withdrawn)
    assert (again.seats, again.title, again.law) == (document.seats, document.title, "wigm")
    assert count(back, "wigm", readings=dict(again.readings)) == count(
        papers, "wigm", readings=dict(again.readings)
    )


READINGS: dict[str, tuple[str, ...]] = {
    "mode": ("several-per-round", "one-per-round", "bottoms-up", "sequential"),
    "threshold": ("droop", "droop-fractional", "hare", "hare-fractional"),
    "tie": ("lot", "previous-round", "candidate-order", "seeded", "previous-round-seeded", "seeded-order"),
    "decimals": ("4", "0", "9"),
    "first_round": ("no", "yes"),
    "batch": ("no", "yes"),
    "until_two": ("no", "yes"),
    "minimum": ("0", "12"),
    "stop_after": ("0", "3"),
}  # fmt: skip


@given(chosen=st.fixed_dictionaries({k: st.sampled_from(v) for k, v in READINGS.items()}))
def test_every_reading_of_the_law_comes_back(chosen: dict[str, str]) -> None:
    seed = {"seed": "-7"} if "seeded" in chosen["tie"] else {}
    document = replace(SMALL, law="wigm", readings=tuple((chosen | seed).items()))
    again = dict(read_back(document).readings)
    assert {k: again.get(k, v[0]) for k, v in READINGS.items()} == chosen
    assert again.get("seed") == seed.get("seed")


def test_a_share_and_write_ins_come_back() -> None:
    share = (("mode", "bottoms-up-threshold"), ("percentage", "15"))
    again = read_back(replace(SMALL, law="wigm", readings=share))
    assert dict(again.readings)["percentage"] == "15"
    assert dict(again.readings)["mode"] == "bottoms-up-threshold"
    names = ("Ada", "Ben", "Undeclared Write-ins")
    written = (("write_ins", names[-1]),)
    again = read_back(replace(SMALL, candidates=names, law="wigm", readings=written))
    assert again.candidates == names
    assert dict(again.readings)["write_ins"] == names[-1]


REJECTS = ValidityRules(skipped=Fault.REJECTS)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"law": "ers97"}, "law: the tabulator counts by its own rules"),
        ({"rules": REJECTS}, "rules: the tabulator never rejects a paper"),
        ({"papers": ((1, ((0,), (0,))),)}, "papers: a paper numbers a candidate twice"),
        ({"readings": (("write_ins", "Cy"),)}, "write_ins: undeclared write-ins stand last"),
        ({"rejected": ((Rejection.BLANK, 1),)}, "these papers say rejected"),
        ({"constraints": ("women>=1: Ada",)}, "these papers say constraints"),
    ],
)
def test_what_the_tabulator_cannot_be_told_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput) as refused:
        write_files(replace(SMALL, **changed), Format.RCTAB, "c.json")
    assert told in str(refused.value)


def test_the_command_writes_the_configuration_and_its_records_beside_it(tmp_path: Path) -> None:
    papers = tmp_path / "papers.blt"
    papers.write_text('3 1\n4 1 2 0\n3 2 0\n2 3 2 0\n0\n"Ada"\n"Ben"\n"Cy"\n"Northmoor"\n')
    target = tmp_path / "northmoor.json"
    result = CliRunner().invoke(convert, [str(papers), str(target), "--to", "rctab"])
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "northmoor.records.csv").exists()
    told = CliRunner().invoke(count_papers, [str(target), "--json"])
    assert json.loads(told.stdout)["law"] == "wigm"
    assert json.loads(told.stdout)["elected"] == ["Ben"]


@pytest.mark.parametrize("input_name", ["papers.blt", "papers.records.csv"])
def test_the_command_writes_its_records_over_no_file_that_nobody_named(
    tmp_path: Path, input_name: str
) -> None:
    """Neither over another file of that name nor over the papers themselves; and then nothing is written."""
    beside, target = tmp_path / "papers.records.csv", tmp_path / "papers.json"
    beside.write_text("mine\n")
    (tmp_path / input_name).write_text('2 1\n4 1 2 0\n0\n"Ada"\n"Ben"\n"Northmoor"\n')
    kept = beside.read_text()
    command = [str(tmp_path / input_name), str(target), "--to", "rctab"]
    result = CliRunner().invoke(convert, command)
    assert (result.exit_code, beside.read_text(), target.exists()) == (2, kept, False)
    assert "papers.records.csv: the records would be written here" in result.output
    beside.rename(tmp_path / "elsewhere.csv")
    command[0] = str(tmp_path / ("elsewhere.csv" if input_name == beside.name else input_name))
    assert CliRunner().invoke(convert, command).exit_code == 0
