"""``hustings credentials``: a code for everybody once, delivered apart from the organisation, spares accounted for."""

import csv
import json
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.credentials import public_of, secret_of
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.archives import begin
from hustings.ballots.secret.making.ballots import Credential, make_ballot
from hustings.ballots.secret.messages.election import read_election
from tests.ballots.secret.making.elections import drawn, opened
from tests.cli.polls import YES_NO, done, refusal

ROLL = """number,name,email,address
m-1,Ann Price,ann@example.org,1 High Street;Tŷ Newydd
m-2,Bob Rees,bob@example.org,
m-3,Cai Owen,,3 Low Road
"""


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    """A folder with three codes and two spares."""
    done("contest", "draft", tmp_path / "contest.toml")
    (tmp_path / "roll.csv").write_text(ROLL, "utf-8")
    folder = tmp_path / "codes"
    done(
        "credentials", "make", tmp_path / "contest.toml", tmp_path / "roll.csv", folder,
        "--spares", 2,
    )  # fmt: skip
    return folder


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def test_everybody_has_a_code_whose_public_half_is_on_the_list(codes: Path) -> None:
    """Five credentials, sorted by element so that their order says nothing."""
    uuid = json.loads((codes / "about.json").read_bytes())["uuid"]
    group = group_named("Ed25519")
    listed = json.loads((codes / "credentials.json").read_bytes())
    held = [row["code"] for row in _rows(codes / "codes.csv") + _rows(codes / "spares.csv")]
    assert len(set(held)) == 5
    assert sorted(group.text(public_of(uuid, code, group)) for code in held) == sorted(listed)
    assert listed == sorted(listed, key=lambda text: group.order(group.parse(text)))


def test_what_is_secret_is_the_scrutineers_alone_and_what_is_public_has_no_code(
    codes: Path,
) -> None:
    assert stat.S_IMODE(codes.stat().st_mode) == 0o700
    for name in ("codes.csv", "spares.csv"):
        assert stat.S_IMODE((codes / name).stat().st_mode) == 0o600
    public = (codes / "credentials.json").read_text() + (codes / "declared.json").read_text()
    for row in _rows(codes / "codes.csv") + _rows(codes / "spares.csv"):
        assert row["code"] not in public


def test_codes_are_never_made_again(codes: Path) -> None:
    before = (codes / "codes.csv").read_bytes()
    said = refusal(
        "credentials", "make", codes.parent / "contest.toml", codes.parent / "roll.csv", codes
    )
    assert "a code is sent again, never made again" in said
    assert (codes / "codes.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("number,name\n1,A\n1,B\n", "1 stands twice; every elector has one code"),
        ("number,name\n,A\n", "a number and a name are expected"),
        ("number,name,weight\n1,A,0\n", "'0' is not a weight"),
        ("number,name\n", "there are no electors"),
    ],
)
def test_a_roll_that_cannot_be_right_is_turned_back_with_its_line(
    tmp_path: Path, rows: str, said: str
) -> None:
    done("contest", "draft", tmp_path / "contest.toml")
    (tmp_path / "roll.csv").write_text(rows, "utf-8")
    folder = tmp_path / "codes"
    words = ("credentials", "make", tmp_path / "contest.toml", tmp_path / "roll.csv", folder)
    assert said in refusal(*words)
    assert not folder.exists()


def test_the_mail_merge_has_each_code_and_one_alone_when_it_was_lost(codes: Path) -> None:
    merged, again = codes.parent / "m.csv", codes.parent / "again.csv"
    done("credentials", "merge", codes, merged)
    done("credentials", "merge", codes, again, "--only", "m-2")
    assert stat.S_IMODE(merged.stat().st_mode) == 0o600
    assert _rows(again) == [row for row in _rows(merged) if row["number"] == "m-2"]
    assert _rows(again)[0]["code"] == _rows(codes / "codes.csv")[1]["code"]
    assert "nobody has the number m-9" in refusal(
        "credentials", "merge", codes, codes.parent / "x.csv", "--only", "m-9"
    )


def test_letters_are_one_pdf_of_the_scrutineers_alone(codes: Path) -> None:
    """Each letter begins on an odd page and holds the code of its addressee and nobody else's."""
    pdf = codes.parent / "letters.pdf"
    assert "letters: 3" in done("credentials", "letters", codes, pdf)
    assert stat.S_IMODE(pdf.stat().st_mode) == 0o600
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(pdf).pages]
    held = {row["name"]: row["code"] for row in _rows(codes / "codes.csv")}
    for place, (name, code) in enumerate(held.items()):
        assert name in pages[2 * place]
        assert [number for number, page in enumerate(pages) if code in page] == [2 * place]


