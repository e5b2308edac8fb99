"""Codes struck off and spare codes opened, against the archive of their ballot: what is on its list, what has cast."""

from collections.abc import Iterator
from typing import cast

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.declarations import declaration_in
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.spelling import read_json, read_object
from hustings.kernel.refusals import CheckFailed
from hustings.proceedings.held_online import HeldOnline, held_online
from hustings.proceedings.online_ballot import CodeStruckOff
from hustings.proceedings.spare_codes import SparesProvedUnused
from hustings.proceedings.values import Role
from hustings.record.entries import Entry
from hustings.verifier.belenios.chain import Chain, read_chain
from hustings.verifier.findings import Findings
from hustings.verifier.replaying import Replayed
from hustings.verifier.signatures import Authority


def check_codes(held: HeldOnline, data: bytes, findings: Findings) -> None:
    """22.10 to 22.12, of an archive that was found sound."""
    if not held.struck and held.unused is None:
        return
    chain = read_chain(data)
    listed, used = _listed(chain), set(_used(chain))
    _check_struck_off(held, listed, used, findings)
    if held.unused is not None:
        with findings.checking("22.12", held.unused_at):
            _check_unused(held.unused, chain, listed, used)


def _check_unused(
    said: SparesProvedUnused, chain: Chain, listed: frozenset[str], used: set[str]
) -> None:
    """That each was committed to before the opening is decided with the entry, as 8.1."""
    declared = declaration_in(said.declared.encode(), "The declaration")
    if declared.credentials != hex_hash(chain.links[0].data[2]):
        raise CheckFailed("22.12", "the scrutineer declared another list of codes")
    for one in said.unused:
        if one.credential not in listed:
            what = f"the spare code opened, {one.credential}, is none of this election"
            raise CheckFailed("22.12", what)
        if one.credential in used:
            what = f"a ballot is in the archive that was cast with the spare code opened, {one.credential}"
            raise CheckFailed("22.12", what)


def _check_struck_off(
    held: HeldOnline, listed: frozenset[str], used: set[str], findings: Findings
) -> None:
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


# --- what to know besides ---------------------------------------------------------------------------


def warn_of_codes(replayed: Replayed, authority: Authority, findings: Findings) -> None:
    """Codes struck off without the scrutineer's signature, and spare codes of which nobody knows where they are."""
    for entry, said in replayed.said:
        if isinstance(said, CodeStruckOff) and not _signed(entry, authority):
            findings.warn(
                f"Position {entry.position} of the log: a voting code was struck off in the scrutineer's name and "
                "without their signature; that it was they is the organisation's word."
            )
    for held in held_online((entry.position, said) for entry, said in replayed.said):
        if held.closed is not None and held.box.spares:
            _warn_of_spares(held, findings)


def _signed(entry: Entry, authority: Authority) -> bool:
    signers = authority.signers.get(entry.position, ())
    return any(who.role == Role.SCRUTINEER for one in signers for who in one.speaks)


def _warn_of_spares(held: HeldOnline, findings: Findings) -> None:
    at, spares = f"Position {held.closed_at} of the log", held.box.spares
    if held.unused is None:
        findings.warn(
            f"{at}: {spares} spare voting codes were declared, and it is not shown that those which nobody was given "
            "were not used."
        )
        return
    given = spares - len(held.unused.unused)
    if given > len(held.struck):
        findings.warn(
            f"{at}: {given} spare voting codes were given out, and {len(held.struck)} codes were struck off; to whom "
            "the others went, only the scrutineer knows."
        )
