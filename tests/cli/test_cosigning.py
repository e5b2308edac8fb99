"""A look at a log: what is signed is kept first, a fork is never signed, and what shows it is kept."""

import fcntl
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest

from hustings.cli.cosigning import Look, Witness, look
from hustings.cli.witness_site import NotTaken, TryAgain
from hustings.kernel.refusals import BadInput
from hustings.record.checkpoints import checkpoint_bytes, make_checkpoint, read_checkpoint
from hustings.record.log import Log
from hustings.record.notes import check_note
from hustings.record.witness_state import read_state
from hustings.record.witnessing import continuation_bytes, continuation_of
from hustings.verifier.trust import KnownCheckpoint, Trust
from tests.record.making import LOG_KEY, LOG_VKEY, ORIGIN, WITNESSES, key
from tests.record.test_witnessing import log

AGENT = Witness(WITNESSES[0], key(WITNESSES[0]))
GAZETTE = Witness(WITNESSES[2], key(WITNESSES[2]))
TRUST = Trust(LOG_VKEY)


@dataclass
class SmallSite:
    """A site whose log can be exchanged; it keeps what is handed in, unless it shall not."""

    log: Log
    taken: list[bytes] = field(default_factory=list)
    down: bool = False
    on_hand_in: Callable[[], None] = lambda: None

    def after(self, size: int) -> bytes | None:
        if size > self.log.size:
            return None
        return continuation_bytes(continuation_of(self.log, size, self._checkpoint()))

    def newest(self) -> bytes:
        return checkpoint_bytes(self._checkpoint())

    def hand_in(self, cosigned: bytes) -> None:
        self.on_hand_in()
        if self.down:
            raise TryAgain("down.")
        self.taken.append(cosigned)

    def _checkpoint(self):  # type: ignore[no-untyped-def]
        return make_checkpoint(self.log, ORIGIN, LOG_KEY)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.json"


def evidence(state: Path) -> list[Path]:
    return sorted(state.parent.glob(f"{state.name}.evidence-*.json"))


def test_each_look_cosigns_the_log_as_it_has_grown(state: Path) -> None:
    site = SmallSite(log(5))
    assert look(site, AGENT, state, TRUST, 100) == Look(5, None)
    site.log = log(8)
    assert look(site, AGENT, state, None, 200) == Look(8, 5)
    handed = [read_checkpoint(data) for data in site.taken]
    told = [(one.size, check_note(one.note, AGENT.verifier_key)) for one in handed]
    assert told == [(5, 100), (8, 200)]
    assert read_state(state.read_bytes()).cosigned == handed[-1]


def test_where_nothing_is_new_the_same_checkpoint_is_cosigned_at_its_new_time(state: Path) -> None:
    """A line that was lost on the way, or that a wrong clock had dated, is made good so."""
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    assert look(site, AGENT, state, None, 200) == Look(5, 5)
    first, second = (read_checkpoint(data).note for data in site.taken)
    assert first.text == second.text
    assert check_note(second, AGENT.verifier_key) == 200


def test_what_is_signed_is_kept_before_it_is_sent(state: Path) -> None:
    kept: list[int] = []
    site = SmallSite(log(5))
    site.on_hand_in = lambda: kept.append(read_state(state.read_bytes()).cosigned.size)
    look(site, AGENT, state, TRUST, 100)
    assert kept == [5]


def test_whoever_was_stopped_before_sending_signs_no_other_history(
    state: Path,
) -> None:
    site = SmallSite(log(5), down=True)
    with pytest.raises(TryAgain):
        look(site, AGENT, state, TRUST, 100)
    site.down, site.log = False, log(5, at_2=b"another")
    with pytest.raises(click.ClickException, match="two different histories"):
        look(site, AGENT, state, None, 200)
    assert not site.taken
    site.log = log(5)
    look(site, AGENT, state, None, 300)
    assert [read_checkpoint(data).root for data in site.taken] == [log(5).root]


@pytest.mark.parametrize("size", [5, 6, 12])
def test_a_log_that_rewrote_an_entry_is_not_cosigned_and_what_shows_it_is_kept(
    state: Path, size: int
) -> None:
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    before = state.read_bytes()
    site.log = log(size, at_3=b"rewritten")
    for _ in range(2):
        with pytest.raises(click.ClickException, match="BROKE ITS PROMISE") as broken:
            look(site, AGENT, state, None, 200)
        assert broken.value.exit_code == 1
    assert (state.read_bytes(), len(site.taken)) == (before, 1)
    (file,) = evidence(state)
    shown = json.loads(file.read_bytes())
    assert shown["log"] == str(LOG_VKEY)
    one, other = (
        read_checkpoint(shown["before"].encode()),
        read_checkpoint(shown["shown"].partition("\n\n")[2].encode()),
    )
    for checkpoint in (one, other):
        check_note(checkpoint.note, LOG_VKEY)
    assert (one.size, other.size) == (5, size)
    assert log(size, at_3=b"rewritten").root_at(5) != one.root