class SmallRelay(threading.Thread):
    """As much of SMTP as takes mails, on this machine; it hangs up after ``most`` of them."""

    def __init__(self, most: int) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.most = most
        self.mails: list[str] = []

    def run(self) -> None:
        while True:
            try:
                taken, _ = self.listening.accept()
            except OSError:
                return
            with taken, taken.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream) -> None:  # type: ignore[no-untyped-def]
        def say(line: bytes) -> None:
            stream.write(line + b"\r\n")
            stream.flush()

        say(b"220 relay")
        while line := stream.readline():
            word = line[:4].upper()
            if word == b"DATA":
                say(b"354 go on")
                text: list[bytes] = []
                while (one := stream.readline()) != b".\r\n":
                    text.append(one)
                if len(self.mails) == self.most:
                    say(b"451 full")
                    continue
                self.mails.append(b"".join(text).decode())
            if word == b"RCPT" and b"nowhere" in line:
                say(b"550 no such address")
                continue
            if word == b"QUIT":
                say(b"221 bye")
                return
            say(b"250 ok")

    def close(self) -> None:
        self.listening.close()


@pytest.fixture
def relay() -> Iterator[SmallRelay]:
    """A relay that takes one mail before it is full."""
    small = SmallRelay(1)
    small.start()
    yield small
    small.close()


def test_sending_that_was_broken_off_goes_on_where_it_stopped(
    codes: Path, relay: SmallRelay
) -> None:
    """The relay is full after the first mail; Cai has no address; then Bob's code is sent again."""
    words = (
        "credentials",
        "send",
        codes,
        "--relay",
        relay.where,
        "--from",
        "s@example.org",
        "--plain",
    )
    said = refusal(*words)
    assert "did not take the mail to bob@example.org" in said
    held = {row["number"]: row["code"] for row in _rows(codes / "codes.csv")}
    assert not any(code in said for code in held.values())
    relay.most = 99
    assert done(*words) == "sent: 1\nno address, so by letter: m-3\n"
    assert [held["m-1"] in relay.mails[0], held["m-2"] in relay.mails[1]] == [True, True]
    assert done(*words, "--only", "m-2") == "sent: 1\n"
    assert held["m-2"] in relay.mails[2]
    assert all("http" not in mail for mail in relay.mails)


def test_an_address_that_no_mail_reaches_keeps_nobody_else_from_the_code(
    codes: Path, relay: SmallRelay
) -> None:
    """The relay does not know Ann's address, Bob's is none; Cai has one now. Ann's is put right, and goes alone."""
    file, relay.most = codes / "codes.csv", 99
    text = file.read_text("utf-8").replace("ann@example.org", "ann@nowhere.example")
    text = text.replace("bob@example.org", "bob@").replace(
        "Cai Owen,,", "Cai Owen,cai@example.org,"
    )
    file.write_text(text, "utf-8")
    words = (
        "credentials", "send", codes, "--relay", relay.where, "--from", "s@example.org", "--plain",
    )  # fmt: skip
    said = done(*words)
    assert said == f"sent: 1\naddress not taken, so by letter, or put right in {codes}: m-1, m-2\n"
    file.write_text(text.replace("ann@nowhere.example", "ann@example.org"), "utf-8")
    assert done(*words).startswith("sent: 1\n")
    assert [_rows(file)[at]["code"] in relay.mails[n] for n, at in ((0, 2), (1, 0))] == [True, True]


def test_codes_do_not_travel_in_clear(codes: Path) -> None:
    """Without TLS only to a relay on this machine; and an address has to be one."""
    words = ("credentials", "send", codes, "--from", "s@example.org", "--relay")
    assert "this machine only" in refusal(*words, "relay.example.org:25", "--plain")
    assert "HOST:PORT" in refusal(*words, "relay")


