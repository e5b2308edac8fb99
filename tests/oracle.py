"""``make oracle``: whole elections with fresh coins, kept in ``build/oracle``, each checked by belenios-tool."""

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from hustings.ballots.secret.messages.election import HomomorphicQuestion, RankedQuestion
from tests.ballots.secret.making.elections import TestElection, opened

GROUP = "RFC-3526-2048"
FOLDER = Path("build/oracle")
YES_NO = HomomorphicQuestion("Shall the member be re-adopted?", ("Yes", "No"), 1, 1)
OR_BLANK = HomomorphicQuestion("Shall the member be re-adopted?", ("Yes", "No"), 1, 1, blank=True)
SOME = HomomorphicQuestion("At most two", ("A", "B", "C"), 0, 2)
RANK = RankedQuestion("Rank", tuple("ABCDEFGHIJKL"))


def yes_no() -> TestElection:
    """Two trustees, both needed; a vote is replaced."""
    made = opened(GROUP, (YES_NO,), voters=5, trustees=(2,), coins=secrets.randbelow)
    for voter, choice in enumerate([(1, 0), (0, 1), (1, 0), (1, 0), (0, 1)]):
        made.cast(voter, choice)
    made.cast(1, (1, 0))
    made.whole(decrypts=(1, 2))
    return made


def two_of_three() -> TestElection:
    """The second trustee's key is lost."""
    made = opened(GROUP, (YES_NO,), voters=4, trustees=((2, 3),), coins=secrets.randbelow)
    for voter in range(4):
        made.cast(voter, (1, 0) if voter % 2 else (0, 1))
    made.whole(decrypts=(1, 3))
    return made


def ranked_with_two_shuffles() -> TestElection:
    """Twelve candidates; two of three trustees shuffle and decrypt; one paper is blank, one has a number twice."""
    made = opened(GROUP, (RANK,), voters=6, trustees=((2, 3),), coins=secrets.randbelow)
    papers = [tuple((place + voter) % 12 + 1 for place in range(12)) for voter in range(4)]
    for voter, paper in enumerate([*papers, (0,) * 12, (1, 1, 2) + (0,) * 9]):
        made.cast(voter, paper)
    made.whole(shuffles=(1, 2), decrypts=(2, 3))
    return made


def weights_and_blank() -> TestElection:
    """Votes of weight 1, 20 and 300; blank; at most two of three."""
    made = opened(
        GROUP, (OR_BLANK, SOME), weights=(1, 20, 300), trustees=(1,), coins=secrets.randbelow
    )
    made.cast(0, (1, 0, 0), (1, 1, 0))
    made.cast(1, (0, 1, 0), (0, 0, 0))
    made.cast(2, (0, 0, 1), (0, 0, 1))
    made.whole()
    return made


def mixed() -> TestElection:
    """One trustee who is needed beside two of three; a yes or no and a ranking on one ballot."""
    made = opened(GROUP, (YES_NO, RANK), trustees=(1, (2, 3)), coins=secrets.randbelow)
    for voter in range(3):
        made.cast(voter, (1, 0), tuple((place + voter) % 12 + 1 for place in range(12)))
    made.whole(shuffles=(1, 3), decrypts=(1, 2, 4))
    return made


def no_ballot() -> TestElection:
    """Nobody votes."""
    made = opened(GROUP, (YES_NO, RANK), voters=2, coins=secrets.randbelow)
    made.whole(shuffles=(1,))
    return made


ELECTIONS: tuple[Callable[[], TestElection], ...] = (
    yes_no,
    two_of_three,
    ranked_with_two_shuffles,
    weights_and_blank,
    mixed,
    no_ballot,
)


def accepted(archive: Path, result: object) -> str | None:
    """``None`` if belenios-tool accepts the archive alone in a folder and computes this result; what is wrong else."""
    with tempfile.TemporaryDirectory() as alone:
        shutil.copy(archive, alone)
        said = _tool(alone, "verify")
        if said.returncode or "all checks passed" not in said.stdout + said.stderr:
            return said.stderr.strip()
        found = json.loads(_tool(alone, "compute-result").stdout)["result"]
    return None if found == result else f"it computes {found}, and we {result}"


def _tool(folder: str, command: str) -> subprocess.CompletedProcess[str]:
    words = ["belenios-tool", "election", command]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)


def main() -> int:
    """Make, keep and have checked; status 1 unless every archive is accepted, 2 without the tool."""
    if shutil.which("belenios-tool") is None:
        click.echo("make oracle needs Debian's package belenios-tool.", err=True)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    good = 0
    for make in ELECTIONS:
        made = make()
        report = made.report()
        archive = FOLDER / f"{make.__name__.replace('_', '-')}.bel"
        archive.write_bytes(made.archive)
        wrong = accepted(archive, report.result)
        if wrong is None and report.verdict == "accept":
            good += 1
            click.echo(f"{archive}: accepted by both, the result is the same")
        else:
            click.echo(
                f"{archive}: ours says {report.verdict}; belenios-tool: {wrong or 'accepted'}"
            )
    click.echo(f"belenios-tool accepted {good} of {len(ELECTIONS)} elections made by Hustings.")
    return 0 if good == len(ELECTIONS) else 1


if __name__ == "__main__":
    sys.exit(main())
