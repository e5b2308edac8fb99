"""The front door of the command line: it names the commands and loads only the one that is asked for."""

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import click

from hustings import __version__
from hustings.kernel.refusals import BadInput

COMMANDS: Mapping[str, tuple[str, str]] = {
    "decide": (
        "hustings.cli.decide",
        "What a case's returns decide, under one rulebook or several.",
    ),
    "rulebook": ("hustings.cli.rulebook", "Check, make, show or compare rulebooks."),
    "timetable": ("hustings.cli.timetable", "Every date and deadline that a rulebook gives."),
    "roll": ("hustings.cli.roll", "Import members and units, and freeze the rolls."),
    "count": ("hustings.cli.count", "Count papers by a counting law, round by round."),
    "laws": (
        "hustings.cli.laws",
        "The counting laws, with their sources and how they were checked.",
    ),
    "convert": ("hustings.cli.convert", "Write papers in another format."),
    "vacancy": (
        "hustings.cli.vacancy",
        "Fill a vacancy from the papers that elected the member who has gone.",
    ),
    "sortition": (
        "hustings.cli.sortition",
        "Draw by lot from a published seed, as anybody can repeat it.",
    ),
    "bundle": (
        "hustings.cli.bundle",
        "Write a seat's record as a folder or zip for anyone to check.",
    ),
    "verify": ("hustings.cli.verify", "Repeat every check on a bundle, offline."),
    "check-opened": (
        "hustings.cli.opened",
        "Check a vote that a booth sealed and then opened for a test.",
    ),
    "credentials": (
        "hustings.cli.credentials",
        "A scrutineer's codes for a secret ballot, and their delivery.",
    ),
    "trustee": (
        "hustings.cli.trustee",
        "Keys that hide the votes, and the ceremony that makes them.",
    ),
    "contest": ("hustings.cli.contest", "A secret ballot from its opening to its proved result."),
    "box": (
        "hustings.cli.box",
        "The site's side of a secret ballot: set up, take back, forget.",
    ),
    "key": ("hustings.cli.key", "Make and show the keys that people sign with."),
    "witness": (
        "hustings.cli.witness",
        "Watch an organisation's log from outside, and cosign it.",
    ),
    "witnesses": (
        "hustings.cli.witnesses",
        "The site's list of outside witnesses: whose cosignatures it takes.",
    ),
    "demo": ("hustings.cli.demo", "One seat, from letter to declared candidate, and its site."),
    "serve": ("hustings.cli.serve", "Serve the site on this machine."),
    "bounces": ("hustings.cli.bounces", "Mark letters that mail servers could not deliver."),
    "work": ("hustings.cli.work", "Do the background work of a production site."),
}
"""Name of a command -> the module that holds it (as ``command``), and its line in ``hustings --help``."""

BAD_INPUT_STATUS = 2
FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
"""What a system says where no more can be written: status 2, for status 1 of ``verify`` is a failed check."""

OF_THE_SERVER = frozenset(
    ("django", "allauth", "csp", "django_tasks", "django_tasks_db", "ninja", "gunicorn")
    + ("whitenoise", "typst", "segno", "psycopg", "babel")
)
"""What a base install does not have: a missing one of these means that the site is not installed."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called, and not for the list of names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, or ``None`` (which click turns into a message) for a name that is not one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table above, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hustings")
def hustings() -> None:
    """Choose, re-choose and hold to account your representatives, by your own rules, on a public record."""


def main() -> NoReturn:
    """Run the command line; input that cannot be accepted ends it with one message and status 2."""
    try:
        outcome = hustings.main(standalone_mode=False)
    except BadInput as refused:
        click.echo(str(refused), err=True)
        sys.exit(BAD_INPUT_STATUS)
    except click.ClickException as refused:
        click.echo(_in_plain_words(refused), err=True)
        sys.exit(refused.exit_code)
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in OF_THE_SERVER:
            raise
        click.echo(
            "This command belongs to the site. Install it: pip install 'hustings[server]'", err=True
        )
        sys.exit(BAD_INPUT_STATUS)
    except OSError as failed:
        if failed.errno not in FULL:
            raise
        click.echo(f"The answer cannot be written: {failed.strerror}.", err=True)
        sys.exit(BAD_INPUT_STATUS)
    except click.Abort:
        click.echo("Stopped before the end.", err=True)
        sys.exit(1)
    sys.exit(outcome if isinstance(outcome, int) else 0)


def _in_plain_words(refused: click.ClickException) -> str:
    """What was wrong with the words after ``hustings``, and where their help is."""
    message = refused.format_message()
    if isinstance(refused, click.UsageError) and refused.ctx is not None:
        return f"{message}\nSee `{refused.ctx.command_path} --help`."
    return message
