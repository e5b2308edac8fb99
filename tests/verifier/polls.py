"""A seat whose members voted online, as a signed record with the archive that proves it: made honestly, or forged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.election import HomomorphicQuestion, Question, RankedQuestion
from hustings.ballots.secret.messages.factors import factors_file
from hustings.ballots.secret.messages.tallying import PartialDecryption, flat
from hustings.ballots.secret.rankings import open_rankings
from hustings.counting.formats.blt import Blt, write_blt
from hustings.counting.transcript import Transcript
from hustings.proceedings.few_papers import (
    CastOnline,
    FewPapersCounted,
    Kept,
    count_with,
    kept_value,
    online_is_kept,
    with_kept,
)
from hustings.proceedings.member_ballot import BallotOpened
from hustings.proceedings.online import StrikeReason
from hustings.proceedings.online_ballot import (
    CodeStruckOff,
    OnlineBallotClosed,
    OnlineResultEntered,
)
from hustings.proceedings.spare_codes import OpenedSpare, SparesProvedUnused
from hustings.proceedings.values import Actor, Role, Withheld
from hustings.verifier.belenios.chain import read_chain
from hustings.verifier.belenios.facts import Facts
from tests.ballots.secret.making.elections import UUID, TestElection, drawn, opened
from tests.ballots.secret.making.forged import forged, is_last_first
from tests.proceedings.test_online_ballot import THREE, ready
from tests.proceedings.walk import OFFICE, TELLERS, Walk, box_for, declared_for
from tests.verifier.making import Case, recorded

SCRUTINEER = Actor("p-scrutineer", Role.SCRUTINEER)
ELECTORS, SPARES = 900, 5
VOTES = ((1, 2, 0),) * 5 + ((2, 1, 3),) * 4 + ((0, 2, 1),) * 3 + ((2, 2, 2),)
"""Holder, Ash, Birch by number: 5 for the holder, 4 for Ash, 3 for Birch, and one ballot without a first preference."""

WHO = RankedQuestion("Whom do you select?", THREE)


@dataclass(frozen=True)
class HeldElection:
    """An election held to its result: its archive, and what is true of it."""

    archive: bytes
    facts: Facts
    public: tuple[str, ...]
    """The public part of each voter's code, those who voted first."""
    blt: str
    invalid: int
    factors: bytes = b""
    """The proofs of those who decrypted, over all their factors."""

    @property
    def listed(self) -> str:
        """The hash of its list of public credentials."""
        return hex_hash(read_chain(self.archive).links[0].data[2])

    @property
    def digest(self) -> str:
        return sha256(self.archive).hexdigest()


@cache
def held(
    votes: Sequence[tuple[int, ...]] = VOTES,
    question: Question = WHO,
    *,
    replacement: bool = False,
    credentials: int = ELECTORS + SPARES,
    seed: str = "an election",
    opens: bool = True,
) -> HeldElection:
    """Held by two of three trustees, who shuffle and decrypt; the same in every run."""
    election = opened(
        "Ed25519",
        (question,),
        voters=credentials,
        trustees=((2, 3),),
        replacement=replacement,
        coins=drawn(seed),
    )
    for voter, vote in enumerate(votes):
        election.cast(voter, vote)
    return _closed(election, opens=opens and isinstance(question, RankedQuestion))


def _closed(election: TestElection, *, opens: bool) -> HeldElection:
    rows: Any = ()
    if opens:
        (rows,) = election.whole(shuffles=(1, 2), decrypts=(1, 3))
    else:
        election.close()
    report = election.report()
    assert report.facts is not None, report
    found = open_rankings(rows, len(THREE))
    papers = tuple((n, tuple((c,) for c in ranking)) for ranking, n in found.rankings)
    blt = write_blt(Blt(THREE, 1, (), papers, "Northmoor"))
    public = tuple(map(election.election.group.text, election.weights))
    election.prove(*election.decryptions)
    proofs = factors_file(election.proofs.values())
    return HeldElection(election.archive, report.facts, public, blt, len(found.invalid), proofs)


