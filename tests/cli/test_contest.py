"""``hustings contest``: a box takes only sound ballots, keeps every one that it acknowledged, and is counted once."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.making.archives import resume
from hustings.ballots.secret.messages.tallying import message_bytes
from hustings.cli.closes import begin_again
from hustings.cli.outcomes import papers_of, told
from tests.ballots.secret.making.elections import drawn, opened
from tests.ballots.secret.making.forged import forged
from tests.cli.polls import PASSPHRASE, YES_NO, asked, done, poll_in, refusal, verified


def test_a_ballot_is_acknowledged_by_its_tracker(tmp_path: Path) -> None:
    made = poll_in(tmp_path)
    raw = made.ballot(0, [(1, 0)])
    (tmp_path / "b.json").write_bytes(raw)
    assert done("contest", "cast", tmp_path / "poll.bel", tmp_path / "b.json") == (
        f"accepted: {fingerprint(raw)}\n"
    )
    assert "ballots: 1" in done("verify", tmp_path / "poll.bel")


def test_a_refused_ballot_changes_nothing_and_those_beside_it_are_taken(tmp_path: Path) -> None:
    """A changed digit, a second ballot of the same code, the same ballot again, and one that is sound."""
    made = poll_in(tmp_path)
    first, second, other = (made.ballot(voter, [(1, 0)]) for voter in (0, 0, 1))
    changed = first.replace(b'"response":"1', b'"response":"2', 1)
    assert changed != first
    lines = b"\n".join([changed, first, second, first, b"{}", other]) + b"\n"
    result = asked("contest", "cast", tmp_path / "poll.bel", "-", typed=lines.decode())
    assert result.exit_code == 1
    assert result.stdout == f"accepted: {fingerprint(first)}\naccepted: {fingerprint(other)}\n"
    refused = result.stderr.splitlines()
    assert [line.split(":")[0] for line in refused] == ["line 1", "line 3", "line 4", "line 5"]
    assert "check 15.5" in refused[0] or "check 16" in refused[0]
    assert "check 15.8: this code has cast a ballot" in refused[1]
    assert "check 15.2: this ballot is in the box already" in refused[2]
    assert "ballots: 2" in done("verify", tmp_path / "poll.bel")


def test_where_replacement_is_allowed_the_later_ballot_counts(tmp_path: Path) -> None:
    made = poll_in(tmp_path, replacement=True)
    lines = [made.ballot(0, [choice]).decode() for choice in ((1, 0), (0, 1))]
    done("contest", "cast", tmp_path / "poll.bel", "-", typed="\n".join(lines) + "\n")
    done("contest", "close", tmp_path / "poll.bel")
    assert "ballots that count: 1" in done("contest", "tally", tmp_path / "poll.bel")


def test_a_closed_box_takes_nothing(tmp_path: Path) -> None:
    made = poll_in(tmp_path)
    done("contest", "close", tmp_path / "poll.bel")
    (tmp_path / "b.json").write_bytes(made.ballot(0, [(1, 0)]))
    before = (tmp_path / "poll.bel").read_bytes()
    said = refusal("contest", "cast", tmp_path / "poll.bel", tmp_path / "b.json")
    assert "the poll is closed" in said
    assert (tmp_path / "poll.bel").read_bytes() == before
    assert "closed already" in refusal("contest", "close", tmp_path / "poll.bel")


@pytest.mark.parametrize("kept", [1, 511, 512, 700, 3000])
def test_a_piece_that_a_crash_cut_off_is_left_out_and_the_box_goes_on(
    tmp_path: Path, kept: int
) -> None:
    """Power fails while a ballot is written: nobody was told that it is safe, and the chain goes on before it."""
    made, box = poll_in(tmp_path), tmp_path / "poll.bel"
    _, piece = made.tip.add(EventType.BALLOT, made.ballot(0, [(1, 0)]))
    box.write_bytes(made.archive + piece[:kept])
    raw = made.ballot(1, [(0, 1)])
    (tmp_path / "b.json").write_bytes(raw)
    done("contest", "cast", box, tmp_path / "b.json")
    assert box.read_bytes() == made.archive + made.tip.add(EventType.BALLOT, raw)[1]


def test_a_box_that_was_changed_in_the_middle_is_not_gone_on_with(tmp_path: Path) -> None:
    made = poll_in(tmp_path)
    made.cast(0, (1, 0))
    made.cast(1, (1, 0))
    whole = bytearray(made.archive)
    at = whole.rindex(b'"parent":"') + 12
    whole[at] ^= 1
    (tmp_path / "poll.bel").write_bytes(whole)
    (tmp_path / "b.json").write_bytes(made.ballot(2, [(1, 0)]))
    said = refusal("contest", "cast", tmp_path / "poll.bel", tmp_path / "b.json")
    assert "cannot be gone on with: record " in said
    assert "does not have that hash" in said
    assert (tmp_path / "poll.bel").read_bytes() == bytes(whole)


RUNS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 5


@pytest.mark.hypothesis
@pytest.mark.parametrize("run", range(RUNS))
def test_a_killed_box_has_every_ballot_that_it_acknowledged_once(tmp_path: Path, run: int) -> None:
    """SIGKILL after some acknowledgements, at a moment of chance: each acknowledged tracker is in the archive once."""
    made, box = poll_in(tmp_path, replacement=True), tmp_path / "poll.bel"
    lines = [made.ballot(number % 3, [(1, 0)]) for number in range(12)]
    (tmp_path / "lines").write_bytes(b"\n".join(lines) + b"\n")
    acknowledged = _kill_while_casting(tmp_path, after=1 + run % 8)
    inside = [fingerprint(data[0]) for _, data in resume(box.read_bytes()).events[1:]]
    assert len(inside) == len(set(inside))
    assert acknowledged
    assert acknowledged == inside[: len(acknowledged)]
    (tmp_path / "last").write_bytes(made.ballot(0, [(0, 1)]))
    done("contest", "cast", box, tmp_path / "last")
    assert f"ballots: {len(inside) + 1}" in done("verify", box)


def _kill_while_casting(folder: Path, after: int) -> list[str]:
    """The trackers that the command printed before it was killed."""
    program = "from hustings.cli.main import main; main()"
    with (
        (folder / "lines").open("rb") as lines,
        subprocess.Popen(
            [sys.executable, "-c", program, "contest", "cast", str(folder / "poll.bel"), "-"],
            stdin=lines,
            stdout=subprocess.PIPE,
        ) as casting,
    ):
        assert casting.stdout is not None
        told = [casting.stdout.readline() for _ in range(after)]
        casting.send_signal(signal.SIGKILL)
        told += casting.stdout.readlines()
    return [
        line.decode().removeprefix("accepted: ").strip() for line in told if line.endswith(b"\n")
    ]


def test_several_who_cast_at_once_wait_for_each_other(tmp_path: Path) -> None:
    """Three processes, twelve ballots: each acknowledged one is in the chain, and the chain holds."""
    made, box = poll_in(tmp_path, replacement=True), tmp_path / "poll.bel"
    program = "from hustings.cli.main import main; main()"
    casting: list[subprocess.Popen[bytes]] = []
    for voter in range(3):
        lines = tmp_path / str(voter)
        lines.write_bytes(b"".join(made.ballot(voter, [(1, 0)]) + b"\n" for _ in range(4)))
        words = [sys.executable, "-c", program, "contest", "cast", str(box), "-"]
        with lines.open("rb") as given:
            casting.append(subprocess.Popen(words, stdin=given, stdout=subprocess.PIPE))
    told = [line for one in casting for line in one.communicate()[0].splitlines()]
    inside = [fingerprint(data[0]) for _, data in resume(box.read_bytes()).events[1:]]
    assert len(told) == 12
    assert sorted(line.decode().removeprefix("accepted: ") for line in told) == sorted(inside)
    assert "ballots: 12" in done("verify", box)


def _decrypted(folder: Path, key: Path, *more: object) -> str:
    return refusal("contest", "decrypt", folder / "poll.bel", key, *more)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key file of the one trustee of the polls here."""
    place = "hustings.ballots.secret.making.key_files.argon2id"
    monkeypatch.setattr(f"{place}.OPSLIMIT_MODERATE", 1)
    monkeypatch.setattr(f"{place}.MEMLIMIT_MODERATE", 8192)
    made = poll_in(tmp_path)
    (tmp_path / "tool.privkey").write_text(f'"{made.keys[1].x}"', "utf-8")
    file = tmp_path / "one.key"
    done("trustee", "make", file, "--adopt", tmp_path / "tool.privkey")
    return file


