"""Voters of a small election in Ed25519: one trustee, a question to rank three, ballots with chosen randomness."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hustings.ballots.secret.archive import EventType, SetupPayload
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import challenge, fingerprint, hex_hash
from hustings.ballots.secret.messages.ballot import (
    RankedAnswer,
    Signature,
    signed_bytes,
    unsigned_bytes,
)
from hustings.ballots.secret.messages.election import (
    Election,
    RankedQuestion,
    election_bytes,
    read_election,
)
from hustings.ballots.secret.messages.proofs import Ciphertext, Proof
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    SingleTrustee,
    TrusteeKey,
    credentials_bytes,
    trustees_bytes,
)
from hustings.conduct.sound_ballots import event_record
from hustings.store.boxes import Record

GROUP = group_named("Ed25519")
UUID = "1Northmoor2Ba11ot"
TRUSTEE = 0x7125
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def coin(*about: object) -> int:
    """A number below the order that is the same in every run."""
    return int.from_bytes(sha256(repr(about).encode()).digest(), "big") % GROUP.q


def proved(prefix: str, commitment: object, secret: int, w: int) -> Proof:
    """A proof of knowing ``secret``, from the commitment to ``w``."""
    c = challenge(prefix, [GROUP.text(commitment)], GROUP.q)  # type: ignore[arg-type]
    return Proof(c, (w - secret * c) % GROUP.q)


@dataclass(frozen=True, slots=True)
class Small:
    """The files of the election, and what its archive begins with."""

    election: Election
    trustees: bytes
    credentials: bytes
    secrets: tuple[int, ...]

    @property
    def public(self) -> list[tuple[str, int]]:
        """The public credentials with their weight."""
        return [(GROUP.text(GROUP.pow_g(secret)), 1) for secret in self.secrets]

    def records(self) -> list[Record]:
        """Setup, as a box begins."""
        parts = (self.election.raw, self.trustees, self.credentials)
        payload = SetupPayload(*map(hex_hash, parts)).to_bytes()
        event = event_record(EventType.SETUP, hex_hash(payload), None)
        return [*map(Record, parts), Record(payload), event]

    def ballot(self, voter: int, ranks: Sequence[int], turn: int = 0) -> bytes:
        """The ballot of the voter with this credential; another ``turn`` is other randomness."""
        election, secret = self.election, self.secrets[voter]
        credential = GROUP.pow_g(secret)
        r, w = coin("r", voter, turn), coin("w", voter, turn)
        alpha = GROUP.pow_g(r)
        beta = GROUP.mul(GROUP.pow(election.public_key, r), GROUP.of_ints(tuple(ranks)))
        bound = f"{election.fingerprint}|{GROUP.text(credential)}"
        texts = ",".join(map(GROUP.text, (election.public_key, alpha, beta)))
        proof = proved(f"raweg|{bound}|{texts}|", GROUP.pow_g(w), r, w)
        answer = RankedAnswer(Ciphertext(alpha, beta), proof)
        unsigned = unsigned_bytes(election, credential, (answer,))
        hashed, v = fingerprint(unsigned), coin("s", voter, turn)
        signature = Signature(hashed, proved(f"sig|{hashed}|", GROUP.pow_g(v), secret, v))
        return signed_bytes(unsigned, signature)


def code_of(voter: int) -> str:
    """The code on the voter's letter, in the form that a letter has."""
    rest, letters = coin("code", voter), ""
    while len(letters) < 22:
        rest, at = divmod(rest, 58)
        letters += BASE58[at]
    return f"{letters[:5]}-{letters[5:11]}-{letters[11:16]}-{letters[16:]}"


def secret_of(uuid: str, code: str) -> int:
    """The exponent that a code stands for."""
    halves = (sha256(f"derive_credential|{uuid}|{i}|{code}".encode()).hexdigest() for i in (0, 1))
    return int("".join(halves), 16) % GROUP.q


def small_election(voters: int, *, replacement: bool = False, uuid: str = UUID) -> Small:
    """An election for so many voters."""
    key = GROUP.pow_g(TRUSTEE)
    raw = election_bytes(
        group=GROUP,
        name="Northmoor",
        description="",
        public_key=key,
        questions=(RankedQuestion("Rank the candidates", ("Holder", "Ash", "Birch")),),
        uuid=uuid,
        replacement=replacement,
    )
    w = coin("trustee")
    pok = proved(f"pok|{GROUP.name}|{GROUP.text(key)}|", GROUP.pow_g(w), TRUSTEE, w)
    secrets = tuple(secret_of(uuid, code_of(n)) for n in range(voters))
    credentials = tuple(PublicCredential(GROUP.pow_g(one)) for one in secrets)
    return Small(
        read_election(raw),
        trustees_bytes((SingleTrustee(TrusteeKey(pok, key)),), GROUP),
        credentials_bytes(credentials, GROUP),
        secrets,
    )
