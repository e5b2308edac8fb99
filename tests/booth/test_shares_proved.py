"""A share of the decryption made by the tools page: our verifier finds its proof over all factors to hold."""

import json
from pathlib import Path

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.messages.election import HomomorphicQuestion, RankedQuestion
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import read_partial_decryption
from tests.ballots.secret.making.elections import TestElection, opened
from tests.booth.conftest import Cast
from tests.booth.test_accepted_by_the_tool import read_last_event

pytestmark = pytest.mark.needs("node")

YES_NO = HomomorphicQuestion("Adopt?", ("Yes", "No"), 1, 1)
RANK = RankedQuestion("Who?", ("A", "B", "C"))


def _shared(cast: Cast, folder: Path, group: str) -> tuple[TestElection, bytes]:
    """An election whose single trustee decrypts on the tools page, and the proof that the page gives."""
    made = opened(group, (YES_NO, RANK))
    for voter in range(3):
        made.cast(voter, (1, 0), (1, 2, 3))
    made.close()
    made.shuffle(1)
    made.add(EventType.END_SHUFFLES)
    (folder / "poll.bel").write_bytes(made.archive)
    [share] = cast(
        [
            {
                "do": "decrypt",
                "archive": str(folder / "poll.bel"),
                "verified": read_last_event(folder / "poll.bel"),
                "key": json.dumps(str(made.keys[1].x)),
            }
        ]
    )
    raw = share["lines"].splitlines()[0].encode()
    election = made.election
    reader = Reader(election.group)
    made.decryptions[1] = read_partial_decryption(reader, election.questions, raw)
    made.owned(EventType.PARTIAL_DECRYPTION, 1, raw)
    made.end()
    return made, share["proof"].encode()


@pytest.mark.parametrize("group", ["Ed25519", "RFC-3526-2048"])
def test_the_proof_of_the_tools_page_holds(cast: Cast, tmp_path: Path, group: str) -> None:
    made, proof = _shared(cast, tmp_path, group)
    report = made.report(proof)
    assert (report.verdict, report.warnings) == ("accept", ())


def test_it_is_a_proof_of_this_key_and_no_other(cast: Cast, tmp_path: Path) -> None:
    made, proof = _shared(cast, tmp_path, "Ed25519")
    line = json.loads(proof)
    line["proof"]["challenge"] = str(int(line["proof"]["challenge"]) ^ 1)
    changed = json.dumps(line, separators=(",", ":")).encode() + b"\n"
    (failure,) = made.report(changed).failed
    assert failure.check == "19.6"
