"""Files are written whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from hustings.cli import whole_files
from tests.cli.polls import asked, done, poll_in, refusal


def _no_room(handle: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def _full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes bytes and cannot keep them."""
    monkeypatch.setattr("os.fsync", _no_room)


@pytest.mark.usefixtures("_full")
def test_on_a_full_disk_nothing_half_written_stays(tmp_path: Path) -> None:
    said = refusal("contest", "draft", tmp_path / "contest.toml")
    assert said == f"Error: {tmp_path}/contest.toml cannot be written: No space left on device.\n"
    assert list(tmp_path.iterdir()) == []


def test_on_a_full_disk_a_box_ends_as_it_did_before(tmp_path: Path) -> None:
    """The ballot was not acknowledged, and is not in the box; once there is room it can be cast."""
    made = poll_in(tmp_path)
    (tmp_path / "b.json").write_bytes(made.ballot(0, [(1, 0)]))
    words = ("contest", "cast", tmp_path / "poll.bel", tmp_path / "b.json")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("os.fsync", _no_room)
        result = asked(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing was added" in result.stderr
    assert (tmp_path / "poll.bel").read_bytes() == made.archive
    assert done(*words).startswith("accepted: ")


@pytest.mark.usefixtures("_full")
def test_on_a_full_disk_no_folder_of_codes_is_made(tmp_path: Path) -> None:
    (tmp_path / "contest.toml").write_text(
        'uuid = "Rr3gqyJDXw7Uzm"\ngroup = "Ed25519"\nname = "n"\n[[question]]\nkind = "choose"\n'
        'question = "q"\nanswers = ["Yes", "No"]\n'
    )
    (tmp_path / "roll.csv").write_text("number,name\n1,A\n")
    before = sorted(tmp_path.iterdir())
    refusal("credentials", "make", tmp_path / "contest.toml", tmp_path / "roll.csv", tmp_path / "c")
    assert sorted(tmp_path.iterdir()) == before


def test_where_links_are_unknown_a_new_file_is_still_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that trustees hand round has an old file system."""

    def unknown(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("os.link", unknown)
    file = tmp_path / "a.key"
    whole_files.write_new(file, b"secret", secret=True)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"secret", 0o600)
    assert "is there already" in refusal("contest", "draft", file)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("uuid = ", "is not TOML"),
        ("colour = 1", "colour: no contest has this key"),
        ('uuid = "x"', "question: there is no question"),
        ('uuid = "x"\nminimum = 1\n[[question]]\n', "minimum: fewer than 2 hide nobody"),
        ('[[question]]\nkind = "choose"\n', "uuid: a text is expected"),
        ('QQ[[question]]\nkind = "guess"\nquestion = "q"\nanswers = ["a"]', "'guess' is no kind"),
        ('QQ[[question]]\nquestion = "q"\nanswers = ["a", "a"]', "different texts are expected"),
        (
            'QQ[[question]]\nkind = "choose"\nquestion = "q"\nanswers = ["a"]\nmax = 2',
            "1 to 2 of 1 answers",
        ),
    ],
)
def test_a_contest_that_cannot_be_put_is_turned_back_with_its_key(
    tmp_path: Path, text: str, said: str
) -> None:
    head = 'uuid = "Rr3gqyJDXw7Uzm"\ngroup = "Ed25519"\nname = "n"\n'
    (tmp_path / "contest.toml").write_text(text.replace("QQ", head))
    (tmp_path / "roll.csv").write_text("number,name\n1,A\n")
    words = ("credentials", "make", tmp_path / "contest.toml", tmp_path / "roll.csv")
    assert said in refusal(*words, tmp_path / "codes")
    assert not (tmp_path / "codes").exists()


def test_a_secret_file_that_is_replaced_leaves_nothing_of_what_it_was(tmp_path: Path) -> None:
    """A second name of the old file, as a disk keeps it until it is written over."""
    file, old = tmp_path / "codes.csv", tmp_path / "old"
    whole_files.write_new(file, b"everybody's codes", secret=True)
    os.link(file, old)
    whole_files.replace(file, b"and one more", secret=True)
    assert (file.read_bytes(), old.read_bytes()) == (b"and one more", bytes(17))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    whole_files.replace(tmp_path / "new", b"there was none", secret=True)
    assert (tmp_path / "new").read_bytes() == b"there was none"
