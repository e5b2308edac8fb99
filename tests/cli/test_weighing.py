"""Whoever is shown what a witness kept works out again what it proves, and can ask for the proof themselves."""

from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from hustings.cli.weighing import ask_for_proofs
from hustings.cli.witness import command
from hustings.cli.witness_site import TryAgain
from hustings.kernel.refusals import BadInput
from hustings.record.checkpoints import make_checkpoint, sign_checkpoint
from hustings.record.log import Log
from hustings.record.witness_kept import Before, Kept, fork_in, kept_bytes, read_kept
from hustings.record.witnessing import Continuation, Seen, continuation_of
from tests.cli.test_cosigning import OnTheWire, SmallSite
from tests.record.making import LOG_KEY, LOG_VKEY, ORIGIN, key
from tests.record.test_witnessing import log, shown


def kept(before: Log, *later: Continuation) -> Kept:
    return Kept(
        LOG_VKEY, Before.of(make_checkpoint(before, ORIGIN, LOG_KEY)), later, "not shown", 100
    )


def damaged(now: Log, old: int) -> Continuation:
    whole = shown(now, old)
    return replace(whole, proof=(bytes(32), *whole.proof[1:]))


def weighed(tmp_path: Path, what: Kept) -> Result:
    file = tmp_path / "kept.json"
    file.write_bytes(kept_bytes(what))
    return CliRunner().invoke(command, ["weigh", str(file)])


FORKED = {
    "one size, two roots": kept(log(5), shown(log(5, at_2=b"x"), 0)),
    "a proof from another root": kept(log(5), shown(log(9, at_2=b"x"), 5)),
    "among those not shown": kept(log(5), damaged(log(7), 5), damaged(log(7, at_6=b"x"), 5)),
}
PROVES_NOTHING = {
    "a damaged proof": kept(log(5), damaged(log(9), 5)),
    "an older checkpoint": kept(log(5), shown(log(4), 0)),
    "a continuation": kept(log(5), shown(log(9), 5)),
}


@pytest.mark.parametrize("what", FORKED.values(), ids=FORKED)
def test_what_the_log_signed_against_itself_is_proof(tmp_path: Path, what: Kept) -> None:
    told = weighed(tmp_path, what)
    assert told.exit_code == 1
    assert "PROOF THAT THE LOG BROKE ITS PROMISE" in told.output
    assert str(LOG_VKEY) in told.output


@pytest.mark.parametrize("what", PROVES_NOTHING.values(), ids=PROVES_NOTHING)
def test_what_contradicts_nothing_is_no_proof(tmp_path: Path, what: Kept) -> None:
    told = weighed(tmp_path, what)
    assert told.exit_code == 4
    assert "Nothing here shows that the log broke its promise." in told.output
    assert "PROOF" not in told.output


def test_against_a_trust_file_it_is_said_that_nobody_signed_it(tmp_path: Path) -> None:
    before = Before(Seen(5, log(5).root))
    told = weighed(tmp_path, Kept(LOG_VKEY, before, (shown(log(9, at_2=b"x"), 5),), "why", 1))
    assert told.exit_code == 1
    assert "Signed by nobody (a trust file): 5 entries" in told.output
    assert "PROOF" not in told.output


@pytest.mark.parametrize("what", [*FORKED.values(), *PROVES_NOTHING.values()])
def test_what_is_kept_is_read_as_it_was_written(what: Kept) -> None:
    assert read_kept(kept_bytes(what)) == what


def test_what_the_log_did_not_sign_is_not_weighed(tmp_path: Path) -> None:
    """Anybody can write a checkpoint; under another key it says nothing about this log."""
    forged = sign_checkpoint(ORIGIN, 5, log(5, at_2=b"x").root, key("somebody else"))
    for what in (
        kept(log(5), continuation_of(log(5), 5, forged)),
        replace(kept(log(5), shown(log(9), 5)), before=Before.of(forged)),
    ):
        told = weighed(tmp_path, what)
        assert isinstance(told.exception, BadInput)
        assert not told.output


