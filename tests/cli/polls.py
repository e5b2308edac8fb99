"""Open polls for the tests of the command line, made without it; and the command line, asked in this process."""

from pathlib import Path

from click.testing import CliRunner, Result

from hustings.ballots.secret.messages.election import HomomorphicQuestion, RankedQuestion
from hustings.cli.main import hustings
from hustings.cli.verify import command as verify_command
from tests.ballots.secret.making.elections import TestElection, opened

YES_NO = HomomorphicQuestion("Shall A be re-adopted?", ("Yes", "No"), 1, 1)
RANK = RankedQuestion("Rank", ("A", "B", "C"))
PASSPHRASE = "correct horse battery"


def asked(*words: object, typed: str = f"{PASSPHRASE}\n" * 2) -> Result:
    """The command with these words."""
    return CliRunner().invoke(hustings, [str(word) for word in words], input=typed)


def done(*words: object, typed: str = f"{PASSPHRASE}\n" * 2) -> str:
    """What a command prints that has to succeed."""
    result = asked(*words, typed=typed)
    assert result.exit_code == 0, f"{words}: {result.output} {result.exception!r}"
    return result.stdout


def refusal(*words: object, typed: str = f"{PASSPHRASE}\n" * 2) -> str:
    """The one sentence of a command that has to refuse."""
    result = asked(*words, typed=typed)
    assert result.exit_code != 0, result.output
    assert "Traceback" not in result.output
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return str(result.exception)
    return result.stderr


def verified(*words: object) -> Result:
    """What `hustings verify` says, with its status as the value that it returns."""
    given = [str(word) for word in words]
    return CliRunner().invoke(verify_command, given, standalone_mode=False)


def poll_in(folder: Path, *, replacement: bool = False, ranked: bool = False) -> TestElection:
    """An open poll of three voters on Ed25519, its archive in ``poll.bel``."""
    questions = (YES_NO, RANK) if ranked else (YES_NO,)
    made = opened("Ed25519", questions, replacement=replacement)
    (folder / "poll.bel").write_bytes(made.archive)
    return made