def _voted_and_closed(folder: Path, voters: int, *, ranked: bool = False) -> None:
    made = poll_in(folder, ranked=ranked)
    for voter in range(voters):
        made.cast(voter, *([(1, 0), (1, 2, 3)] if ranked else [(1, 0)]))
    (folder / "poll.bel").write_bytes(made.archive)
    done("contest", "close", folder / "poll.bel")
    done("contest", "tally", folder / "poll.bel")


def _witnessed(folder: Path) -> tuple[object, ...]:
    done("key", "make", folder / "w.key", "--no-passphrase")
    done("contest", "witness", folder / "poll.bel", folder / "w.key", folder / "w.json")
    trusted = json.loads((folder / "w.json").read_text("utf-8"))["key"]
    return "--witness", folder / "w.json", "--trust", trusted


def test_a_tally_is_decrypted_after_a_witnessed_close_and_once(tmp_path: Path, key: Path) -> None:
    _voted_and_closed(tmp_path, 3)
    assert "after a witnessed close" in _decrypted(tmp_path, key)
    witness = _witnessed(tmp_path)
    assert "which you did not name with --trust" in _decrypted(tmp_path, key, *witness[:2])
    done("contest", "decrypt", tmp_path / "poll.bel", key, *witness)
    assert "Trustee 1 has decrypted already" in _decrypted(tmp_path, key, *witness)
    assert "Yes: 3" in done("contest", "result", tmp_path / "poll.bel")
    assert "state: result" in done("contest", "archive", tmp_path / "poll.bel", tmp_path / "a.bel")
    assert "Accepted: every check holds." in done("verify", tmp_path / "a.bel")


