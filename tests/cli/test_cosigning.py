"""A look at a log: what is signed is kept first, a fork is never signed, and what shows it is kept."""

import fcntl
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import pytest

from hustings.cli.cosigning import Look, Witness, look
from hustings.cli.witness_site import NotTaken, Site, TryAgain
from hustings.kernel.refusals import BadInput
from hustings.record.checkpoints import checkpoint_bytes, make_checkpoint, read_checkpoint
from hustings.record.log import Log
from hustings.record.notes import check_note
from hustings.record.witness_kept import fork_in, read_kept
from hustings.record.witness_state import read_state
from hustings.record.witnessing import continuation_bytes, continuation_of, read_continuation
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
    for now in (200, 300):
        with pytest.raises(click.ClickException, match="BROKE ITS PROMISE") as broken:
            look(site, AGENT, state, None, now)
        assert broken.value.exit_code == 1
    assert (state.read_bytes(), len(site.taken)) == (before, 1)
    (file,) = evidence(state)
    kept = read_kept(file.read_bytes())
    assert fork_in(kept)
    assert [one.size for one in kept.signed] == [5, size]
    for checkpoint in kept.signed:
        check_note(checkpoint.note, LOG_VKEY)


@pytest.mark.parametrize(("old", "size"), [(4, 6), (8, 20)])
def test_a_rewritten_subtree_is_a_fork_though_its_own_proof_tells_nothing(
    state: Path, old: int, size: int
) -> None:
    look(SmallSite(log(old)), AGENT, state, TRUST, 100)
    with pytest.raises(click.ClickException, match="BROKE ITS PROMISE"):
        look(SmallSite(log(size, at_1=b"rewritten")), AGENT, state, None, 200)
    (file,) = evidence(state)
    assert fork_in(read_kept(file.read_bytes()))
    assert [one.size for one in read_kept(file.read_bytes()).signed] == [old, size]


@dataclass
class OnTheWire:
    """Somebody between the witness and the site, who plays an answer again or damages its proof."""

    site: SmallSite
    old: bytes | None = None
    damaged: bool = False

    def after(self, size: int) -> bytes | None:
        if self.old is not None:
            return self.old
        answer = self.site.after(size)
        if answer is None or not self.damaged:
            return answer
        shown = read_continuation(answer)
        return continuation_bytes(replace(shown, proof=(bytes(32), *shown.proof[1:])))

    def newest(self) -> bytes:
        return self.site.newest()

    def hand_in(self, cosigned: bytes) -> None:
        self.site.hand_in(cosigned)


def waits(state: Path) -> Path:
    return state.with_name(f"{state.name}.not-shown.json")


def not_shown(site: Site, state: Path, now: int) -> str:
    """What the look says that is shown no continuation; it is no alarm, and the next look may do."""
    before = state.read_bytes()
    with pytest.raises(TryAgain) as told:
        look(site, AGENT, state, None, now)
    assert (state.read_bytes(), evidence(state)) == (before, [])
    assert "PROMISE" not in told.value.message
    return told.value.message


def test_a_damaged_proof_is_no_fork_and_the_next_look_may_do(state: Path) -> None:
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    site.log = log(12)
    told = not_shown(OnTheWire(site, damaged=True), state, 200)
    assert "12 entries, and it is not shown that they continue the 5 that you cosigned" in told
    assert look(site, AGENT, state, None, 300) == Look(12, 5)
    assert not waits(state).exists(), "the same checkpoint was cosigned"


def test_an_older_checkpoint_played_again_is_older_and_no_alarm(state: Path) -> None:
    site = SmallSite(log(5))
    old = site.after(3)
    look(site, AGENT, state, TRUST, 100)
    site.log = log(9)
    look(site, AGENT, state, None, 200)
    told = not_shown(OnTheWire(site, old=old), state, 300)
    assert "5 entries, older than the 9 that you cosigned: there is nothing to cosign" in told
    assert look(site, AGENT, state, None, 400) == Look(9, 9)
    assert not waits(state).exists(), "the site showed that 9 entries begin with those 5"


