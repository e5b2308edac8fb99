"""A ranked selection on the site, voted in its booth by real browsers, and proved by whoever takes one file along."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.making.archives import resume
from hustings.ballots.secret.messages.election import RankedQuestion
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    credentials_bytes,
    trustees_bytes,
)
from hustings.conduct.boxing import Declared, SetupFiles, set_up
from hustings.conduct.casting import Accepted, cast
from hustings.proceedings.member_ballot import (
    BallotOpened,
    HustingsNoticed,
    PacksIssued,
)
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.reconciliation import BallotReconciled, PackReturned
from hustings.record.entries import read_statement
from hustings.record.signing import sign as sign_statement
from hustings.store.models import Draft
from hustings.verifier.belenios.chain import read_chain
from hustings.verifier.belenios.machine import Machine
from hustings.verifier.belenios.setup import check_setup
from hustings.web.base.booth import booth_hash
from tests.ballots.secret.making.elections import TestElection, opened, tool
from tests.conduct.conftest import Build, build
from tests.conduct.polls import THREE, fill_roll
from tests.conduct.town import SEAT, Town, signed_in
from tests.proceedings.walk import OFFICE, TELLERS, Walk
from tests.web.conftest import browser
from tests.web.seats import key_of, reference_of, told

__all__ = ["browser", "build"]

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.django_db(transaction=True)]

NAMES = ("Holder", "Ash", "Birch")
VOTES = {"N-1": ("Ash", "Holder"), "N-5": ("Birch",), "C-branch-1-0": ("Ash", "Birch", "Holder")}
OTHERS = [(f"C-branch-1-{n}", (1, 2, 3)) for n in range(1, 8)]
"""Seven more, so that there are ten to hide among and the public has the archive; no browser is played for them."""

RANKS = [[0, 0, 1], *[[1, 2, 3]] * len(OTHERS), [2, 1, 0], [3, 1, 2]]
"""All votes as Belenios writes them, in order: the numbers that Holder, Ash and Birch have."""
ELECTORS, SPARES = 20, 1
ZOOMED = {"width": 320, "height": 640}
"""What is left of a window of 1280 pixels at 400 per cent."""


@pytest.mark.needs("belenios-tool")
def test_a_ranking_in_the_group_of_rfc_3526_is_proved_by_a_program_that_is_not_ours(
    build: Build, browser: Any, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    file = selection("RFC-3526-2048", build, browser, live_server.url, settings, tmp_path)
    assert "all checks passed" in tool(file.parent, "election", "verify")
    computed = tool(file.parent, "election", "compute-result").splitlines()[0]
    assert sorted(json.loads(computed)["result"][0]) == RANKS


def test_the_same_selection_on_ed25519_takes_three_screens_and_is_proved_by_our_verifier(
    build: Build, browser: Any, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    file = selection("Ed25519", build, browser, live_server.url, settings, tmp_path)
    command = (sys.executable, "-c", "from hustings.cli.main import main; main()")
    said = subprocess.run(
        [*command, "verify", str(file), "--json"], check=False, capture_output=True, text=True
    )
    report = json.loads(said.stdout)
    assert (said.returncode, report["verdict"], report["failed"]) == (0, "accept", [])
    assert sorted(report["result"][0]) == RANKS


def selection(
    group: str, build: Build, browser: Any, address: str, settings: Any, folder: Path
) -> Path:
    """The whole ballot; where the stranger has put the one file that they downloaded, alone in its folder."""
    settings.HUSTINGS_DIRECTORY = "hustings.conduct.persons.StoreDirectory"
    election = opened(
        group, (RankedQuestion("Whom do you choose?", NAMES),), voters=ELECTORS + SPARES,
        trustees=((2, 3),), replacement=False,
    )  # fmt: skip
    town = poll_opened(build, election)
    for code, (number, order) in zip(election.codes, VOTES.items(), strict=False):
        reference = town.person_of(number).reference
        vote(window(browser, address, reference, ZOOMED), address, code, order)
    for voter, (number, ranks) in enumerate(OTHERS, start=len(VOTES)):
        sealed = election.ballot(voter, [ranks])
        assert isinstance(cast(town.person_of(number).reference, SEAT, sealed), Accepted)
    ballot = town.walk.state.ballot
    assert ballot is not None
    town.at(ballot.closes + timedelta(minutes=16))
    first, second = (window(browser, address, reference_of(one.person)) for one in TELLERS)
    closed_by(first, second, address)
    unused = (PackReturned("A", returned=0, spoilt=0, unused=100, outstanding=0),)
    town.union.do(SEAT, told(BallotReconciled.of(unused, 10, by=TELLERS)), town.walk.now)
    closed = downloaded(browser.new_page(), address, folder / "closed")
    trustees_open(election, closed)
    result_by(first, second, address, closed)
    return downloaded(browser.new_page(), address, folder / "alone")


# --- the parts that people play -------------------------------------------------------------------


def poll_opened(build: Build, election: TestElection) -> Town:
    """The office opens the ballot that scrutineer and trustees have set up; papers go out beside it."""
    town = build(Walk("model-association").shortlisted(*THREE))
    town.do(HustingsNoticed(at=town.walk.now + timedelta(days=9), by=(OFFICE,)))
    town.at(town.walk.now + timedelta(days=10))
    fill_roll(town)
    group = election.election.group
    listed = sorted(election.weights, key=group.order)
    files = SetupFiles(
        election.election.raw,
        trustees_bytes(election.trustees, group),
        credentials_bytes(tuple(PublicCredential(one) for one in listed), group),
    )
    made = set_up(SEAT, files, Declared(SPARES, rehearsal="4e" * 32, booth=booth_hash()))
    assert isinstance(made, OnlineBox), made
    closes, packs = town.walk.now + timedelta(days=14), (PacksIssued("A", "post", 1, 100),)
    town.do(BallotOpened(candidates=THREE, closes=closes, packs=packs, online=made, by=(OFFICE,)))
    return town


def window(browser: Any, address: str, person: str, viewport: Any = None) -> Any:
    """A browser of this person's own, signed in."""
    context = browser.new_context(locale="en-GB", viewport=viewport)
    context.set_default_timeout(15_000)
    cookie = signed_in(person).cookies[site.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return context.new_page()


def vote(page: Any, address: str, code: str, order: Sequence[str]) -> None:
    """Three screens at 400 per cent: choose by the buttons, check, cast; then the receipt is good."""
    page.goto(f"{address}/booth/?contest={SEAT}")
    for number, name in enumerate(order, start=1):
        page.get_by_role("button", name=f"Move {name} up").click()
        assert page.get_by_label(f"Number for {name}").input_value() == str(number)
    page.get_by_label("The code from your letter").fill(code)
    looked_at(page, 1)
    page.get_by_role("button", name="Seal my vote").click()
    page.get_by_role("heading", name="Check your vote").wait_for()
    looked_at(page, 2)
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_role("heading", name="Your vote is cast").wait_for()
    looked_at(page, 3)
    assert page.get_by_text("this device checked it").is_visible()
    page.context.close()


def looked_at(page: Any, step: int) -> None:
    """It is this screen of three, and nothing on it is wider than the window."""
    assert page.get_by_text(f"Step {step} of 3").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]