def test_a_single_ballot_is_never_decrypted(tmp_path: Path, key: Path) -> None:
    """Nor fewer than a trustee asks for."""
    _voted_and_closed(tmp_path, 1)
    said = _decrypted(tmp_path, key, *_witnessed(tmp_path))
    assert "Ballots in the tally: 1. Fewer than 2 are never decrypted" in said
    _voted_and_closed(tmp_path, 3)
    said = _decrypted(tmp_path, key, "--at-least", "4")
    assert "Fewer than 4 are never decrypted" in said


def test_a_witness_of_another_close_does_not_do(tmp_path: Path, key: Path) -> None:
    """The server shows the witness one box and the trustees another."""
    _voted_and_closed(tmp_path, 2)
    witness = _witnessed(tmp_path)
    _voted_and_closed(tmp_path, 3)
    assert "saw another close than that of this archive" in _decrypted(tmp_path, key, *witness)


def test_a_witness_statement_that_was_changed_does_not_do(tmp_path: Path, key: Path) -> None:
    _voted_and_closed(tmp_path, 3)
    witness = _witnessed(tmp_path)
    text = (tmp_path / "w.json").read_text("utf-8").replace('"ballots": 3', '"ballots": 2')
    (tmp_path / "w.json").write_text(text, "utf-8")
    assert "its signature does not hold" in _decrypted(tmp_path, key, *witness)


def test_a_key_decrypts_one_close_of_an_election(tmp_path: Path, key: Path) -> None:
    """Two closes that differ by a ballot, each with a witness, would tell that ballot; the first can be asked again."""
    _voted_and_closed(tmp_path, 3)
    first, box = (tmp_path / "poll.bel").read_bytes(), tmp_path / "poll.bel"
    witness = _witnessed(tmp_path)
    done("contest", "decrypt", box, key, *witness)
    _voted_and_closed(tmp_path, 2)
    done("contest", "witness", box, tmp_path / "w.key", tmp_path / "w2.json")
    said = _decrypted(tmp_path, key, "--witness", tmp_path / "w2.json", *witness[2:])
    assert "has decrypted another close of this election" in said
    box.write_bytes(first)
    done("contest", "decrypt", box, key, *witness)


