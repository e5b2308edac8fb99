"""The page of tools in a real browser: an opened vote is checked, codes and a key are made; it says whose it is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hustings.ballots.secret.messages.election import HomomorphicQuestion
from tests.ballots.secret.making.elections import opened
from tests.booth.papers import YES_NO, paper
from tests.booth.small_server import Box, serving
from tests.booth.test_accepted_by_the_tool import read_last_event
from tests.booth.test_journeys import holds_for_everybody

pytestmark = pytest.mark.needs("chromium")

VECTOR = json.loads(
    (Path(__file__).resolve().parents[1] / "golden/secret/ballot-ed25519-yes.json").read_text(
        "utf-8"
    )
)


@pytest.fixture
def address() -> Iterator[str]:
    with serving(Box(paper(YES_NO))) as address:
        yield address


def tools(chromium: Any, address: str, name: str = "tools/tools.html", **options: Any) -> Any:
    page = chromium.new_context(**options).new_page()
    page.set_default_timeout(8_000)
    page.goto(f"{address}/{name}")
    page.get_by_role("heading", name="Make codes").wait_for()
    return page


def downloaded(page: Any, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save {name}").click()
    return Path(download.value.path()).read_text("utf-8")


def test_an_opened_vote_is_checked_without_any_request(
    chromium: Any, address: str, tmp_path: Path
) -> None:
    page = tools(chromium, address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (tmp_path / "election.json").write_text(VECTOR["election"], "utf-8")
    (tmp_path / "opened.json").write_text(json.dumps(VECTOR["opened"]), "utf-8")
    page.get_by_label("election.json").set_input_files(tmp_path / "election.json")
    page.get_by_label("The opened vote").set_input_files(tmp_path / "opened.json")
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("It holds").wait_for()
    told = page.locator("#opened-result").inner_text()
    assert f"Seal: {VECTOR['seal']}" in told
    assert "re-adopted? Yes" in told
    changed = VECTOR["opened"] | {"choices": [[0, 0, 1], [1, 0, 1]]}
    (tmp_path / "opened.json").write_text(json.dumps(changed), "utf-8")
    page.get_by_label("The opened vote").set_input_files(tmp_path / "opened.json")
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("does not contain the choices").wait_for()
    assert not asked


def test_codes_and_a_key_are_made_and_kept(chromium: Any, address: str) -> None:
    page = tools(chromium, address)
    page.get_by_label("Number of the election").fill("Rr3gqyJDXw7Uzm")
    page.get_by_role("button", name="Make the codes").click()
    page.get_by_text("Electors: nothing is entered.").wait_for()
    page.get_by_label("Electors").fill("17\n4")
    page.get_by_role("button", name="Make the codes").click()
    letters = downloaded(page, "codes.csv").splitlines()
    assert [line.split(",")[0] for line in letters] == ["elector", "17", "4"]
    assert len(json.loads(downloaded(page, "credentials.json"))) == 2
    page.get_by_role("button", name="Make a key").click()
    name = page.locator("#key-result button").last.inner_text().removeprefix("Save ")
    assert set(json.loads(downloaded(page, name))) == {"pok", "public_key"}


def test_one_code_is_one_code(chromium: Any, address: str) -> None:
    page = tools(chromium, address)
    page.get_by_label("Number of the election").fill("Rr3gqyJDXw7Uzm")
    page.get_by_label("Electors").fill("17")
    page.get_by_role("button", name="Make the codes").click()
    page.get_by_text("One code made.").wait_for()


def test_a_share_of_the_decryption_is_two_files_of_which_the_second_goes_beside_the_archive(
    chromium: Any, address: str, tmp_path: Path
) -> None:
    made = opened("Ed25519", (HomomorphicQuestion("Adopt?", ("Yes", "No"), 1, 1),))
    made.cast(0, (1, 0))
    made.cast(1, (0, 1))
    made.close()
    (tmp_path / "poll.bel").write_bytes(made.archive)
    (tmp_path / "mine.privkey").write_text(json.dumps(str(made.keys[1].x)), "utf-8")
    page = tools(chromium, address)
    page.get_by_label("The election’s archive").set_input_files(tmp_path / "poll.bel")
    page.get_by_label("Last event").fill(read_last_event(tmp_path / "poll.bel"))
    page.get_by_label("Your private key").set_input_files(tmp_path / "mine.privkey")
    page.get_by_role("button", name="Decrypt").click()
    page.get_by_text("It goes beside the archive").wait_for()
    assert downloaded(page, "partial-decryption.jsons").count("\n") == 2
    proof = json.loads(downloaded(page, f"{made.election.uuid}.factors.jsonl"))
    assert proof["trustee"] == 1


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_holds_for_everybody(chromium: Any, address: str, width: int) -> None:
    page = tools(chromium, address, viewport={"width": width, "height": 700})
    page.get_by_role("button", name="Make a key").click()
    page.locator("#key-result button").first.wait_for()
    holds_for_everybody(page, width)


def test_the_page_that_the_server_itself_offers_says_that_it_is_a_demonstration(
    chromium: Any, address: str
) -> None:
    warning = "This is a demonstration."
    assert tools(chromium, address, "booth/demonstration.html").get_by_text(warning).is_visible()
    assert not tools(chromium, address).get_by_text(warning).is_visible()