def closed_by(first: Any, second: Any, address: str) -> None:
    """After the last moment a teller closes the box, and two sign the close."""
    first.goto(f"{address}/tellers/{SEAT}/box/")
    first.get_by_role("button", name="Close the box").click()
    first.get_by_text("Nobody can cast a ballot any more").wait_for()
    first.get_by_role("link", name="Sign the close").click()
    signed_by_both(first, second, "Ballots in the box 10")


def result_by(first: Any, second: Any, address: str, archive: Path) -> None:
    """A teller hands in what the trustees did, and two sign the result."""
    first.goto(f"{address}/tellers/{SEAT}/box/")
    first.get_by_label("The archive with what the trustees did").set_input_files(archive)
    first.get_by_role("button", name="Hand it in").click()
    first.get_by_role("link", name="Sign the result").click()
    signed_by_both(first, second, "Rankings that count 10")


def signed_by_both(first: Any, second: Any, said: str) -> None:
    """The first names the second, sees what is signed, and signs; then the second does, elsewhere."""
    first.locator("input[name=second]").first.check()
    first.get_by_role("button", name="Continue").click()
    first.get_by_role("button", name="Go on to sign it").wait_for()
    assert said in " ".join(first.inner_text("main").split())
    first.get_by_role("button", name="Go on to sign it").click()
    first.wait_for_url("**/sign/**")
    statement = first.url
    for page, teller in ((first, TELLERS[0]), (second, TELLERS[1])):
        page.goto(statement)
        sign_by_hand(page, statement, reference_of(teller.person))
    second.get_by_text("stands in the record").first.wait_for()


def sign_by_hand(page: Any, statement: str, person: str) -> None:
    """With the key in a file, as somebody does whose browser keeps none."""
    draft = Draft.objects.get(reference=statement.strip("/").split("/")[-1])
    signature = sign_statement(read_statement(bytes(draft.statement)), key_of(person))
    page.locator(
        "[data-sign-no-key]"
    ).wait_for()  # the script has looked for a key, and folded this up
    page.get_by_text("Sign by hand").click()
    page.locator("#sign-key").fill(signature.key)
    page.get_by_label("Signature").fill(b64encode(signature.value).decode())
    page.locator("[data-sign-by-hand] button").click()
    page.wait_for_load_state()


def downloaded(page: Any, address: str, folder: Path) -> Path:
    """What anybody gets who follows the link on the page of the box."""
    page.goto(f"{address}/seats/{SEAT}/box/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the archive").click()
    folder.mkdir()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    page.close()
    return file


def trustees_open(election: TestElection, file: Path) -> None:
    """Two of three trustees shuffle and decrypt the archive that they have downloaded; it grows in its place."""
    data = file.read_bytes()
    chain, engine = read_chain(data), PlainEngine(election.election.group)
    setup = check_setup(chain.links[0].data, election.election, engine)
    machine = Machine(setup, engine, map, election.coins)
    machine.ballots([x.data[0] for x in chain.links if x.event.type is EventType.BALLOT])
    machine.tally(b"")
    begun = resume(data)
    election.tip, election.archive = begun.tip, data[: begun.end]
    election.tally, election.total = tuple(machine.ciphertexts), len(RANKS)
    for owner in (1, 3):
        election.shuffle(owner)
    election.add(EventType.END_SHUFFLES)
    for owner in (1, 3):
        election.decrypt(owner)
    election.end()
    file.write_bytes(election.archive)