@pytest.mark.parametrize("forked", [False, True])
def test_what_waits_is_tied_to_the_newest_by_what_the_site_shows_in_between(
    state: Path, *, forked: bool
) -> None:
    """Whoever has seen three entries is shown the seven that another witness signed, and then the nine."""

    class SevenFirst(SmallSite):
        def after(self, size: int) -> bytes | None:
            if size >= 7:
                return super().after(size)
            word = {"at_6": b"x"} if forked and size == 3 else {}
            return SmallSite(log(7, **word)).after(size)

    old = SmallSite(log(3)).after(0)
    look(SmallSite(log(7)), AGENT, state, TRUST, 100)
    not_shown(OnTheWire(SmallSite(log(9)), old=old), state, 200)
    if forked:
        with pytest.raises(click.ClickException, match="BROKE ITS PROMISE"):
            look(SevenFirst(log(9)), AGENT, state, None, 300)
        (file,) = evidence(state)
        assert [one.size for one in read_kept(file.read_bytes()).signed] == [7, 9]
    else:
        assert look(SevenFirst(log(9)), AGENT, state, None, 300) == Look(9, 7)
    assert not waits(state).exists()


def test_a_log_that_went_back_is_not_cosigned_and_both_checkpoints_are_kept(state: Path) -> None:
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    site.log = log(4)
    assert "4 entries, older than the 5 that you cosigned" in not_shown(site, state, 200)
    kept = read_kept(waits(state).read_bytes())
    assert [one.size for one in kept.signed] == [5, 4]
    assert not fork_in(kept)


def test_after_three_looks_it_is_said_plainly_and_both_signed_checkpoints_are_named(
    state: Path,
) -> None:
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    wire = OnTheWire(site, damaged=True)
    told: list[str] = []
    for size in (8, 9, 10):
        site.log = log(size)
        told.append(not_shown(wire, state, 100 * size))
    assert "in a row" not in told[1]
    assert "3 times in a row, since 1970-01-01T00:13:20Z" in told[2]
    assert f"{waits(state)} holds both checkpoints with the log's signature" in told[2]
    kept = read_kept(waits(state).read_bytes())
    assert [one.size for one in kept.signed] == [5, 8, 9, 10]
    assert look(site, AGENT, state, None, 2000) == Look(10, 5)
    assert not waits(state).exists(), "each of them was shown to be of this history"


def test_looks_in_a_row_are_counted_anew_after_one_that_was_shown_a_continuation(
    state: Path,
) -> None:
    """Something still waits, because the site will not show it; the next failure is the first again."""
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    for now in (200, 300):
        site.log = log(7)
        not_shown(OnTheWire(site, damaged=True), state, now)

    class Sparing(SmallSite):
        def after(self, size: int) -> bytes | None:
            if size == 7:
                raise NotTaken(503, "Not now.")
            return super().after(size)

    assert look(Sparing(log(9)), AGENT, state, None, 400) == Look(9, 5, waiting=1)
    site.log = log(12)
    assert "in a row" not in not_shown(OnTheWire(site, damaged=True), state, 500)
    assert read_kept(waits(state).read_bytes()).since == 500
    assert look(site, AGENT, state, None, 600) == Look(12, 9)


@pytest.mark.parametrize(("other", "size"), [(7, 7), (7, 8), (7, 12), (8, 8), (8, 10)])
def test_a_checkpoint_of_another_history_that_was_not_shown_is_a_fork_once_the_log_is_shown(
    state: Path, other: int, size: int
) -> None:
    """The witness is shown rewritten entries without a proof; then the true log, which does not begin so."""
    site = SmallSite(log(5))
    look(site, AGENT, state, TRUST, 100)
    forked = SmallSite(log(other, at_6=b"another"))
    not_shown(OnTheWire(forked, damaged=True), state, 200)
    site.log = log(size)
    with pytest.raises(click.ClickException, match="BROKE ITS PROMISE"):
        look(site, AGENT, state, None, 300)
    (file,) = evidence(state)
    assert [one.size for one in read_kept(file.read_bytes()).signed] == [other, size]
    assert fork_in(read_kept(file.read_bytes()))
    assert look(site, AGENT, state, None, 400) == Look(size, 5), "the log continues what was seen"