def test_a_log_that_went_back_is_not_cosigned_and_what_shows_it_is_kept(state: Path) -> None:
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    site.log = log(4)
    with pytest.raises(click.ClickException, match="has 4 entries, and had 5 before"):
        look(site, AGENT, state, None, 200)
    (file,) = evidence(state)
    shown = json.loads(file.read_bytes())["shown"]
    assert read_checkpoint(shown.encode()).size == 4


@pytest.mark.parametrize("size", [5, 7])
def test_a_site_that_says_smaller_and_shows_as_much_is_asked_again(state: Path, size: int) -> None:
    class Muddled(SmallSite):
        def after(self, size: int) -> None:
            return None

    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    with pytest.raises(TryAgain, match="knows no continuation"):
        look(Muddled(log(size)), AGENT, state, None, 200)
    assert not evidence(state)


def test_as_many_entries_with_another_root_are_a_fork_whatever_else_the_site_says(
    state: Path,
) -> None:
    class Other(SmallSite):
        def after(self, size: int) -> None:
            return None

    changed = Log([*log(5).leaves[:4], log(6).leaves[5]])
    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    with pytest.raises(click.ClickException, match="BROKE ITS PROMISE"):
        look(Other(changed), AGENT, state, None, 200)
    assert len(evidence(state)) == 1


def test_the_first_look_begins_where_the_trust_file_stands(state: Path) -> None:
    known = Trust(LOG_VKEY, checkpoint=KnownCheckpoint(3, log(3).root))
    with pytest.raises(click.ClickException, match="cannot show that its 5 entries begin"):
        look(SmallSite(log(5, at_1=b"rewritten")), AGENT, state, known, 100)
    assert not state.exists()
    assert len(evidence(state)) == 1
    assert look(SmallSite(log(5)), AGENT, state, known, 100) == Look(5, None)


def test_the_first_look_needs_a_trust_file(state: Path) -> None:
    with pytest.raises(click.ClickException, match="--trust the first time"):
        look(SmallSite(log(5)), AGENT, state, None, 100)


def test_a_log_with_another_key_than_the_pinned_one_is_not_cosigned(state: Path) -> None:
    other = Trust(AGENT.verifier_key)
    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    with pytest.raises(click.ClickException, match="another log's key"):
        look(SmallSite(log(5)), AGENT, state, other, 200)


def test_a_checkpoint_that_the_log_did_not_sign_is_not_cosigned(state: Path) -> None:
    class Forger(SmallSite):
        def _checkpoint(self):  # type: ignore[no-untyped-def]
            return make_checkpoint(self.log, ORIGIN, key("somebody else"))

    site = Forger(log(5))
    with pytest.raises(click.ClickException, match="is not cosigned: .* bears no signature"):
        look(site, AGENT, state, TRUST, 100)
    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    site.log = log(2)
    with pytest.raises(click.ClickException, match="is not cosigned: .* bears no signature"):
        look(site, AGENT, state, TRUST, 200)
    assert not evidence(state)


def test_a_state_belongs_to_one_witness(state: Path) -> None:
    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    with pytest.raises(click.ClickException, match="is the state of witness.example/agent"):
        look(SmallSite(log(6)), GAZETTE, state, None, 200)


def test_a_state_that_cannot_be_read_is_never_begun_anew(state: Path) -> None:
    state.write_bytes(b"")
    with pytest.raises(BadInput, match="is not what a witness kept"):
        look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    assert state.read_bytes() == b""


def test_two_looks_at_once_with_one_state_do_not_both_sign(state: Path) -> None:
    with state.with_name(f".{state.name}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(TryAgain, match="Another look is under way"):
            look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    assert not state.exists()


def test_what_the_site_does_not_take_is_kept_and_told(state: Path) -> None:
    class Choosy(SmallSite):
        def hand_in(self, cosigned: bytes) -> None:
            raise NotTaken(403, "No line is of a witness on the list.")

    with pytest.raises(click.ClickException, match=r"does not take it: No line") as told:
        look(Choosy(log(5)), AGENT, state, TRUST, 100)
    assert told.value.exit_code == 1
    assert read_state(state.read_bytes()).cosigned.size == 5
