"""Codes that the record struck off, against the archive of their ballot: who is on its list, and who has cast."""

from collections.abc import Iterator
from typing import cast

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.messages.spelling import read_json, read_object
from hustings.proceedings.held_online import HeldOnline
from hustings.verifier.belenios.chain import Chain, read_chain
from hustings.verifier.findings import Findings


def check_struck_off(held: HeldOnline, data: bytes, findings: Findings) -> None:
    """22.10 and 22.11, of an archive that was found sound, for each code that was struck off."""
    if not held.struck:
        return
    chain = read_chain(data)
    listed, used = _listed(chain), set(_used(chain))
    for position, credential in held.struck:
        if credential not in listed:
            what = f"the code struck off, {credential}, is none of this election"
            findings.fail("22.10", what, position)
        elif credential in used:
            what = (
                f"a ballot is in the archive that was cast with the code struck off, {credential}"
            )
            findings.fail("22.11", what, position)


def _listed(chain: Chain) -> frozenset[str]:
    """The public part of every code, as the archive's list spells it, without its weight."""
    public = cast("list[str]", read_json(chain.links[0].data[2]))
    return frozenset(one.partition(",")[0] for one in public)


def _used(chain: Chain) -> Iterator[str]:
    """The public part of the code of each ballot; outside its answers a ballot is spelt in one way only."""
    ballots = (one.data[0] for one in chain.links if one.event.type is EventType.BALLOT)
    return (str(read_object(ballot)["credential"]) for ballot in ballots)
