"""What election.json may hold besides what counts: free text in any encoding, and hints that nobody computes with."""

import pytest

from hustings.ballots.secret.groups.edwards import ed25519
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    RankedQuestion,
    election_bytes,
    read_election,
)

GROUP = ed25519()
RAW = election_bytes(
    group=GROUP,
    name="Chair",
    description="made for a test",
    public_key=GROUP.pow_g(5),
    questions=(RankedQuestion("Who?", ("A", "B"), {"method": "Schulze", "weight": 3}),),
    uuid="ygVKro4wXaFG1M",
)


@pytest.mark.parametrize(
    ("old", "new"), [(b"made for", b"fa\xe7on de"), (b'"weight":3', b'"weight":1.5')]
)
def test_free_text_and_hints_are_let_pass_and_hashed_as_they_are(old: bytes, new: bytes) -> None:
    raw = RAW.replace(old, new)
    assert raw != RAW
    assert read_election(raw).fingerprint == fingerprint(raw)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"version":1', b'"version":true'),
        (b'"version":1', b'"version":1.0'),
        (b'"Ed25519"', b'"BELENIOS-2048"'),
        (b'"ygVKro4wXaFG1M"', b'"ygVKro4wXaFG0M"'),
        (b'"name":"Chair"', b'"name":"Chair","name":"Chair"'),
        (b'"NonHomomorphic"', b'"Other"'),
    ],
)
def test_what_counts_is_read_strictly(old: bytes, new: bytes) -> None:
    raw = RAW.replace(old, new)
    assert raw != RAW
    with pytest.raises(ValueError, match=r"."):
        read_election(raw)


def test_a_question_that_asks_for_more_than_it_allows_is_none() -> None:
    questions = (HomomorphicQuestion("Adopt?", ("Yes", "No"), 2, 1),)
    raw = election_bytes(
        group=GROUP,
        name="",
        description="",
        public_key=GROUP.g,
        questions=questions,
        uuid="ygVKro4wXaFG1M",
    )
    with pytest.raises(ValueError, match="above max"):
        read_election(raw)
