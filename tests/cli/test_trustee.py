"""``hustings trustee``: a key is its owner's alone, comes back from paper, and the ceremony names who cheats."""

import json
import stat
from pathlib import Path

import pytest

from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.making.channel import channel_keys, send
from hustings.ballots.secret.making.key_files import (
    TrusteeSecret,
    lock,
    read_locked,
    read_recovery,
    recovery_code,
)
from hustings.cli import ceremony
from tests.ballots.secret.making.elections import drawn
from tests.cli.polls import PASSPHRASE, done, refusal


@pytest.fixture(autouse=True)
def _quick_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    place = "hustings.ballots.secret.making.key_files.argon2id"
    monkeypatch.setattr(f"{place}.OPSLIMIT_MODERATE", 1)
    monkeypatch.setattr(f"{place}.MEMLIMIT_MODERATE", 8192)


def _code(sheet: str) -> str:
    return next(line.strip() for line in sheet.splitlines() if line.startswith("    "))


def test_a_key_file_is_its_owners_alone_and_shows_nothing(tmp_path: Path) -> None:
    key = tmp_path / "a.key"
    done("trustee", "make", key, "--name", "Ada")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    secret = read_locked(key.read_bytes()).open(PASSPHRASE.encode())
    assert secret.text not in key.read_text("utf-8")
    assert secret.text not in repr(secret) + repr(read_locked(key.read_bytes()))
    assert "is there already" in refusal("trustee", "make", key)


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    key = tmp_path / "a.key"
    done("trustee", "make", key)
    said = refusal("trustee", "sheet", key, typed="another passphrase\n")
    assert "the passphrase does not open this key" in said


def test_a_short_passphrase_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    said = refusal("trustee", "make", tmp_path / "a.key", typed="short\nshort\n")
    assert "at least 12 characters" in said
    assert list(tmp_path.iterdir()) == []


def test_a_key_comes_back_from_its_sheet_of_paper(tmp_path: Path) -> None:
    """The same certificate fingerprint would come out of it, for the seed is the same."""
    done("trustee", "make", tmp_path / "a.key")
    code = _code(done("trustee", "sheet", tmp_path / "a.key"))
    typed = f"{code.replace('-', ' ')}\n{PASSPHRASE}\n{PASSPHRASE}\n"
    done("trustee", "recover", tmp_path / "b.key", typed=typed)
    first, second = (
        read_locked((tmp_path / name).read_bytes()).open(PASSPHRASE.encode())
        for name in ("a.key", "b.key")
    )
    assert first == second
    assert (tmp_path / "b.key.decrypted").read_text("utf-8") == "recovered\n"
    assert not (tmp_path / "a.key.decrypted").exists()


def test_a_journal_that_outlived_its_key_is_kept_when_the_key_is_made_again(tmp_path: Path) -> None:
    done("trustee", "make", tmp_path / "a.key")
    code = _code(done("trustee", "sheet", tmp_path / "a.key"))
    (tmp_path / "b.key.decrypted").write_text("Rr3gqyJDXw7Uzm aa\n", "utf-8")
    typed = f"{code}\n{PASSPHRASE}\n{PASSPHRASE}\n"
    done("trustee", "recover", tmp_path / "b.key", typed=typed)
    assert (tmp_path / "b.key.decrypted").read_text("utf-8") == "Rr3gqyJDXw7Uzm aa\n"


def test_a_slip_of_the_pen_on_the_sheet_is_found() -> None:
    """Each character of the code changed in turn."""
    code = recovery_code(TrusteeSecret("abcdefghijkmnopqrstuvw"))
    assert read_recovery(code).text == "abcdefghijkmnopqrstuvw"
    for place, one in enumerate(code):
        if one != "-":
            wrong = code[:place] + ("2" if one != "2" else "3") + code[place + 1 :]
            with pytest.raises(ValueError, match="the last four do not fit the others"):
                read_recovery(wrong)


def test_a_printed_sheet_is_its_owners_alone_and_is_wiped(tmp_path: Path) -> None:
    done("trustee", "make", tmp_path / "a.key")
    done("trustee", "sheet", tmp_path / "a.key", tmp_path / "sheet.txt")
    assert stat.S_IMODE((tmp_path / "sheet.txt").stat().st_mode) == 0o600
    other = tmp_path / "the same bytes"
    other.hardlink_to(tmp_path / "sheet.txt")
    done("trustee", "wipe", tmp_path / "sheet.txt", "--yes")
    assert not (tmp_path / "sheet.txt").exists()
    assert set(other.read_bytes()) == {0}


def test_every_group_makes_another_exponent_of_a_seed() -> None:
    """A trustee who holds keys in two elections has nothing in common in them."""
    secret = TrusteeSecret("1" * 22)
    exponents = {secret.exponent(group_named(name)) for name in ("Ed25519", "RFC-3526-2048")}
    assert len(exponents) == 2
    assert max(exponents).bit_length() > 2000


