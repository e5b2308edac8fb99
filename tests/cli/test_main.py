"""The front door: the list of commands, one message for what cannot be accepted, and no traceback."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from hustings.cli import main as front
from hustings.kernel.refusals import BadInput, Problem

HUSTINGS = Path(sys.executable).with_name("hustings")


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([HUSTINGS, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", front.COMMANDS)
def test_every_command_in_the_list_can_be_called(name: str) -> None:
    command = import_module(front.COMMANDS[name][0]).command

    assert isinstance(command, click.Command)


def test_help_names_every_command() -> None:
    told = _run("--help").stdout

    assert all(f"\n  {name} " in told for name in front.COMMANDS)


def test_a_command_that_is_not_one_is_told_so_without_the_word_error() -> None:
    finished = _run("elect")

    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr == "No such command 'elect'.\nSee `hustings --help`.\n"


def test_input_that_cannot_be_accepted_ends_with_one_message_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command
    def command() -> None:
        raise BadInput(Problem("case.toml", 3, "yes", "is not a number.", "yes = 4"))

    monkeypatch.setattr(front.LazyGroup, "get_command", lambda *_: command)
    monkeypatch.setattr(sys, "argv", ["hustings", "decide"])

    with pytest.raises(SystemExit) as ended:
        front.main()

    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "case.toml:3: yes: is not a number. Right would be: yes = 4\n"


def test_a_command_ends_with_the_status_that_it_exits_with(monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command
    @click.pass_context
    def command(context: click.Context) -> None:
        context.exit(3)

    monkeypatch.setattr(front.LazyGroup, "get_command", lambda *_: command)
    monkeypatch.setattr(sys, "argv", ["hustings", "verify"])

    with pytest.raises(SystemExit) as ended:
        front.main()

    assert ended.value.code == 3


def test_an_answer_that_does_not_fit_on_the_disk_is_told_so_and_is_no_failed_check() -> None:
    """Status 1 of ``verify`` would say that a check failed."""
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            [HUSTINGS, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert finished.stderr == "The answer cannot be written: No space left on device.\n"
    assert finished.returncode == 2
