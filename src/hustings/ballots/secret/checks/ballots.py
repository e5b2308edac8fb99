"""One ballot, or a batch of them, against an election: form first, then members, then every equation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hustings.ballots.secret.checks.answers import (
    FORM,
    MEMBERS,
    ballot_equations,
    check_form,
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


def read_form(raw: bytes, election: Election, weights: Weights, *, lenient: bool) -> Ballot:
    """15.1 and 15.3 to 15.6: the ballot, of which no element has been looked at yet."""
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
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        check_form(question, answer)
    return ballot


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
    for raw in raws:
        try:
            outcomes.append(Outcome(read_form(raw, election, weights, lenient=lenient)))
        except CheckFailed as failed:
            outcomes.append(Outcome(None, failed))
    _check_elements(outcomes, engine)
    _check_proofs(outcomes, election, engine)
    return outcomes


def _check_elements(outcomes: list[Outcome], engine: Engine) -> None:
    """15.7, before anything is computed with an element."""
    elements: list[Element] = []
    places: list[int] = []
    for place, outcome in enumerate(outcomes):
        if outcome.ballot is not None:
            inside = [one for answer in outcome.ballot.answers for one in elements_of(answer)]
            elements += inside
            places += [place] * len(inside)
    for at, member in enumerate(engine.are_members(elements)):
        if not member and outcomes[places[at]].failed is None:
            text = engine.group.text(elements[at])[:80]
            failed = CheckFailed(MEMBERS, f"{text} is not a member of the group")
            outcomes[places[at]] = Outcome(None, failed)


def _check_proofs(outcomes: list[Outcome], election: Election, engine: Engine) -> None:
    """Group 16, for the ballots that are left."""
    equations: list[Equation] = []
    places: list[int] = []
    for place, outcome in enumerate(outcomes):
        if outcome.ballot is None:
            continue
        try:
            own = ballot_equations(outcome.ballot, election)
        except CheckFailed as failed:
            outcomes[place] = Outcome(None, failed)
            continue
        equations += own
        places += [place] * len(own)
    for at in failed_equations(equations, engine):
        equation, place = equations[at], places[at]
        if outcomes[place].failed is None:
            failed = CheckFailed(equation.check, f"{equation.what} does not hold")
            outcomes[place] = Outcome(None, failed)


def check_ballot(
    raw: bytes, election: Election, weights: Weights, engine: Engine, *, lenient: bool = False
) -> Ballot:
    """One ballot, as a server checks it before it is accepted; raises ``CheckFailed``."""
    [outcome] = check_ballots([raw], election, weights, engine, lenient=lenient)
    if outcome.ballot is None:
        raise outcome.failed or CheckFailed(FORM, "the ballot was not checked")
    return outcome.ballot