def _three(folder: Path) -> Path:
    place = folder / "ceremony"
    place.mkdir()
    for number in (1, 2, 3):
        done("trustee", "make", folder / f"{number}.key")
        said = done(
            "trustee", "certify", folder / f"{number}.key", place,
            "--number", number, "--of", 3, "--needed", 2,
        )  # fmt: skip
        assert said.startswith("fingerprint, to be read aloud: ")
    return place


def test_the_script_has_the_fingerprints_that_each_device_showed(tmp_path: Path) -> None:
    place = _three(tmp_path)
    again = tmp_path / "again"
    again.mkdir()
    said = done(
        "trustee", "certify", tmp_path / "2.key", again, "--number", 2, "--of", 3, "--needed", 2
    )
    shown = said.removeprefix("fingerprint, to be read aloud: ").strip()
    assert f"trustee 2:  {shown} " in done("trustee", "script", place)


def test_nobody_deals_before_all_certificates_are_there(tmp_path: Path) -> None:
    place = _three(tmp_path)
    (place / "certificate-3.json").unlink()
    said = refusal("trustee", "deal", tmp_path / "1.key", place)
    assert "the certificate of trustee 3 is still missing" in said


def test_nobody_deals_who_does_not_say_that_the_fingerprints_agree(tmp_path: Path) -> None:
    place = _three(tmp_path)
    refusal("trustee", "deal", tmp_path / "1.key", place, typed=f"n\n{PASSPHRASE}\n")
    assert not (place / "polynomial-1.json").exists()
    done("trustee", "deal", tmp_path / "1.key", place, typed=f"y\n{PASSPHRASE}\n")


def test_a_wrong_share_names_its_owner_who_is_replaced(tmp_path: Path) -> None:
    """Trustee 2 deals trustee 1 a wrong share; a successor takes its place, and all deal anew."""
    place = _three(tmp_path)
    for number in (1, 2, 3):
        done("trustee", "deal", tmp_path / f"{number}.key", place, "--agreed")
    _cheat(tmp_path, place)
    said = refusal("trustee", "share", tmp_path / "1.key", place)
    assert "trustee 2: the share is not the one that was committed to" in said
    assert not (place / "share-1.json").exists()
    assert "Trustee 2 is out" in done("trustee", "replace", place, 2)
    left = [file.name for file in sorted(place.iterdir())]
    assert left == ["certificate-1.json", "certificate-3.json", "set-aside-1"]
    done("trustee", "make", tmp_path / "successor.key")
    done(
        "trustee", "certify", tmp_path / "successor.key", place,
        "--number", 2, "--of", 3, "--needed", 2,
    )  # fmt: skip
    keys = [tmp_path / name for name in ("1.key", "successor.key", "3.key")]
    for key in keys:
        done("trustee", "deal", key, place, "--agreed")
    for key in keys:
        done("trustee", "share", key, place)
    made = tmp_path / "trustees.json"
    assert done("trustee", "assemble", made, "--ceremony", place).startswith("fingerprint of")
    said = refusal("trustee", "deal", tmp_path / "2.key", place, "--agreed")
    assert "belongs to none of the certificates" in said


def test_two_trustees_do_not_take_one_number_nor_certify_for_different_ceremonies(
    tmp_path: Path,
) -> None:
    """Trustee 3 takes number 2 by mistake, then says that all three are needed."""
    place = _three(tmp_path)
    (place / "certificate-3.json").unlink()
    certify = ("trustee", "certify", tmp_path / "3.key", place, "--of", 3)
    said = refusal(*certify, "--number", 2, "--needed", 2)
    assert "there is a certificate of trustee 2 already" in said
    done(*certify, "--number", 3, "--needed", 3)
    said = refusal("trustee", "script", place)
    assert "trustee 3: the certificate was made for another ceremony or place" in said
    assert "the same --of and --needed" in said
    done("trustee", "replace", place, 3)
    done(*certify, "--number", 3, "--needed", 2)
    assert "KEY CEREMONY: 2 of 3 trustees" in done("trustee", "script", place)


def test_a_trustee_replaced_too_late_leaves_the_open_poll_what_it_is_decrypted_with(
    tmp_path: Path,
) -> None:
    place, made = _three(tmp_path), tmp_path / "trustees.json"
    for step in ("deal", "share"):
        for number in (1, 2, 3):
            more = ("--agreed",) if step == "deal" else ()
            done("trustee", step, tmp_path / f"{number}.key", place, *more)
    done("trustee", "assemble", made, "--ceremony", place)
    said = done("trustee", "replace", place, 3)
    assert f"--ceremony {place / 'set-aside-1'}" in said
    archive = tmp_path / "rehearsal.bel"
    done("trustee", "rehearse", made, archive)
    done("contest", "shuffle", archive, "--trustee", 2)
    done("contest", "shuffle", archive, "--end")
    gone = refusal("contest", "decrypt", archive, tmp_path / "1.key", "--ceremony", place)
    assert "the certificate of trustee 3 is still missing" in gone
    for number in (1, 3):
        words = ("contest", "decrypt", archive, tmp_path / f"{number}.key")
        done(*words, "--ceremony", place / "set-aside-1")
    assert "Yes: 2" in done("contest", "result", archive)