def test_others_can_ask_for_the_same_proof(capsys: pytest.CaptureFixture[str]) -> None:
    what = kept(log(5), damaged(log(9), 5))
    ask_for_proofs(SmallSite(log(12)), what)
    assert capsys.readouterr().out.splitlines() == [
        "5 entries: continued by the 12 that the log shows now.",
        "9 entries: continued by the 12 that the log shows now.",
        "All of it is one history.",
    ]


def test_others_are_shown_a_fork_or_nothing_as_the_witness_was() -> None:
    what = kept(log(5), damaged(log(9, at_3=b"x"), 5))
    assert not fork_in(what)
    with pytest.raises(click.ClickException, match="BROKE ITS PROMISE"):
        ask_for_proofs(SmallSite(log(12)), what)
    for_five = kept(log(5), damaged(log(9), 5))
    with pytest.raises(TryAgain, match="9 entries: not shown"):
        ask_for_proofs(OnTheWire(SmallSite(log(12)), damaged=True), for_five)
    with pytest.raises(TryAgain, match="shows nothing that would continue 9"):
        ask_for_proofs(SmallSite(log(3)), for_five)


def test_each_is_asked_for_by_itself() -> None:
    class Sparing(SmallSite):
        def after(self, size: int) -> bytes | None:
            return None if size == 5 else super().after(size)

    with pytest.raises(TryAgain, match="5 entries: not shown to be continued by 12"):
        ask_for_proofs(Sparing(log(12)), kept(log(5), damaged(log(9), 5)))


def of_trust_file(known: Log) -> Kept:
    """A first look: nobody signed what the trust file knows, and the proof from it was damaged."""
    return Kept(LOG_VKEY, Before(Seen(5, known.root)), (damaged(log(9), 5),), "not shown", 100)


def test_what_only_a_trust_file_knows_is_asked_for_too(capsys: pytest.CaptureFixture[str]) -> None:
    ask_for_proofs(SmallSite(log(12)), of_trust_file(log(5)))
    assert "5 entries: continued by the 12 that the log shows now." in capsys.readouterr().out


def test_a_log_that_is_not_the_trust_files_is_no_history_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What the log signed is one history among itself, and none with the root of the trust file."""
    with pytest.raises(click.ClickException, match="not the one of the trust file"):
        ask_for_proofs(SmallSite(log(12)), of_trust_file(log(5, at_2=b"x")))
    assert "one history" not in capsys.readouterr().out


def test_a_site_that_shows_nothing_from_the_trust_file_on_gets_no_clean_bill() -> None:
    class Sparing(SmallSite):
        def after(self, size: int) -> bytes | None:
            return None if size in {5, 6} else super().after(size)

    with pytest.raises(TryAgain, match="5 entries: not shown to be continued by 12"):
        ask_for_proofs(Sparing(log(12)), of_trust_file(log(5, at_2=b"x")))


def test_a_file_that_shows_nothing_is_refused(tmp_path: Path) -> None:
    told = weighed(tmp_path, replace(of_trust_file(log(5)), shown=()))
    assert isinstance(told.exception, BadInput)
    assert "shown is not a list of 1 to 20 checkpoints" in str(told.exception)


def test_replayed_old_checkpoints_do_not_crowd_out_a_later_one() -> None:
    """Every entry has an older checkpoint; the twenty-first that comes is larger, and takes the place of one."""
    waiting = kept(log(40), *(shown(log(size), 0) for size in range(1, 21)))
    fork = damaged(log(50, at_3=b"x"), 40)
    after = waiting.again(waiting.before, fork, "not shown", 101)
    assert after.holds(fork)
    assert len(after.shown) == 20
    older = shown(log(30), 0)
    again = after.again(after.before, older, "older", 102)
    assert again.holds(fork)
    assert not again.holds(older)
    assert read_kept(kept_bytes(again)) == again
