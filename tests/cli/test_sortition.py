"""``hustings sortition``: the digest first, then the draw, and the lot of a count."""

import json
from pathlib import Path

from click.testing import CliRunner

from hustings.cli.main import hustings
from hustings.counting.sortition import draw
from hustings.kernel.refusals import BadInput


def run(*arguments: str) -> str:
    result = CliRunner().invoke(hustings, ["sortition", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def names_file(tmp_path: Path) -> str:
    file = tmp_path / "names.txt"
    file.write_text("Ben\nAda\n\nCy\n", "utf-8")
    return str(file)


def test_without_a_seed_the_digest_to_be_published_is_told(tmp_path: Path) -> None:
    pool = draw("s", ["Ada", "Ben", "Cy"], 1).pool
    assert run(names_file(tmp_path)) == f"3 names, digest {pool}\n"
    assert json.loads(run(names_file(tmp_path), "--json")) == {"names": 3, "pool": pool}


def test_with_a_seed_the_names_are_drawn(tmp_path: Path) -> None:
    drawing = draw("dice 4 1 6", ["Ada", "Ben", "Cy"], 2)
    told = run(names_file(tmp_path), "--seed", "dice 4 1 6", "--places", "2")
    assert told.index(drawing.order[0]) < told.index(drawing.order[1]) < told.index("Reserves")
    found = json.loads(run(names_file(tmp_path), "--seed", "dice 4 1 6", "--places", "2", "--json"))
    assert found["drawn"] == list(drawing.drawn)


def test_the_lot_that_a_count_asks_for_is_drawn_and_the_count_takes_it(tmp_path: Path) -> None:
    papers = tmp_path / "papers.blt"
    papers.write_text('2 1\n1 1 0\n1 2 0\n0\n"Ada"\n"Ben"\n"Tie"\n', "utf-8")
    counting = ["count", str(papers), "--law", "plurality", "--json"]
    required = CliRunner().invoke(hustings, counting)
    assert required.exit_code == 3
    (tmp_path / "required.json").write_text(required.output, "utf-8")
    lot = run(str(tmp_path / "required.json"), "--seed", "dice 4 1 6")
    (tmp_path / "lot.json").write_text(lot, "utf-8")
    counted = CliRunner().invoke(hustings, [*counting, "--lot", str(tmp_path / "lot.json")])
    assert counted.exit_code == 0, counted.output
    assert json.loads(counted.output)["elected"] == [json.loads(lot)["order"][0]]


def test_names_that_stand_twice_are_turned_back(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("Ada\nAda\n", "utf-8")
    result = CliRunner().invoke(hustings, ["sortition", str(file)])
    assert isinstance(result.exception, BadInput)


def test_a_file_that_is_not_there_is_turned_back(tmp_path: Path) -> None:
    result = CliRunner().invoke(hustings, ["sortition", str(tmp_path / "none.txt")])
    assert isinstance(result.exception, BadInput)