def test_two_histories_neither_of_which_is_shown_are_a_fork_where_they_are_of_one_size(
    state: Path,
) -> None:
    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    not_shown(OnTheWire(SmallSite(log(7)), damaged=True), state, 200)
    with pytest.raises(click.ClickException, match="two different histories of 7"):
        look(OnTheWire(SmallSite(log(7, at_6=b"x")), damaged=True), AGENT, state, None, 300)
    (file,) = evidence(state)
    assert fork_in(read_kept(file.read_bytes()))


def test_an_answer_that_cannot_be_read_is_asked_for_again(state: Path) -> None:
    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    with pytest.raises(TryAgain, match="cannot be read"):
        look(OnTheWire(SmallSite(log(6)), old=b"<html>"), AGENT, state, None, 200)
    assert not waits(state).exists()


def test_a_site_that_says_smaller_and_shows_more_is_asked_again(state: Path) -> None:
    class Muddled(SmallSite):
        def after(self, size: int) -> None:
            return None

    look(SmallSite(log(5)), AGENT, state, TRUST, 100)
    assert "7 entries, and it is not shown" in not_shown(Muddled(log(7)), state, 200)
    assert look(Muddled(log(5)), AGENT, state, None, 300).size == 5, "what was cosigned before"


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
    """A trust file is not signed: what is kept says so, and is evidence only to whoever trusts that file."""
    known = Trust(LOG_VKEY, checkpoint=KnownCheckpoint(3, log(3).root))
    with pytest.raises(click.ClickException, match="NOT THE ONE OF YOUR TRUST FILE") as told:
        look(SmallSite(log(5, at_1=b"rewritten")), AGENT, state, known, 100)
    assert "BROKE ITS PROMISE" not in told.value.message
    assert not state.exists()
    (file,) = evidence(state)
    kept = read_kept(file.read_bytes())
    assert (kept.before.seen.root, kept.before.signed) == (log(3).root, None)
    assert [one.size for one in kept.signed] == [5]
    assert fork_in(kept)
    assert look(SmallSite(log(5)), AGENT, state, known, 100) == Look(5, None)


def test_a_first_look_that_is_shown_nothing_keeps_what_the_log_signed(state: Path) -> None:
    known = Trust(LOG_VKEY, checkpoint=KnownCheckpoint(3, log(3).root))
    for now in (100, 200, 300):
        with pytest.raises(TryAgain, match="the 3 that your trust file knows") as told:
            look(OnTheWire(SmallSite(log(5)), damaged=True), AGENT, state, known, now)
    assert f"{waits(state)} holds what the log signed" in told.value.message
    assert [one.size for one in read_kept(waits(state).read_bytes()).signed] == [5]
    assert look(SmallSite(log(5)), AGENT, state, known, 400) == Look(5, None)
    assert not waits(state).exists()


def test_two_signed_histories_are_a_fork_on_a_first_look_too(state: Path) -> None:
    """Neither is shown to continue the trust file's three entries; beside each other they need no trust file."""
    known = Trust(LOG_VKEY, checkpoint=KnownCheckpoint(3, log(3).root))
    with pytest.raises(TryAgain):
        look(OnTheWire(SmallSite(log(7)), damaged=True), AGENT, state, known, 100)
    with pytest.raises(
        click.ClickException, match="THE LOG BROKE ITS PROMISE: the log has signed two"
    ):
        look(OnTheWire(SmallSite(log(7, at_6=b"x")), damaged=True), AGENT, state, known, 200)
    (file,) = evidence(state)
    assert [one.size for one in read_kept(file.read_bytes()).signed] == [7, 7]


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
