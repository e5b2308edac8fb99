"""A weighted ballot whose elector lost a code, from the codes to the proof: the roll weighs what it weighed."""

import csv
import json
from pathlib import Path

import pytest

from hustings.ballots.secret.messages.trustees import trustees_bytes
from tests.ballots.secret.making.elections import TestElection, opened, tool
from tests.cli.polls import YES_NO, done, refusal

RFC, ED = "RFC-3526-2048", "Ed25519"
BOTH = pytest.mark.parametrize(
    "group", [pytest.param(RFC, marks=pytest.mark.needs("belenios-tool")), ED]
)
ROLL = """number,name,weight
d-1,Forge Delegates,250
d-2,Mill Delegates,40
d-3,Quarry Delegate,1
"""


def code_of(folder: Path, number: str) -> str:
    with (folder / "codes" / "codes.csv").open(encoding="utf-8", newline="") as rows:
        return next(row["code"] for row in csv.DictReader(rows) if row["number"] == number)


def rehearsed(group: str) -> TestElection:
    made = opened(group, (YES_NO,))
    for voter in range(3):
        made.cast(voter, (1, 0))
    made.whole()
    return made


@pytest.fixture
def open_poll(tmp_path: Path, group: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A poll of three delegates, 291 votes, with a spare code of 250; its one trustee's key beside it."""
    place = "hustings.ballots.secret.making.key_files.argon2id"
    monkeypatch.setattr(f"{place}.OPSLIMIT_MODERATE", 1)
    monkeypatch.setattr(f"{place}.MEMLIMIT_MODERATE", 8192)
    contest = tmp_path / "contest.toml"
    done("contest", "draft", contest, "--group", group)
    text = contest.read_text("utf-8").replace("blank = true", "blank = false")
    contest.write_text(text.replace("minimum = 10", "minimum = 3"), "utf-8")
    (tmp_path / "roll.csv").write_text(ROLL, "utf-8")
    done(
        "credentials", "make", contest, tmp_path / "roll.csv", tmp_path / "codes",
        "--spares-of", 250, 1,
    )  # fmt: skip
    made = rehearsed(group)
    (tmp_path / "trustees.json").write_bytes(trustees_bytes(made.trustees, made.election.group))
    (tmp_path / "rehearsal.bel").write_bytes(made.archive)
    (tmp_path / "tool.privkey").write_text(f'"{made.keys[1].x}"', "utf-8")
    done(
        "trustee",
        "make",
        tmp_path / "one.key",
        "--group",
        group,
        "--adopt",
        tmp_path / "tool.privkey",
    )
    said = done(
        "contest", "open", contest, tmp_path / "trustees.json",
        tmp_path / "codes" / "credentials.json", tmp_path / "poll.bel",
        "--declared", tmp_path / "codes" / "declared.json",
        "--rehearsal", tmp_path / "rehearsal.bel",
    )  # fmt: skip
    assert "weight of the roll: 291; compare it with your own\nof the spares: 250\n" in said
    return tmp_path


def vote(folder: Path, code: str, choice: str, name: str) -> Path:
    (folder / "code").write_text(code, "utf-8")
    words = ("contest", "ballot", folder / "poll.bel", folder / name, "--choose", choice)
    done(*words, "--code-file", folder / "code")
    return folder / name


@BOTH
def test_a_lost_code_is_struck_off_and_its_weight_votes_with_the_spare(
    open_poll: Path, group: str
) -> None:
    """Forge's letter came into other hands: 250 for Yes by the spare, 40 and 1 for No, and none by the lost code."""
    folder, poll = open_poll, open_poll / "poll.bel"
    lost, public = code_of(folder, "d-1"), done("credentials", "public", folder / "codes", "d-1")
    done("contest", "strike-off", poll, public.strip())
    stolen = vote(folder, lost, "0,1", "stolen.json")
    assert "has struck this code off" in refusal("contest", "cast", poll, stolen)
    done("credentials", "spare", folder / "codes", "d-1", "Forge Delegates", "--instead")
    for number, choice in (("d-1", "1,0"), ("d-2", "0,1"), ("d-3", "0,1")):
        done(
            "contest", "cast", poll, vote(folder, code_of(folder, number), choice, f"{number}.json")
        )
    done("contest", "close", poll)
    assert "ballots that count: 3" in done("contest", "tally", poll)
    done("key", "make", folder / "w.key", "--no-passphrase")
    done("contest", "witness", poll, folder / "w.key", folder / "w.json")
    trusted = json.loads((folder / "w.json").read_text("utf-8"))["key"]
    done(
        "contest", "decrypt", poll, folder / "one.key",
        "--witness", folder / "w.json", "--trust", trusted, "--at-least", 3,
    )  # fmt: skip
    result = done("contest", "result", poll)
    assert "Yes: 250" in result
    assert "No: 41" in result
    uuid = json.loads((folder / "codes" / "about.json").read_bytes())["uuid"]
    given = folder / "given"
    given.mkdir()
    done("contest", "archive", poll, given / f"{uuid}.bel")
    assert "Accepted: every check holds." in done("verify", given / f"{uuid}.bel")
    if group == RFC:
        assert "all checks passed" in tool(given, "election", "verify")
    said = done("credentials", "unused", folder / "codes", poll, folder / "proof.json")
    assert said == (
        "spares never issued and never used: 0\n"
        "spares issued instead of a code struck off: 1 of weight 250\n"
        "weight of the roll: 291\n"
    )


@pytest.mark.parametrize("group", [ED])
def test_what_is_struck_off_at_the_command_line_is_a_code_that_has_not_voted(
    open_poll: Path, group: str
) -> None:
    folder, poll = open_poll, open_poll / "poll.bel"
    done("contest", "cast", poll, vote(folder, code_of(folder, "d-2"), "1,0", "b.json"))
    mine, other = (
        done("credentials", "public", folder / "codes", number).strip() for number in ("d-2", "d-3")
    )
    assert "a ballot that was cast stands" in refusal("contest", "strike-off", poll, mine)
    assert "not the public part" in refusal("contest", "strike-off", poll, "ab" * 32)
    done("contest", "strike-off", poll, other)
    assert "struck off already" in refusal("contest", "strike-off", poll, other)
    assert (folder / "poll.bel.struck-off").read_text("utf-8") == f"{other}\n"


@pytest.mark.parametrize("group", [ED])
def test_a_declaration_that_says_another_weight_of_the_spares_opens_nothing(
    open_poll: Path, group: str
) -> None:
    """Of a weight that no code has, more than there are spares, below nothing; and none where votes have weights."""
    folder = open_poll
    declared = json.loads((folder / "codes" / "declared.json").read_bytes())
    words = (
        "contest", "open", folder / "contest.toml", folder / "trustees.json",
        folder / "codes" / "credentials.json", folder / "again.bel",
        "--rehearsal", folder / "rehearsal.bel", "--declared", folder / "other.json",
    )  # fmt: skip
    for said, weights in (
        ("not as many credentials of a weight", {"7": 1}),
        ("does not have the weight of each spare", {"250": 2}),
        ("does not have the weight of each spare", {"40": 2, "250": -1}),
        ("does not say what the spares weigh", {}),
    ):
        other = declared | {"spares_weights": weights}
        (folder / "other.json").write_text(json.dumps(other), "utf-8")
        assert said in refusal(*words)
