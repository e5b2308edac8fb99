"""The demonstration as its visitors play it, in a real browser: return, contest, void, reinstate, bundle, vote."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.needs("chromium")

COMMAND = (sys.executable, "-c", "from hustings.cli.main import main; main()")
TELLERS = ("eastwater-willowgate.teller-1", "eastwater-willowgate.teller-2")
MEMBER, OFFICE = "eastwater.member-who-may-vote", "office"
ONLINE_VOTER = "tidewell.member-who-may-vote"
SEAT, OFFICE_SEAT = "/seats/eastwater/", "/office/seats/eastwater/"
PATIENCE = 30_000
"""Milliseconds that one step may take on a busy machine."""


@dataclass(frozen=True)
class Demonstration:
    """A site that the demo command serves, and a browser to visit it."""

    address: str
    folder: Path
    browser: Any

    def enter(self, who: str) -> Any:
        """Sign in, in a browser of one's own, by the code from the mailbox page; load the key if there is one."""
        person = f"{who}@commonweal.example"
        page = self.browser.new_context().new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{self.address}/sign-in/")
        page.get_by_label("Your e-mail address").fill(person)
        page.get_by_role("button", name="Send me a code").click()
        page.wait_for_url("**/code/**")
        code = self._from_mailbox(page.context.new_page(), person)
        page.get_by_label("The code from the e-mail").fill(code)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").or_(
            page.get_by_role("link", name="Sign out")
        ).first.wait_for()
        return page

    def _from_mailbox(self, page: Any, person: str) -> str:
        page.set_default_timeout(PATIENCE)
        page.goto(f"{self.address}/mailbox/to/{person}/")
        load = page.get_by_role("button", name="Load the key into this browser")
        if load.count():
            load.click()
            page.locator("[data-load-done]").wait_for()
        page.get_by_role("link", name="Your code to sign in").first.click()
        page.wait_for_load_state()
        found = re.search(
            r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", page.inner_text("pre"), re.MULTILINE
        )
        assert found
        page.close()
        return found[1]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    from playwright.sync_api import sync_playwright

    folder, port = tmp_path_factory.mktemp("journey"), _free_port()
    printed = folder / "printed.txt"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HUSTINGS_")}
    with printed.open("wb") as out:
        command = [*COMMAND, "demo", "--port", str(port), "--data", str(folder / "data")]
        served = subprocess.Popen(
            command, stdout=out, stderr=out, env=environment, cwd=Path(__file__).parents[2]
        )
    address = f"http://localhost:{port}"
    try:
        _await(served, f"{address}/", printed)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-background-networking"],
            )
            yield Demonstration(address, folder, browser)
            browser.close()
    finally:
        served.terminate()
        served.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(served: "subprocess.Popen[bytes]", address: str, printed: Path) -> None:
    """Wait until the site answers; say what was printed if it never does."""
    until = time.monotonic() + 240
    while time.monotonic() < until and served.poll() is None:
        try:
            with urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(printed.read_text())


# --- the jobs, one after another on one record ----------------------------------------------------


@pytest.fixture(scope="module")
def returned(demonstration: Demonstration) -> Demonstration:
    """Willowgate's return is made by the first teller and signed by both."""
    page = demonstration.enter(TELLERS[0])
    page.get_by_role("link", name="Willowgate branch, Eastwater").click()
    page.get_by_role("link", name="Make the return").click()
    _go_on(page, "present")
    page.get_by_label("Members present").fill("45")
    page.get_by_label("No", exact=True).check()
    _go_on(page, "question")
    page.get_by_label("Yes, word for word").check()
    _go_on(page, "figures")
    for name, votes in (("open", 24), ("reselect", 19), ("abstained", 1), ("spoilt", 0)):
        page.locator(f"input[name={name}]").fill(str(votes))
    _go_on(page, "answer")
    _go_on(page, "sheet")
    page.get_by_label("There is no tally sheet to give").check()
    _go_on(page, "second")
    page.get_by_label("Second Teller of Willowgate branch").check()
    _go_on(page, "check")
    page.get_by_role("button", name="Make the return and go on to sign it").click()
    _sign(page, "You have signed.")
    second = demonstration.enter(TELLERS[1])
    second.goto(f"{demonstration.address}/sign/")
    second.get_by_role("link", name="Read and sign").click()
    _sign(second, "This stands in the record")
    return demonstration


@pytest.fixture(scope="module")
def contested(returned: Demonstration) -> Demonstration:
    """A member of Willowgate says that the return is not what the branch decided."""
    page = returned.enter(MEMBER)
    page.goto(f"{returned.address}/me/eastwater/return/")
    page.get_by_role("link", name="This is not what we decided").click()
    page.get_by_label("What did your unit decide").fill("Twenty-three voted Yes, not twenty-four.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Contest the return").click()
    page.get_by_text("contested").first.wait_for()
    return returned