def _closed(codes: Path, *voting: str) -> Path:
    """An archive in which the holders of these codes have voted, closed."""
    uuid = json.loads((codes / "about.json").read_bytes())["uuid"]
    base = opened("Ed25519", (YES_NO,))
    election = base.election.raw.replace(base.election.uuid.encode(), uuid.encode())
    from hustings.ballots.secret.messages.trustees import trustees_bytes

    group, coins = base.election.group, drawn("votes")
    tip, whole = begin(
        1, election, trustees_bytes(base.trustees, group), (codes / "credentials.json").read_bytes()
    )
    read = read_election(election)
    for code in voting:
        own = Credential(secret_of(uuid, code, group.q), public_of(uuid, code, group))
        tip, piece = tip.add(EventType.BALLOT, make_ballot(read, own, [(1, 0)], coins))
        whole += piece
    whole += tip.add(EventType.END_BALLOTS)[1]
    place = codes.parent / f"{len(voting)}.bel"
    place.write_bytes(whole)
    return place


def test_a_late_elector_is_given_a_spare_and_the_other_is_proved_unused(codes: Path) -> None:
    """Dai votes with the spare; nothing tells which ballot was a spare's; one is opened."""
    assert done("credentials", "spare", codes, "m-4", "Dai", "--email", "d@example.org") == (
        "spares left: 1\n"
    )
    dai = next(row for row in _rows(codes / "codes.csv") if row["number"] == "m-4")
    archive = _closed(codes, dai["code"])
    proof = codes.parent / "proof.json"
    said = (
        "spares never issued and never used: 1\nspares issued to electors added since: 1\n"
        "weight of the roll: 3, with those added 4\n"
    )
    assert done("credentials", "unused", codes, archive, proof) == said
    assert done("credentials", "check-unused", proof, codes / "declared.json", archive) == said
    uuid = json.loads((codes / "about.json").read_bytes())["uuid"]
    group = group_named("Ed25519")
    assert group.text(public_of(uuid, dai["code"], group)) not in proof.read_text("utf-8")


def test_a_spare_that_voted_without_being_given_to_anybody_is_found(codes: Path) -> None:
    """The scrutineer stuffs the box with a spare, and cannot prove it unused; nor another in its place."""
    stuffed = _rows(codes / "spares.csv")[0]["code"]
    archive = _closed(codes, stuffed)
    assert "has voted" in refusal(
        "credentials", "unused", codes, archive, codes.parent / "proof.json"
    )
    honest = _closed(codes)
    done("credentials", "unused", codes, honest, codes.parent / "p.json")
    proof = json.loads((codes.parent / "p.json").read_bytes())
    proof["unused"][0]["salt"] = "1" * 22
    (codes.parent / "q.json").write_text(json.dumps(proof), "utf-8")
    said = refusal(
        "credentials", "check-unused", codes.parent / "q.json", codes / "declared.json", honest
    )
    assert "was not declared as a spare" in said


def test_nobody_gets_a_second_code(codes: Path) -> None:
    said = refusal("credentials", "spare", codes, "m-1", "Ann Price")
    assert "it is sent again, never made again" in said


def test_after_the_appeal_window_nothing_secret_is_left(codes: Path) -> None:
    done("credentials", "wipe", codes, "--yes")
    assert sorted(one.name for one in codes.iterdir()) == [
        "about.json",
        "credentials.json",
        "declared.json",
    ]


def test_whose_code_was_struck_off_is_given_a_spare_instead(codes: Path) -> None:
    before = next(row for row in _rows(codes / "codes.csv") if row["number"] == "m-2")
    public = done("credentials", "public", codes, "m-2").strip()
    assert public in json.loads((codes / "credentials.json").read_bytes())
    assert "never made again" in refusal("credentials", "spare", codes, "m-2", "Bob Rees")
    assert "has no code" in refusal("credentials", "spare", codes, "m-9", "Eve", "--instead")
    assert done("credentials", "spare", codes, "m-2", "Bob Rees", "--instead") == "spares left: 1\n"
    (now,) = (row for row in _rows(codes / "codes.csv") if row["number"] == "m-2")
    assert now["code"] != before["code"]
    assert done("credentials", "public", codes, "m-2").strip() != public


WEIGHED = """number,name,weight
d-1,Forge Delegates,250
d-2,Mill Delegates,250
d-3,Quarry Delegate,1
"""


@pytest.fixture
def weighed(tmp_path: Path) -> Path:
    """Three delegates, 501 votes; two spare codes of 250 and one of a single vote."""
    done("contest", "draft", tmp_path / "contest.toml")
    (tmp_path / "roll.csv").write_text(WEIGHED, "utf-8")
    words = ("credentials", "make", tmp_path / "contest.toml", tmp_path / "roll.csv")
    done(*words, tmp_path / "codes", "--spares", 1, "--spares-of", 250, 2)
    return tmp_path / "codes"