def forged_by(election: TestElection, owner: int, *, beside: int, place: int) -> PartialDecryption:
    """A share of a 2-of-3 key whose proof holds, and whose factor at ``place`` opens "first: the last candidate"."""
    group = election.election.group
    q, beta = group.q, election.tally[0][place].beta
    own = beside * pow(beside - owner, -1, q)
    other = group.pow(
        flat(election.decryptions[beside].factors[0])[place], owner * pow(owner - beside, -1, q)
    )

    def wanted(factor: Element) -> bool:
        opened_by = group.mul(group.pow(factor, own), other)
        return is_last_first(election.election, group.mul(beta, group.inv(opened_by)))

    key = election.keys[owner]
    return forged(election.election, election.tally, key, election.coins, place, wanted)


YES_NO = HomomorphicQuestion("Ash?", ("Yes", "No"), 1, 1, None)


def walked(one: HeldElection, **words: Any) -> Walk:
    """The selection as the archive has it, or with other words in the box, the close or the result."""
    walk = ready()
    vote_online(walk, one, **words)
    return walk


def vote_online(
    walk: Walk,
    one: HeldElection,
    *,
    box: dict[str, Any] | None = None,
    closed: dict[str, Any] | None = None,
    result: dict[str, Any] | None = None,
    enters: bool = True,
    struck: Sequence[str] = (),
    spares: Sequence[tuple[str, str]] = (),
    unused: Sequence[tuple[str, str]] | None = None,
    listed: str = "",
) -> None:
    """From the opening of the box to its close, and to its result if it ``enters``.

    With ``spares`` declared, each by its public part and salt, those of ``unused`` are opened at the end.
    """
    facts = one.facts
    said = {"uuid": UUID, "election": facts.election, "setup": facts.setup, "spares": SPARES}
    declared = ""
    if spares:
        declared = declared_for(ELECTORS, UUID, spares, listed or one.listed)
        said["declaration"] = sha256(declared.encode()).hexdigest()
    closes = walk.now + timedelta(days=14)
    online = box_for(ELECTORS, **{**said, **(box or {})})
    walk.do(BallotOpened(candidates=THREE, closes=closes, online=online, by=(OFFICE,)))
    for credential in struck:
        walk.do(
            CodeStruckOff(credential=credential, because=StrikeReason.OTHER_HANDS, by=(SCRUTINEER,))
        )
    walk.now = closes + timedelta(minutes=16)
    shut = {"event": facts.closing, "ballots": facts.standing, "by": TELLERS}
    cell = walk.rulebook.rules.publication.minimum_cell.value
    walk.do(OnlineBallotClosed.of(minimum_cell=cell, **{**shut, **(closed or {})}))
    if enters and walk.state.ballot is not None and online_is_kept(walk.state.ballot):
        walk.do(_attested(walk, one))
    elif enters:
        proved = {"archive": one.digest, "blt": one.blt, "invalid": one.invalid, "by": TELLERS}
        walk.do(OnlineResultEntered(**{**proved, **(result or {})}))
    if unused is not None:
        opened = tuple(OpenedSpare(*one) for one in sorted(unused))
        walk.do(SparesProvedUnused(declared=declared, unused=opened, by=(SCRUTINEER,)))


def _attested(walk: Walk, one: HeldElection) -> FewPapersCounted:
    """What two tellers report of a handful: whom they select, and the rankings for the parties."""
    rules, ballot = walk.rulebook.rules.selection, walk.state.ballot
    assert rules is not None
    assert ballot is not None
    kept = Kept(None, CastOnline(one.blt, one.invalid), lot=THREE)
    counted = count_with(with_kept(ballot, kept), rules, kept.lot)
    assert isinstance(counted, Transcript)
    return FewPapersCounted(
        elected=counted.candidates[counted.elected[0]],
        papers=Withheld(kept_value(kept)), archive=one.digest, by=TELLERS,
    )  # fmt: skip


def case_of(one: HeldElection, *archives: bytes, **words: Any) -> Case:
    """The record, signed by everybody, with the archives given (its own where none is) under their digests."""
    case = recorded(walked(one, **words))
    carried = archives or (one.archive,)
    case.archives = {sha256(data).hexdigest(): data for data in carried}
    case.factors = {one.digest: one.factors} if one.archive in carried and one.factors else {}
    return case
