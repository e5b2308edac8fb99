"""Whatever evaluates an election, the answer is the same: tables, compiled code, one core or several."""

import json
import pickle
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.equations import Engine, PlainEngine
from hustings.ballots.secret.fast.disagreement import Disagreement
from hustings.ballots.secret.fast.edwards import FastEdwards
from hustings.ballots.secret.fast.finite_field import FastField
from hustings.ballots.secret.groups.edwards import ed25519
from hustings.ballots.secret.groups.group import Coins
from hustings.ballots.secret.messages.election import Election, RankedQuestion
from hustings.cli.sharing import spread
from hustings.verifier.belenios import batches
from hustings.verifier.belenios.engines import engine_for, plainly
from hustings.verifier.belenios.verify import verify_archive
from tests.verifier.belenios.making import Maker, ranking, yes_no


def compiled(election: Election, _events: int, coins: Coins) -> Engine:
    return FastEdwards([election.group.g, election.public_key], coins)  # type: ignore[return-value]


def test_every_archive_of_its_group_gets_its_right_answer_from_compiled_code(
    shared_data: Path,
) -> None:
    for one in json.loads((shared_data / "belenios" / "index.json").read_text()):
        [archive] = (shared_data / "belenios").glob(f"*/{one['id']}/archive.bel")
        data = archive.read_bytes()
        if b'"group":"Ed25519"' not in data:
            continue
        report = verify_archive(data, compiled, map, secrets.randbelow)
        assert (one["id"], report.verdict) == (one["id"], one["right"]), report
        result = archive.parent / "result.json"
        if result.exists():
            assert report.result == json.loads(result.read_text())["result"]


Make = Callable[[], bytes]
ELECTIONS: dict[str, Make] = {
    "yes or no": lambda: yes_no("Ed25519", [(1, 0)] * 20 + [(0, 1)] * 13).archive(),
    "ranked": lambda: ranking("Ed25519", [(1, 2, 3), (3, 2, 1)] * 12, shuffles=2).archive(),
}


def test_a_ranked_election_without_a_ballot_is_shuffled_and_decrypted() -> None:
    maker = Maker(ed25519(), (RankedQuestion("Who?", ("A", "B")),), 2)
    maker.set_up()
    maker.close([[]], 0, 0)
    maker.shuffle([[]])
    maker.write(EventType.END_SHUFFLES)
    maker.decrypt([[]])
    maker.conclude(((),))
    for make in (plainly, compiled):
        report = verify_archive(maker.archive(), make, map, secrets.randbelow)
        assert (report.verdict, report.result) == ("accept", [[]])


@pytest.mark.parametrize("name", ELECTIONS)
def test_sharing_out_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SHARED", 16)
    data = ELECTIONS[name]()
    alone = verify_archive(data, plainly, map, secrets.randbelow)
    assert alone.verdict == "accept"
    assert verify_archive(data, plainly, spread, secrets.randbelow) == alone
    assert verify_archive(data, compiled, spread, secrets.randbelow) == alone


def test_the_engine_is_chosen_by_the_work_to_do() -> None:
    small = yes_no("Ed25519", [(1, 0)])
    assert isinstance(engine_for(small.election, 100, secrets.randbelow), PlainEngine)
    assert isinstance(engine_for(small.election, 5000, secrets.randbelow), FastEdwards)
    field = yes_no("BELENIOS-2048", [(1, 0)])
    assert isinstance(engine_for(field.election, 1, secrets.randbelow), PlainEngine)
    assert isinstance(engine_for(field.election, 50, secrets.randbelow), FastField)


def test_without_the_optional_package_the_libraries_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hustings.verifier.belenios.engines.find_spec", lambda _: None)
    election = yes_no("Ed25519", [(1, 0)]).election
    assert isinstance(engine_for(election, 10**6, secrets.randbelow), PlainEngine)


@pytest.mark.parametrize("group", ["Ed25519", "RFC-3526-2048"])
def test_an_engine_that_has_travelled_answers_the_same(group: str) -> None:
    election = yes_no(group, [(1, 0)]).election
    g, y = election.group.g, election.public_key
    products = [((g, 2**250 + 5), (y, 7)), ((election.group.pow_g(3), 11), (g, 1))]
    here = engine_for(election, 10**4, secrets.randbelow)
    there = pickle.loads(pickle.dumps(here))
    assert type(here) is not PlainEngine
    assert there.are_members([g, y]) == [True, True]
    assert (
        there.texts(products) == here.texts(products) == PlainEngine(election.group).texts(products)
    )


def test_an_engine_that_disagrees_with_the_library_stops_the_run() -> None:
    def wrong(election: Election, events: int, coins: Coins) -> Engine:
        engine = compiled(election, events, coins)
        engine.tables[:, :, 50] = engine.tables[:, :, 51]  # type: ignore[attr-defined]
        return engine

    with pytest.raises(Disagreement):
        verify_archive(ELECTIONS["yes or no"](), wrong, map, secrets.randbelow)
