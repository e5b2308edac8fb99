"""What an archive says of its election, in plain values: what a record that speaks of it is held against."""

from dataclasses import dataclass

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.trustees import needed_of
from hustings.ballots.secret.messages.election import Question
from hustings.verifier.belenios.chain import Chain
from hustings.verifier.belenios.machine import Machine


@dataclass(frozen=True, slots=True)
class Facts:
    """An election and its close, of an archive that was followed to its end.

    ``election`` is the fingerprint of its description, ``setup`` and ``closing`` the hashes of the events that
    open and close the poll, ``standing`` how many ballots count: one of each credential that was used.
    """

    uuid: str
    group: str
    election: str
    setup: str
    questions: tuple[Question, ...]
    replacement: bool
    credentials: int
    trustees: int
    needed: int
    closing: str | None
    standing: int


def facts_of(chain: Chain, machine: Machine) -> Facts:
    """The facts of an archive from its events and from what was worked out of them."""
    setup = machine.setup
    closing = (one.hash for one in chain.links if one.event.type is EventType.END_BALLOTS)
    return Facts(
        uuid=setup.election.uuid,
        group=setup.election.group.name,
        election=setup.election.fingerprint,
        setup=chain.links[0].hash,
        questions=setup.election.questions,
        replacement=setup.election.replacement,
        credentials=len(setup.weights),
        trustees=len(setup.holders.keys),
        needed=needed_of(setup.trustees),
        closing=next(closing, None),
        standing=len(machine.latest),
    )