def test_the_holder_of_a_key_that_was_made_again_says_that_it_decrypts_for_the_first_time(
    tmp_path: Path, key: Path
) -> None:
    """Its journal was lost with the first file: only the holder knows. Once said, the journal goes on."""
    begin_again(key)
    _voted_and_closed(tmp_path, 3)
    box, witness = tmp_path / "poll.bel", _witnessed(tmp_path)
    before = box.read_bytes()
    no = asked("contest", "decrypt", box, key, *witness, typed=f"{PASSPHRASE}\nn\n")
    assert "nothing here tells what it has decrypted" in no.stderr
    assert (no.exit_code, box.read_bytes()) == (1, before)
    done("contest", "decrypt", box, key, *witness, typed=f"{PASSPHRASE}\ny\n")
    box.write_bytes(before)
    done("contest", "decrypt", box, key, *witness)
    _voted_and_closed(tmp_path, 2)
    done("contest", "witness", box, tmp_path / "w.key", tmp_path / "w2.json")
    said = _decrypted(tmp_path, key, "--witness", tmp_path / "w2.json", *witness[2:])
    assert "has decrypted another close of this election" in said


def test_rankings_are_not_decrypted_before_they_are_shuffled(tmp_path: Path, key: Path) -> None:
    _voted_and_closed(tmp_path, 3, ranked=True)
    said = "Rankings are shuffled before they are decrypted"
    witness = _witnessed(tmp_path)
    assert said in _decrypted(tmp_path, key, *witness)
    assert "nobody has shuffled yet" in refusal(
        "contest", "shuffle", tmp_path / "poll.bel", "--end"
    )
    assert "Say who shuffles" in refusal(
        "contest", "shuffle", tmp_path / "poll.bel", "--trustee", "2"
    )
    done("contest", "shuffle", tmp_path / "poll.bel", "--trustee", "1")
    assert said in _decrypted(tmp_path, key, *witness)
    done("contest", "shuffle", tmp_path / "poll.bel", "--end")
    done("contest", "decrypt", tmp_path / "poll.bel", key, *witness)
    assert "papers: 3" in done("contest", "result", tmp_path / "poll.bel")


def test_an_open_poll_is_not_decrypted_nor_counted(tmp_path: Path, key: Path) -> None:
    assert "The poll is open" in _decrypted(tmp_path, key)
    assert "the poll is open; a tally follows the close" in refusal(
        "contest", "tally", tmp_path / "poll.bel"
    )
    assert "nobody has decrypted" in refusal("contest", "result", tmp_path / "poll.bel")


def test_an_archive_that_is_not_sound_is_not_decrypted(tmp_path: Path, key: Path) -> None:
    """The server drops a ballot from the tally and makes the whole chain anew."""
    made = poll_in(tmp_path)
    for voter in range(3):
        made.cast(voter, (1, 0))
    made.counted.popitem()
    made.close()
    (tmp_path / "poll.bel").write_bytes(made.archive)
    said = _decrypted(tmp_path, key)
    assert "is not sound, and nothing was done with it: check 17.1" in said


def test_a_wrong_decryption_is_refused_with_its_owner(tmp_path: Path) -> None:
    """Trustee 2 of two decrypts with another key: the archive says whose it was."""
    from hustings.ballots.secret.making.decrypting import DecryptionKey

    made = opened("Ed25519", (YES_NO,), trustees=(2,))
    for voter in range(3):
        made.cast(voter, (1, 0))
    made.close()
    made.decrypt(1)
    x = drawn("cheat")(made.election.group.q)
    made.keys[2] = DecryptionKey(x, made.keys[2].public)
    made.decrypt(2)
    (tmp_path / "poll.bel").write_bytes(made.archive)
    said = refusal("contest", "result", tmp_path / "poll.bel")
    assert "check 19.5: factor 0 of trustee 2 is not that of their key" in said


# --- proofs over all factors, beside the archive ----------------------------------------------------------


def _decrypted_poll(folder: Path, key: Path) -> tuple[Path, Path]:
    """A poll that its one trustee has decrypted and proved: the archive, and the proofs beside it."""
    _voted_and_closed(folder, 3)
    done("contest", "decrypt", folder / "poll.bel", key, *_witnessed(folder))
    return folder / "poll.bel", folder / "poll.factors.jsonl"


