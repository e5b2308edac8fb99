"""A ranked selection cast through the booth in a real browser, checked by a Debian package of others."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.booth.conftest import Cast
from tests.booth.elections import GROUP, UUID, ToolElection
from tests.booth.small_server import Box, fingerprint
from tests.booth.test_journeys import Booth, seal
from tests.booth.test_journeys import cast as press_cast

CANDIDATES = ["Anwen Example", "Bleddyn Example", "Carys Example"]


@pytest.mark.needs("node", "chromium", "belenios-tool")
def test_rankings_cast_in_a_browser_are_what_belenios_tool_verifies_and_counts(
    cast: Cast, chromium: Any, tmp_path: Path
) -> None:
    """Three electors with codes of the scrutineer's page; the box is a file; the tool shuffles, decrypts and checks."""
    [codes] = cast([{"do": "codes", "group": GROUP, "uuid": UUID, "electors": "1\n2\n3"}])
    letters = [line.split(",")[1] for line in codes["letters"].splitlines()[1:]]
    credentials = json.loads(codes["publicCredentials"])
    question = {
        "type": "NonHomomorphic",
        "value": {"answers": CANDIDATES, "question": "Whom do you want as the candidate?"},
    }
    election = ToolElection.made(tmp_path, [question])
    election.open(credentials)
    with ExitStack() as stack:
        booth = Booth(stack, chromium)
        page = booth.open(election.election.encode())
        booth.box.roll = dict.fromkeys(credentials, "free")
        trackers = [
            vote(booth.visit() if number else page, code, order)
            for number, (code, order) in enumerate(
                zip(letters, ([0, 1], [1], [1, 2, 0]), strict=True)
            )
        ]
        ballots = box_in_order(booth.box, trackers)
    for ballot in ballots:
        election.add("Ballot", ballot)
    election.close(ranked=True)
    election.decrypt()
    election.verify()
    assert sorted(election.result()[0]) == [[0, 1, 0], [1, 2, 0], [3, 1, 2]]


def vote(page: Any, code: str, order: list[int]) -> str:
    """Rank by buttons, enter the code, check, cast; the tracker on the receipt."""
    for one in order:
        page.get_by_role("button", name=f"Move {CANDIDATES[one]} up").click()
    page.get_by_label("The code from your letter").fill(code)
    seal(page)
    return press_cast(page)


def box_in_order(box: Box, trackers: list[str]) -> list[str]:
    """What is in the box, which is what the receipts say."""
    assert [fingerprint(ballot) for ballot in box.ballots] == trackers
    return [ballot.decode() for ballot in box.ballots]