def _cheat(folder: Path, place: Path) -> None:
    group = group_named("Ed25519")
    secret = read_locked((folder / "2.key").read_bytes()).open(PASSPHRASE.encode())
    own = channel_keys(secret.seed(), group.q)
    to = ceremony.block(place).keys[0].encryption
    wrong = send(group, own.sign, to, '{"secret":"1"}', drawn("cheat"))
    file = place / "polynomial-2.json"
    dealt = json.loads(file.read_bytes())
    dealt["secrets"][0] = wrong
    file.write_text(json.dumps(dealt, separators=(",", ":")), "utf-8")


def test_trustees_who_stand_alone_are_assembled_with_their_proofs(tmp_path: Path) -> None:
    for number in (1, 2):
        done("trustee", "make", tmp_path / f"{number}.key", "--name", f"T{number}")
        done("trustee", "public", tmp_path / f"{number}.key", tmp_path / f"{number}.json")
    made = tmp_path / "trustees.json"
    done(
        "trustee",
        "assemble",
        made,
        "--single",
        tmp_path / "1.json",
        "--single",
        tmp_path / "2.json",
    )
    assert [kind for kind, _ in json.loads(made.read_bytes())] == ["Single", "Single"]
    text = (tmp_path / "1.json").read_text("utf-8")
    stolen = json.loads((tmp_path / "2.json").read_bytes())["public_key"]
    rogue = json.loads(text) | {"public_key": stolen}
    (tmp_path / "rogue.json").write_text(json.dumps(rogue), "utf-8")
    said = refusal("trustee", "assemble", tmp_path / "t", "--single", tmp_path / "rogue.json")
    assert "its proof does not hold" in said


def test_a_poll_does_not_open_without_a_rehearsal_of_its_own_trustees(
    tmp_path: Path,
) -> None:
    """None, unfinished, another's, and its own."""
    done("trustee", "make", tmp_path / "1.key")
    for name in ("mine", "theirs"):
        done("trustee", "public", tmp_path / "1.key", tmp_path / f"{name}-key.json")
        done(
            "trustee",
            "assemble",
            tmp_path / f"{name}.json",
            "--single",
            tmp_path / f"{name}-key.json",
        )
        done("trustee", "rehearse", tmp_path / f"{name}.json", tmp_path / f"{name}.bel")
    contest = tmp_path / "contest.toml"
    done("contest", "draft", contest)
    (tmp_path / "roll.csv").write_text("number,name\n" + "".join(f"{n},N{n}\n" for n in range(10)))
    done("credentials", "make", contest, tmp_path / "roll.csv", tmp_path / "codes")
    codes = tmp_path / "codes"
    opening = (
        "contest", "open", contest, tmp_path / "mine.json", codes / "credentials.json",
        tmp_path / "poll.bel", "--declared", codes / "declared.json", "--rehearsal",
    )  # fmt: skip
    assert "the rehearsal is tallied" in refusal(*opening, tmp_path / "mine.bel")
    for name in ("mine", "theirs"):
        _rehearse(tmp_path / f"{name}.bel", tmp_path / "1.key")
    assert "other trustees have rehearsed" in refusal(*opening, tmp_path / "theirs.bel")
    assert not (tmp_path / "poll.bel").exists()
    assert "open: " in done(*opening, tmp_path / "mine.bel")
    declared = json.loads((codes / "declared.json").read_bytes())
    (tmp_path / "few.json").write_text(json.dumps(declared | {"electors": 3}), "utf-8")
    few = [tmp_path / "few.json" if one == codes / "declared.json" else one for one in opening]
    few[few.index(tmp_path / "poll.bel")] = tmp_path / "other.bel"
    assert "not as many credentials" in refusal(*few, tmp_path / "mine.bel")


def _rehearse(archive: Path, key: Path) -> None:
    done("contest", "shuffle", archive, "--trustee", 1)
    done("contest", "shuffle", archive, "--end")
    done("contest", "decrypt", archive, key)
    assert "Yes: 2" in done("contest", "result", archive)


def test_a_locked_key_from_elsewhere_is_bounded_in_what_it_costs_to_open() -> None:
    """A file that asks for more memory than is sensible is no key file."""
    data = lock(
        TrusteeSecret("1" * 22), group_named("Ed25519"), "", b"x" * 12, bytes(16), bytes(24)
    )
    greedy = data.replace(b'"memory": 8192', b'"memory": 1073741825')
    assert greedy != data
    with pytest.raises(ValueError, match="memory is out of bounds"):
        read_locked(greedy)
