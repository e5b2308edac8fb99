"""Archives are checked on pages without anything compiled, and by the libraries where a faster way disagrees."""

import pytest

from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.groups.group import Coins
from hustings.ballots.secret.messages.election import Election, RankedQuestion
from hustings.conduct.checking import MOST_ON_A_PAGE, ON_A_PAGE, Checking, on_all_cores
from hustings.kernel.refusals import Refused
from hustings.verifier.belenios.engines import uncompiled
from hustings.verifier.belenios.following import follow_archive
from hustings.verifier.belenios.stages import Stage
from hustings.verifier.belenios.verify import ArchiveVerdict, verify_archive
from tests.ballots.secret.making.elections import TestElection, drawn, opened

WHO = RankedQuestion("Whom do you select?", ("Ash", "Birch"))


def cast_in(group: str) -> TestElection:
    election = opened(group, (WHO,), voters=2, trustees=(1,), coins=drawn("checking"))
    election.cast(0, (1, 2))
    return election


def disagrees(election: Election, events: int, coins: Coins) -> PlainEngine:
    raise Disagreement("an element")


@pytest.mark.parametrize("most", [None, MOST_ON_A_PAGE])
def test_where_a_faster_way_disagrees_with_the_libraries_they_alone_are_heard(
    most: int | None,
) -> None:
    archive, checking = cast_in("Ed25519").archive, Checking(disagrees, map, most)
    assert checking.run(verify_archive, archive).verdict is ArchiveVerdict.ACCEPT
    assert checking.run(follow_archive, archive).stage is Stage.OPEN


def test_however_much_there_is_to_check_a_page_waits_for_nothing_compiled() -> None:
    election = cast_in("Ed25519").election
    assert type(uncompiled(election, 10**9, drawn("coins"))) is PlainEngine
    assert ON_A_PAGE.make_engine is uncompiled


def test_a_page_has_the_tables_of_gmp_where_they_help() -> None:
    election = cast_in("RFC-3526-2048").election
    assert type(uncompiled(election, 10**3, drawn("coins"))) is not PlainEngine


def test_an_archive_beyond_what_a_page_waits_for_is_left_to_a_command() -> None:
    said = ON_A_PAGE.too_large(bytes(MOST_ON_A_PAGE + (1 << 19)), "hustings box take northmoor")
    assert isinstance(said, Refused)
    assert said.because == (
        "This archive has 4.5 MiB, and a page checks up to 4. "
        "Whoever runs the server checks it there with `hustings box take northmoor`."
    )
    assert ON_A_PAGE.too_large(bytes(MOST_ON_A_PAGE), "") is None
    assert on_all_cores(map).too_large(bytes(MOST_ON_A_PAGE + 1), "") is None