def test_who_decrypts_proves_all_factors_together_beside_the_archive(
    tmp_path: Path, key: Path
) -> None:
    box, beside = _decrypted_poll(tmp_path, key)
    done("contest", "result", box)
    done("contest", "archive", box, tmp_path / "copy.bel")
    assert (tmp_path / "copy.factors.jsonl").read_bytes() == beside.read_bytes()
    assert "To know" not in done("verify", tmp_path / "copy.bel")


def _with_another_response(beside: Path) -> None:
    line = json.loads(beside.read_bytes())
    line["proof"]["response"] = str(int(line["proof"]["response"]) - 1)
    beside.write_text(json.dumps(line, separators=(",", ":")) + "\n", "utf-8")


NOT_HOLDING = "the line given for trustee 1 does not prove this decryption"


def test_a_line_that_somebody_altered_fails_for_who_verifies_and_stops_nobody_who_acts(
    tmp_path: Path, key: Path
) -> None:
    """The trustee is honest: nothing tells who altered the file, and another line mends it."""
    box, beside = _decrypted_poll(tmp_path, key)
    honest = beside.read_bytes()
    _with_another_response(beside)
    report = verified(box)
    assert report.return_value == 1
    assert NOT_HOLDING in report.stdout
    acted = asked("contest", "result", box)
    assert (acted.exit_code, NOT_HOLDING in acted.stderr) == (0, True)
    done("contest", "prove", box, key)
    assert beside.read_bytes() != honest
    assert "was not made for them" not in done("verify", box)


@pytest.mark.parametrize("junk", [b"junk\n", b"{}", b'{"format":"hustings-factors/1"}\n' * 2])
def test_rubbish_beside_an_archive_stops_no_trustee(tmp_path: Path, key: Path, junk: bytes) -> None:
    box, beside = _decrypted_poll(tmp_path, key)
    beside.write_bytes(junk)
    assert verified(box).return_value == 1
    done("contest", "prove", box, key)
    assert verified(box).return_value == 0


def test_a_line_under_another_trustees_number_does_not_keep_them_from_proving(
    tmp_path: Path, key: Path
) -> None:
    box, beside = _decrypted_poll(tmp_path, key)
    beside.write_bytes(beside.read_bytes().replace(b'"trustee":1', b'"trustee":2'))
    done("contest", "prove", box, key)
    assert json.loads(beside.read_bytes().splitlines()[0])["trustee"] == 1


def test_a_copy_is_not_put_beside_the_proofs_of_another_archive(tmp_path: Path, key: Path) -> None:
    box, _ = _decrypted_poll(tmp_path, key)
    (tmp_path / "copy.factors.jsonl").write_bytes(b"of another\n")
    said = refusal("contest", "archive", box, tmp_path / "copy.bel")
    assert "copy.factors.jsonl is there already" in said
    assert not (tmp_path / "copy.bel").exists()


def test_a_total_that_a_factor_spoilt_names_who_has_not_proved(tmp_path: Path) -> None:
    made = opened("Ed25519", (YES_NO,), trustees=(2,))
    for voter in range(3):
        made.cast(voter, (1, 0))
    made.close()
    made.decrypt(1)
    made.decryptions[2] = forged(made.election, made.tally, made.keys[2], made.coins)
    raw = message_bytes(made.decryptions[2].json(made.election.group))
    made.owned(EventType.PARTIAL_DECRYPTION, 2, raw)
    (tmp_path / "poll.bel").write_bytes(made.archive)
    said = refusal("contest", "result", tmp_path / "poll.bel")
    assert "There is no result: a total is not a number up to 3" in said
    assert "Of trustees 1 and 2 no proof over all factors stands beside it." in said


def test_proofs_that_stand_elsewhere_are_named_to_verify(tmp_path: Path, key: Path) -> None:
    box, beside = _decrypted_poll(tmp_path, key)
    elsewhere = tmp_path / "of-the-trustees.jsonl"
    beside.rename(elsewhere)
    assert "was not made for them" not in done("verify", box, "--factors", elsewhere)
    _with_another_response(elsewhere)
    assert verified(box, "--factors", elsewhere).return_value == 1
    assert verified(box, "--factors", tmp_path / "nothing").return_value == 2