def test_spares_of_a_weight_are_declared_before_opening_and_weigh_it_on_the_list(
    weighed: Path,
) -> None:
    """Three electors of 250, 250 and 1, and spares of 250, 250 and 1: no order tells which are spare."""
    listed = json.loads((weighed / "credentials.json").read_bytes())
    assert sorted(one.partition(",")[2] for one in listed) == ["1", "1", "250", "250", "250", "250"]
    declared = json.loads((weighed / "declared.json").read_bytes())
    assert declared["spares_weights"] == {"1": 1, "250": 2}
    assert (declared["electors"], declared["spares"]) == (3, 3)


def test_no_spare_is_made_of_a_weight_that_nobody_has(tmp_path: Path) -> None:
    done("contest", "draft", tmp_path / "contest.toml")
    (tmp_path / "roll.csv").write_text("number,name,weight\nd-1,Forge,250\n", "utf-8")
    words = ("credentials", "make", tmp_path / "contest.toml", tmp_path / "roll.csv")
    for more in (("--spares", 2), ("--spares-of", 7, 1)):
        said = refusal(*words, tmp_path / "codes", *more)
        assert f"Nobody on the roll has the weight {1 if 2 in more else 7}" in said
    assert not (tmp_path / "codes").exists()


def test_a_lost_code_is_followed_by_a_spare_of_its_own_weight(weighed: Path) -> None:
    """Forge's 250 votes go on with another code, and the roll still weighs 501."""
    lost = done("credentials", "public", weighed, "d-1").strip()
    done("credentials", "spare", weighed, "d-1", "Forge Delegates", "--instead")
    now = {row["number"]: row for row in _rows(weighed / "codes.csv")}
    assert (now["d-1"]["weight"], now["d-1"]["spare"]) == ("250", "yes")
    listed = dict(one.split(",") for one in json.loads((weighed / "credentials.json").read_bytes()))
    assert listed[done("credentials", "public", weighed, "d-1").strip()] == "250"
    archive = _closed(weighed, now["d-1"]["code"], now["d-3"]["code"])
    proof = weighed.parent / "proof.json"
    said = done("credentials", "unused", weighed, archive, proof)
    assert said == (
        "spares never issued and never used: 2\n"
        "spares issued instead of a code struck off: 1 of weight 250\n"
        "weight of the roll: 501\n"
    )
    assert done("credentials", "check-unused", proof, weighed / "declared.json", archive) == said
    assert json.loads(proof.read_bytes())["replaced"] == [lost]


def test_spares_of_one_weight_are_no_spares_of_another(weighed: Path) -> None:
    done("credentials", "spare", weighed, "d-3", "Quarry Delegate", "--instead")
    said = refusal("credentials", "spare", weighed, "d-4", "Pit Delegate")
    assert "There is no spare code of weight 1 left" in said
    late = done("credentials", "spare", weighed, "d-4", "Pit Delegates", "--weight", 250)
    assert late == "spares left: 1\n"
    archive = _closed(weighed)
    said = done("credentials", "unused", weighed, archive, weighed.parent / "proof.json")
    assert said == (
        "spares never issued and never used: 1\n"
        "spares issued instead of a code struck off: 1\n"
        "spares issued to electors added since: 1 of weight 250\n"
        "weight of the roll: 501, with those added 751\n"
    )


def test_a_code_that_was_replaced_and_voted_all_the_same_is_found(weighed: Path) -> None:
    """Forge votes 250 twice, with the code that was lost and with the spare; and a heavier code is not replaced."""
    lost = _rows(weighed / "codes.csv")[0]["code"]
    done("credentials", "spare", weighed, "d-1", "Forge Delegates", "--instead")
    proof, archive = weighed.parent / "proof.json", _closed(weighed, lost)
    assert "struck off" in refusal("credentials", "unused", weighed, archive, proof)
    honest = _closed(weighed)
    done("credentials", "unused", weighed, honest, proof)
    other = json.loads(proof.read_bytes())
    other["replaced"] = [done("credentials", "public", weighed, "d-3").strip()]
    (weighed.parent / "other.json").write_text(json.dumps(other), "utf-8")
    said = refusal(
        "credentials",
        "check-unused",
        weighed.parent / "other.json",
        weighed / "declared.json",
        honest,
    )
    assert "1 spares of weight 1 were declared, 1 of them are opened as unused, and 1" in said
