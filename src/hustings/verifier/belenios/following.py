"""An archive followed to its end by whoever acts on it next: every check holds, and what is to be acted on is there."""

from dataclasses import dataclass

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.groups.group import Coins
from hustings.kernel.refusals import CheckFailed
from hustings.kernel.sharing import Spread
from hustings.verifier.belenios.batches import SharedEngine
from hustings.verifier.belenios.chain import Chain, read_chain
from hustings.verifier.belenios.machine import Machine
from hustings.verifier.belenios.setup import check_setup, election_in
from hustings.verifier.belenios.stages import Stage, next_stage
from hustings.verifier.belenios.together import read_together
from hustings.verifier.belenios.verify import MakeEngine


@dataclass(frozen=True, slots=True)
class Followed:
    """Where the election stands: its events, its stage, and all that they add up to."""

    chain: Chain
    stage: Stage
    machine: Machine

    def hash_of(self, kind: EventType) -> str:
        """The hash of the one event of this kind; ``ValueError`` where there is none."""
        for link in self.chain.links:
            if link.event.type is kind:
                return link.hash
        raise ValueError(f"there is no event {kind.value}")


def follow_archive(
    data: bytes,
    make_engine: MakeEngine,
    spread: Spread,
    coins: Coins,
    proofs: bytes | None = None,
) -> Followed:
    """Checks 12 to 20, as ``hustings verify`` makes them; raises the first that fails, or ``NotAnArchive``.

    ``proofs`` is the file of the trustees' proofs beside the archive, where there is one; a line that does not hold is
    set aside.

    A tail that was cut off is refused here: nobody acts on an archive that is not whole.
    """
    chain = read_chain(data)
    if not chain.links:
        raise CheckFailed("13.1", "the archive has no events")
    if chain.dangling:
        raise CheckFailed("12.7", "data follow the last event")
    stage = Stage.NOTHING
    for link in chain.links:
        stage = next_stage(stage, link.event.type)
    first = chain.links[0]
    election = election_in(first.data)
    engine = SharedEngine(make_engine(election, len(chain.links), coins), spread)
    setup, together = (
        check_setup(first.data, election, engine),
        read_together(proofs, election, lenient=True),
    )
    machine = Machine(setup, engine, spread, coins, together)
    ballots = [one for one in chain.links if one.event.type is EventType.BALLOT]
    machine.ballots([one.data[0] for one in ballots])
    for link in chain.links[1 + len(ballots) :]:
        machine.take(link.event.type, link.data)
    return Followed(chain, stage, machine)