def test_a_trustee_who_decrypted_elsewhere_proves_afterwards(tmp_path: Path, key: Path) -> None:
    box, beside = _decrypted_poll(tmp_path, key)
    beside.write_bytes(b"")
    assert "stands beside this archive of trustee 1" in done("verify", box)
    done("contest", "prove", box, key)
    done("contest", "result", box)
    assert "was not made for them" not in done("verify", box)


def test_who_has_not_decrypted_has_nothing_to_prove(tmp_path: Path, key: Path) -> None:
    _voted_and_closed(tmp_path, 3)
    said = refusal("contest", "prove", tmp_path / "poll.bel", key)
    assert "Trustee 1 has not decrypted yet" in said
    assert not (tmp_path / "poll.factors.jsonl").exists()


def test_the_proofs_of_several_trustees_stand_in_one_file(tmp_path: Path, key: Path) -> None:
    made = opened("Ed25519", (YES_NO,), trustees=(2,))
    for voter in range(3):
        made.cast(voter, (1, 0))
    made.whole(decrypts=(1, 2))
    box = tmp_path / "poll.bel"
    box.write_bytes(made.archive)
    for owner in (2, 1):
        (tmp_path / "tool.privkey").write_text(f'"{made.keys[owner].x}"', "utf-8")
        own = tmp_path / f"{owner}.key"
        done("trustee", "make", own, "--adopt", tmp_path / "tool.privkey")
        done("contest", "prove", box, own)
    lines = (tmp_path / "poll.factors.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["trustee"] for line in lines] == [1, 2]
    assert "To know" not in done("verify", box)


def test_invalid_rankings_are_listed_and_left_to_the_counting_law(
    tmp_path: Path, key: Path
) -> None:
    """Papers: 1 2 3; 1 1 2 (no clear first); 2 3 4 (no first); they come in an order that nobody knows."""
    made = poll_in(tmp_path, ranked=True)
    for voter, paper in enumerate([(1, 2, 3), (1, 1, 2), (2, 3, 4)]):
        made.cast(voter, (1, 0), paper)
    made.whole(shuffles=(1,))
    (tmp_path / "poll.bel").write_bytes(made.archive)
    papers = tmp_path / "papers.json"
    said = done("contest", "result", tmp_path / "poll.bel", "--papers", papers, "--question", "2")
    assert f"count them: hustings count {papers}" in said
    assert "rejected (no clear first preference): [1, 1, 2]" in said
    assert "rejected (no clear first preference): [2, 3, 4]" in said
    counted = json.loads(
        done("count", papers, "--law", "alternative-vote", "--seats", "1", "--json")
    )
    assert counted["rejected"] == {"no-clear-first-preference": 2}
    assert "no ranking" in refusal(
        "contest", "result", tmp_path / "poll.bel", "--papers", tmp_path / "no.json"
    )
    assert not (tmp_path / "no.json").exists()


def test_a_row_that_was_sealed_as_no_ranking_is_told_apart_and_is_a_blank_paper(
    tmp_path: Path,
) -> None:
    """The numbers 95, 148, 1 would be read as a first preference for C."""
    election = poll_in(tmp_path, ranked=True).election
    result = ((3, 0), ((1, 2, 3), (95, 148, 1), (1, 3, 2)))
    foreign = {1: frozenset({1})}
    said = told(election, result, foreign)
    assert "papers: 3\n  valid: 2\n  rejected (blank): [95, 148, 1]" in said
    papers = tmp_path / "papers.json"
    for rows, spoilt in ((foreign, {"blank": 1}), ({}, {})):
        papers.write_bytes(papers_of(election, result, 2, rows))
        words = ("count", papers, "--law", "alternative-vote", "--seats", "1", "--json")
        assert json.loads(done(*words))["rejected"] == spoilt


def test_a_voters_code_makes_a_ballot_at_the_command_line(tmp_path: Path) -> None:
    made = poll_in(tmp_path)
    code = made.codes[0].replace("-", " ")
    (tmp_path / "code").write_text(code, "utf-8")
    ballot = tmp_path / "b.json"
    words = ("contest", "ballot", tmp_path / "poll.bel", ballot, "--choose", "0,1")
    tracker = done(*words, "--code-file", tmp_path / "code").removeprefix("tracker: ").strip()
    assert tracker == fingerprint(ballot.read_bytes())
    assert done("contest", "cast", tmp_path / "poll.bel", ballot) == f"accepted: {tracker}\n"
    said = refusal(
        "contest",
        "ballot",
        tmp_path / "poll.bel",
        tmp_path / "c",
        "--choose",
        "1,1",
        typed=code + "\n",
    )
    assert "2 answers chosen, not 1 to 1" in said
    assert code not in said
    slip = ("contest", "ballot", tmp_path / "poll.bel", tmp_path / "c", "--choose", "1,x")
    said = refusal(*slip, "--code-file", tmp_path / "code")
    assert "'1,x' is not a list of numbers such as 1,0 or 2,1,0" in said


def test_a_code_of_another_election_makes_no_ballot(tmp_path: Path) -> None:
    poll_in(tmp_path)
    (tmp_path / "code").write_text("23456-789ABC-DEFGH-JKLMNP", "utf-8")
    said = refusal(
        "contest", "ballot", tmp_path / "poll.bel", tmp_path / "b.json",
        "--choose", "1,0", "--code-file", tmp_path / "code",
    )  # fmt: skip
    assert "this code is not one of this election's" in said
    assert not (tmp_path / "b.json").exists()


def test_a_code_of_the_election_makes_one(tmp_path: Path) -> None:
    made = poll_in(tmp_path)
    (tmp_path / "code").write_text(made.codes[0], "utf-8")
    done(
        "contest", "ballot", tmp_path / "poll.bel", tmp_path / "b.json",
        "--choose", "1,0", "--code-file", tmp_path / "code",
    )  # fmt: skip
    assert "accepted" in done("contest", "cast", tmp_path / "poll.bel", tmp_path / "b.json")


def _ranking(folder: Path, numbers: str, *more: str) -> tuple[object, ...]:
    """The command that seals this ranking; its poll asks for a yes or no first."""
    made = poll_in(folder, ranked=True)
    (folder / "code").write_text(made.codes[0], "utf-8")
    files = (folder / "poll.bel", folder / "b.json")
    chosen = ("--choose", "1,0", "--choose", numbers)
    return ("contest", "ballot", *files, *chosen, "--code-file", folder / "code", *more)


@pytest.mark.parametrize("numbers", ["1,1,2", "2,3,0", "1,3,0", "0,0,0"])
def test_a_ranking_that_may_not_count_is_sealed_only_as_it_is(tmp_path: Path, numbers: str) -> None:
    said = refusal(*_ranking(tmp_path, numbers))
    assert "--as-it-is" in said
    assert not (tmp_path / "b.json").exists()
    assert "tracker" in done(*_ranking(tmp_path, numbers, "--as-it-is"))


@pytest.mark.parametrize("numbers", ["1,2,3", "0,1,0", "2,0,1"])
def test_a_ranking_that_goes_on_from_one_is_sealed(tmp_path: Path, numbers: str) -> None:
    assert "tracker" in done(*_ranking(tmp_path, numbers))


def test_a_trustee_shuffles_once_unless_they_mean_it(tmp_path: Path) -> None:
    made, box = poll_in(tmp_path, ranked=True), tmp_path / "poll.bel"
    for voter in range(2):
        made.cast(voter, (1, 0), (1, 2, 3))
    made.close()
    box.write_bytes(made.archive)
    done("contest", "shuffle", box, "--trustee", "1")
    assert "Trustee 1 has shuffled already" in refusal("contest", "shuffle", box, "--trustee", "1")
    done("contest", "shuffle", box, "--trustee", "1", "--again")


def test_a_file_that_is_no_ballot_is_told_so_without_the_parsers_words(tmp_path: Path) -> None:
    poll_in(tmp_path)
    (tmp_path / "roll.csv").write_text("member,name\n1,Ann\n", "utf-8")
    said = asked("contest", "cast", tmp_path / "poll.bel", tmp_path / "roll.csv").stderr
    assert "this is no message: no JSON stands here" in said
    assert "char 0" not in said
