"""One ballot, or a batch of them, against an election: form first, then members, then every equation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.answers import (
    FORM,
    MEMBERS,
    ballot_equations,
    elements_of,
)
from hustings.ballots.secret.checks.equations import Engine, Equation, failed_equations
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.messages.ballot import Ballot, NotCanonical, read_ballot
from hustings.ballots.secret.messages.election import Election
from hustings.kernel.refusals import CheckFailed

CANONICAL, THIS_ELECTION, KNOWN, HASH = "15.1", "15.3", "15.4", "15.5"

Weights = Mapping[Element, int]
"""What each credential's ballots weigh."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A ballot that holds, or the check that it failed: never both."""

    ballot: Ballot | None
    failed: CheckFailed | None = None


def read_form(
    raw: bytes, election: Election, weights: Weights, *, lenient: bool
) -> tuple[Ballot, list[Equation]]:
    """15.1 and 15.3 to 15.6: the ballot, and the equations that it has to satisfy besides."""
    try:
        ballot = read_ballot(raw, election, lenient=lenient)
    except NotCanonical as problem:
        raise CheckFailed(CANONICAL, str(problem)) from None
    except ValueError as problem:
        raise CheckFailed(FORM, str(problem)) from None
    if (ballot.election_uuid, ballot.election_hash) != (election.uuid, election.fingerprint):
        raise CheckFailed(THIS_ELECTION, "the ballot is one of another election")
    if ballot.credential not in weights:
        raise CheckFailed(KNOWN, "the ballot's credential is not on the list")
    if ballot.signed != ballot.signature.hash:
        raise CheckFailed(HASH, "the signature is over another ballot")
    return ballot, ballot_equations(ballot, election)


def check_ballots(
    raws: Sequence[bytes],
    election: Election,
    weights: Weights,
    engine: Engine,
    *,
    lenient: bool = True,
) -> list[Outcome]:
    """The outcome for each ballot, all of them evaluated together."""
    outcomes: list[Outcome] = []
    equations: list[Equation] = []
    elements: list[Element] = []
    of_equation: list[int] = []
    of_element: list[int] = []
    for place, raw in enumerate(raws):
        try:
            ballot, own = read_form(raw, election, weights, lenient=lenient)
        except CheckFailed as failed:
            outcomes.append(Outcome(None, failed))
            continue
        outcomes.append(Outcome(ballot))
        inside = [one for answer in ballot.answers for one in elements_of(answer)]
        elements += inside
        of_element += [place] * len(inside)
        equations += own
        of_equation += [place] * len(own)
    for at, member in enumerate(engine.are_members(elements)):
        if not member and outcomes[of_element[at]].failed is None:
            text = election.group.text(elements[at])[:80]
            failed = CheckFailed(MEMBERS, f"{text} is not a member of the group")
            outcomes[of_element[at]] = Outcome(None, failed)
    kept = [at for at, place in enumerate(of_equation) if outcomes[place].failed is None]
    for at in failed_equations([equations[at] for at in kept], engine):
        equation, place = equations[kept[at]], of_equation[kept[at]]
        if outcomes[place].failed is None:
            failed = CheckFailed(equation.check, f"{equation.what} does not hold")
            outcomes[place] = Outcome(None, failed)
    return outcomes


def check_ballot(
    raw: bytes, election: Election, weights: Weights, engine: Engine, *, lenient: bool = False
) -> Ballot:
    """One ballot, as a server checks it before it is accepted; raises ``CheckFailed``."""
    [outcome] = check_ballots([raw], election, weights, engine, lenient=lenient)
    if outcome.ballot is None:
        raise outcome.failed or CheckFailed(FORM, "the ballot was not checked")
    return outcome.ballot