def test_a_return_that_both_tellers_signed_counts_on_the_public_page(
    returned: Demonstration,
) -> None:
    page = returned.browser.new_page()
    page.goto(returned.address + SEAT)
    assert "8 of 11 branches have reported, 5 of them for an open selection" in page.content()


def test_a_contested_return_is_voided_and_reinstated_with_the_offices_key(
    contested: Demonstration,
) -> None:
    page = contested.enter(OFFICE)
    page.locator("main").get_by_text("Willowgate branch").first.wait_for()
    page.goto(f"{contested.address}{OFFICE_SEAT}void-return/?unit=eastwater-willowgate")
    page.get_by_label("the figures do not agree with the tellers' sheets").check()
    _decide(page, "The tellers' sheet shows other figures.")
    page.goto(contested.address + SEAT)
    assert "7 of 11 branches have reported" in page.content()
    page.goto(f"{contested.address}{OFFICE_SEAT}reinstate-return/?unit=eastwater-willowgate")
    page.get_by_label("Appeals panel").check()
    page.get_by_label("the ground on which it was voided does not hold").check()
    _decide(page, "The sheet was read again and agrees.")
    page.goto(contested.address + SEAT)
    assert "8 of 11 branches have reported" in page.content()


def test_the_bundle_from_the_record_page_is_anchored_soon_after_the_last_act(
    returned: Demonstration,
) -> None:
    page = returned.browser.new_page()
    bundle, trust = returned.folder / "eastwater.zip", returned.folder / "trust.toml"
    until, anchored = time.monotonic() + PATIENCE / 1000, None
    while anchored is None or (anchored.returncode != 0 and time.monotonic() < until):
        page.goto(f"{returned.address}{SEAT}record/")
        for link, place in (("bundle.zip", bundle), ("trust.toml", trust)):
            with page.expect_download() as download:
                page.locator(f"main a[href$='{link}']").first.click()
            download.value.save_as(place)
        anchored = _hustings("verify", str(bundle), "--trust", str(trust))
        if anchored.returncode != 0:
            assert "not witnessed to its end yet: every check holds" in anchored.stdout
            time.sleep(1)
    assert "Verified: every check holds" in anchored.stdout
    assert "quorum = 2" in trust.read_text()
    alone = _hustings("verify", str(bundle))
    assert "anchored to nobody: every check holds" in alone.stdout


def test_an_elector_votes_online_with_the_code_of_the_scrutineers_letter(
    demonstration: Demonstration,
) -> None:
    page = demonstration.enter(ONLINE_VOTER)
    letter = page.context.new_page()
    letter.goto(f"{demonstration.address}/mailbox/to/{ONLINE_VOTER}@commonweal.example/")
    letter.get_by_role("link", name="Your code: Tidewell").click()
    letter.wait_for_load_state()
    code = re.search(r"^ {4}(\S+)$", letter.inner_text("pre"), re.MULTILINE)
    assert code
    page.goto(f"{demonstration.address}/me/")
    page.get_by_role("link", name="Vote now").first.click()
    page.get_by_label("Number for Philomena Cocklebarrow").fill("1")
    page.get_by_label("The code from your letter").fill(code[1])
    page.get_by_role("button", name="Seal my vote").click()
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_role("heading", name="Your vote is cast").wait_for()
    assert page.get_by_text("this device checked it").is_visible()
    page.goto(f"{demonstration.address}/me/")
    assert page.get_by_role("link", name="Vote now").count() == 0


def _go_on(page: Any, step: str) -> None:
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"**/{step}/")


def _sign(page: Any, then: str) -> None:
    """Sign with the key in this browser, and wait for what the page then says."""
    page.locator("[data-sign-button]").click()
    page.get_by_text(then).first.wait_for()


def _decide(page: Any, reasons: str) -> None:
    """The votes of the body, its reasons, the check and the signature."""
    page.get_by_label("How many had a seat and were there?").fill("5")
    page.get_by_label("Votes for").fill("5")
    page.get_by_label("Reasons, for everybody").fill(reasons)
    page.get_by_role("button", name="Continue").click()
    make = page.get_by_role("button", name="Make this, then sign it")
    make.or_(page.get_by_role("alert")).first.wait_for()
    assert make.count() == 1, page.inner_text("main")
    make.click()
    _sign(page, "This stands in the record")


def _hustings(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *words], check=False, capture_output=True, text=True)
