"""Keys, credentials and ballots that belenios-tool made are taken by ours, and the whole is accepted by both."""

import json
from pathlib import Path

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.archives import begin
from hustings.ballots.secret.making.decrypting import DecryptionKey
from hustings.ballots.secret.making.key_files import read_private_key
from hustings.ballots.secret.messages.ballot import RankedAnswer, read_ballot
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    RankedQuestion,
    election_bytes,
    read_election,
)
from hustings.ballots.secret.messages.spelling import Reader, read_json
from hustings.ballots.secret.messages.tallying import read_partial_decryption, read_shuffle
from hustings.ballots.secret.messages.trustees import (
    SingleTrustee,
    credentials_bytes,
    read_credentials,
    read_key,
    trustees_bytes,
)
from tests.ballots.secret.making.elections import (
    TIMESTAMP,
    UUID,
    TestElection,
    drawn,
    opened,
    tool,
)

GROUP = group_named("RFC-3526-2048")
QUESTIONS = (
    HomomorphicQuestion("Shall A be re-adopted?", ("Yes", "No"), 1, 1),
    RankedQuestion("Rank", ("A", "B", "C")),
)


def _with_the_tools_key_and_credentials(folder: Path) -> tuple[TestElection, list[str]]:
    tool(folder, "setup", "generate-trustee-key", "--group", GROUP.name)
    public = read_json(next(folder.glob("*.pubkey")).read_bytes())
    trustee = SingleTrustee(read_key(Reader(GROUP), public))
    text = next(folder.glob("*.privkey")).read_text("utf-8")
    key = DecryptionKey(read_private_key(text).exponent(GROUP), trustee.key.public_key)
    tool(
        folder, "setup", "generate-credentials", "--group", GROUP.name,
        "--uuid", UUID, "--count", "2",
    )  # fmt: skip
    sent = json.loads(next(folder.glob("*.pubcreds")).read_bytes())
    raw = json.dumps([one.split(",")[0] for one in sent])
    raw = raw.replace(" ", "").encode()  # the tool's file for the server adds ",weight,login"
    credentials = read_credentials(Reader(GROUP), raw)
    assert credentials_bytes(credentials, GROUP) == raw
    kept = next(folder.glob("*.privcreds")).read_text("utf-8")
    codes = [line.split()[1] for line in kept.splitlines()]
    election = election_bytes(
        group=GROUP,
        name="n",
        description="",
        public_key=trustee.key.public_key,
        questions=QUESTIONS,
        uuid=UUID,
    )
    tip, archive = begin(TIMESTAMP, election, trustees_bytes((trustee,), GROUP), raw)
    weights = {one.key: 1 for one in credentials}
    made = TestElection(
        read_election(election), (trustee,), {1: key}, [], weights, drawn("x"), tip, archive
    )
    return made, codes


@pytest.mark.needs("belenios-tool")
def test_an_election_with_the_tools_key_credentials_and_ballots(tmp_path: Path) -> None:
    """Its voters choose Yes and rank B, A, C; then No and C, B, A."""
    made, codes = _with_the_tools_key_and_credentials(tmp_path)
    archive = tmp_path / f"{UUID}.bel"
    archive.write_bytes(made.archive)
    choices = [[[1, 0], [2, 1, 3]], [[0, 1], [3, 2, 1]]]
    for code, choice in zip(codes, choices, strict=True):
        (tmp_path / "code").write_text(code, "utf-8")
        (tmp_path / "choice").write_text(json.dumps(choice), "utf-8")
        said = tool(
            tmp_path, "election", "generate-ballot", "--privcred", "code", "--ballot", "choice"
        )
        made.take(said.splitlines()[0].encode())
    result = made.whole(shuffles=(1,))
    assert result[0] == (1, 1)
    assert sorted(map(tuple, result[1])) == [(2, 1, 3), (3, 2, 1)]  # type: ignore[arg-type]
    assert made.report().verdict == "accept"
    archive.write_bytes(made.archive)
    assert "all checks passed" in tool(tmp_path, "election", "verify")


@pytest.mark.needs("belenios-tool")
def test_the_tool_seals_a_ranking_as_the_very_element_that_ours_is(tmp_path: Path) -> None:
    """0 0 4 and 0 1 0, shifted, are members as they are; 1 2 3 is not, and its follower is taken."""
    made, codes = _with_the_tools_key_and_credentials(tmp_path)
    (tmp_path / f"{UUID}.bel").write_bytes(made.archive)
    (tmp_path / "code").write_text(codes[0], "utf-8")
    for numbers, expected in (((0, 0, 4), 1024), ((0, 1, 0), 65536), ((1, 2, 3), 16909057)):
        (tmp_path / "choice").write_text(json.dumps([[1, 0], numbers]), "utf-8")
        words = ("election", "generate-ballot", "--privcred", "code", "--ballot", "choice")
        raw = tool(tmp_path, *words).splitlines()[0].encode()
        answer = read_ballot(raw, made.election).answers[1]
        assert isinstance(answer, RankedAnswer)
        sealed = answer.choices
        mask = GROUP.pow(sealed.alpha, made.keys[1].x)
        assert GROUP.mul(sealed.beta, GROUP.inv(mask)) == GROUP.of_ints(numbers) == expected


@pytest.mark.needs("belenios-tool")
def test_the_tool_shuffles_and_decrypts_beside_us(tmp_path: Path) -> None:
    """Trustee 1 uses belenios-tool: its shuffle is taken, ours follows, and its factors are the very ones of ours."""
    made = opened(GROUP.name, (RankedQuestion("Rank", ("A", "B")),), voters=2)
    archive = tmp_path / f"{UUID}.bel"
    for voter in range(2):
        made.cast(voter, (1 + voter, 2 - voter))
    made.close()
    archive.write_bytes(made.archive)
    theirs = tool(tmp_path, "election", "shuffle", "--trustee-id", "1").splitlines()[0].encode()
    made.owned(EventType.SHUFFLE, 1, theirs)
    made.tally = read_shuffle(Reader(GROUP), theirs).ciphertexts
    made.shuffle(1)
    made.add(EventType.END_SHUFFLES)
    archive.write_bytes(made.archive)
    (tmp_path / "key").write_text(json.dumps(str(made.keys[1].x)), "utf-8")
    said = tool(tmp_path, "election", "decrypt", "--privkey", "key", "--trustee-id", "1")
    questions = made.election.questions
    found = read_partial_decryption(Reader(GROUP), questions, said.splitlines()[0].encode())
    made.decrypt(1)
    assert found.factors == made.decryptions[1].factors
    assert sorted(made.end()[0]) == [(1, 2), (2, 1)]  # type: ignore[type-var]
    assert made.report().verdict == "accept"
    archive.write_bytes(made.archive)
    assert "all checks passed" in tool(tmp_path, "election", "verify")
