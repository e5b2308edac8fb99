"""Group 14: what is asked, who may vote with what weight, and whose keys hide the votes."""

from dataclasses import dataclass

from hustings.ballots.secret.archive import read_setup
from hustings.ballots.secret.checks.ballots import Weights
from hustings.ballots.secret.checks.equations import Engine, check_members
from hustings.ballots.secret.checks.trustees import (
    ELECTION_KEY,
    KEY,
    Holders,
    check_trustees,
    holders_of,
)
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.election import Election, RankedQuestion, read_election
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    Trustees,
    read_credentials,
    read_trustees,
)
from hustings.kernel.refusals import CheckFailed


@dataclass(frozen=True, slots=True)
class Setup:
    """An election that may begin."""

    election: Election
    weights: Weights
    holders: Holders
    trustees: Trustees


def election_in(data: tuple[bytes, ...]) -> Election:
    """14.1 and 14.2: the election, named with the rest by the payload."""
    try:
        payload = read_setup(data[-1])
    except ValueError as problem:
        raise CheckFailed("14.2", str(problem)) from None
    named = [payload.election, payload.trustees, payload.credentials]
    if payload.credentials_certificate is not None:
        named.append(payload.credentials_certificate)
    if named != [hex_hash(one) for one in data[:-1]]:
        raise CheckFailed("14.2", "Setup names other data than stand before it")
    try:
        return read_election(data[0])
    except ValueError as problem:
        raise CheckFailed("14.1", str(problem)) from None


def check_setup(data: tuple[bytes, ...], election: Election, engine: Engine) -> Setup:
    """14.3 to 14.9."""
    reader = Reader(election.group)
    check_members([election.public_key], engine, ELECTION_KEY, "the election's key")
    try:
        trustees = read_trustees(reader, data[1])
    except ValueError as problem:
        raise CheckFailed(KEY, f"the trustees: {problem}") from None
    weights = _weights(_credentials(reader, data[2]), election, engine)
    check_trustees(trustees, election.public_key, engine)
    return Setup(election, weights, holders_of(trustees), trustees)


def _credentials(reader: Reader, raw: bytes) -> tuple[PublicCredential, ...]:
    try:
        return read_credentials(reader, raw)
    except ValueError as problem:
        check = "14.4" if "weight" in str(problem) else "14.3"
        raise CheckFailed(check, f"the credentials: {problem}") from None


def _weights(
    credentials: tuple[PublicCredential, ...], election: Election, engine: Engine
) -> Weights:
    check_members((one.key for one in credentials), engine, "14.3", "a credential")
    weights = {one.key: 1 if one.weight is None else one.weight for one in credentials}
    if len(weights) != len(credentials):
        raise CheckFailed("14.3", "a credential stands twice")
    if election.group.identity in weights:
        raise CheckFailed("14.3", "a credential is the identity, with which anybody could sign")
    ranked = any(isinstance(one, RankedQuestion) for one in election.questions)
    if ranked and set(weights.values()) > {1}:
        raise CheckFailed("14.4", "rankings are asked for, and a credential weighs other than 1")
    return weights
