"""The ballot as it is cast: an encrypted and proved answer to each question, signed with the voter's credential."""

from dataclasses import dataclass
from typing import cast

from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.messages.election import (
    Election,
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from hustings.ballots.secret.messages.proofs import (
    Ciphertext,
    Disjunction,
    Proof,
    read_ciphertext,
    read_disjunction,
    read_proof,
)
from hustings.ballots.secret.messages.spelling import Reader, compact, read_json, read_object

SIGNATURE = b',"signature":'


@dataclass(frozen=True, slots=True)
class HomomorphicAnswer:
    """An encrypted 0 or 1 for each answer (first blank, where it may be), proved one by one and together."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[Disjunction, ...]
    overall_proof: Disjunction
    blank_proof: Disjunction | None = None

    def json(self, group: Group) -> dict[str, object]:
        """As ballots have it."""
        blank = self.blank_proof
        return {
            "choices": [one.json(group) for one in self.choices],
            "individual_proofs": [_json(proof) for proof in self.individual_proofs],
            "overall_proof": _json(self.overall_proof),
            **({} if blank is None else {"blank_proof": _json(blank)}),
        }


@dataclass(frozen=True, slots=True)
class RankedAnswer:
    """An encrypted encoding of all the numbers given, and a proof that the voter knows what was encrypted."""

    choices: Ciphertext
    proof: Proof

    def json(self, group: Group) -> dict[str, object]:
        """As ballots have it."""
        return {"choices": self.choices.json(group), "proof": self.proof.json()}


@dataclass(frozen=True, slots=True)
class NonzeroProof:
    """The proof that a ciphertext does not hold zero: a commitment, a challenge, two responses."""

    commitment: Element
    challenge: int
    response: tuple[int, int]

    def json(self, group: Group) -> dict[str, object]:
        """As ballots have it."""
        return {
            "commitment": group.text(self.commitment),
            "challenge": str(self.challenge),
            "response": [str(one) for one in self.response],
        }


@dataclass(frozen=True, slots=True)
class ListsAnswer:
    """An encrypted 0 or 1 for each list and each candidate on it, proved to be one list and candidates of that list."""

    choices: tuple[tuple[Ciphertext, ...], ...]
    individual_proofs: tuple[tuple[Disjunction, ...], ...]
    overall_proof: Proof
    list_proofs: tuple[Disjunction, ...]
    nonzero_proof: NonzeroProof

    def json(self, group: Group) -> dict[str, object]:
        """As ballots have it."""
        return {
            "choices": [[one.json(group) for one in each] for each in self.choices],
            "individual_proofs": [[_json(one) for one in each] for each in self.individual_proofs],
            "overall_proof": self.overall_proof.json(),
            "list_proofs": [_json(one) for one in self.list_proofs],
            "nonzero_proof": self.nonzero_proof.json(group),
        }


Answer = HomomorphicAnswer | RankedAnswer | ListsAnswer


@dataclass(frozen=True, slots=True)
class Signature:
    """The hash of the ballot without its signature, and the proof of the credential's exponent over it."""

    hash: str
    proof: Proof

    def json(self) -> dict[str, object]:
        """As ballots have it."""
        return {"hash": self.hash, "proof": self.proof.json()}


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot whose parts were read; ``raw`` is the bytes that hashes speak about.

    ``signed`` is the hash of the bytes without the signature, ``tracker`` that of the whole.
    """

    raw: bytes
    election_uuid: str
    election_hash: str
    credential: Element
    answers: tuple[Answer, ...]
    signature: Signature
    warnings: tuple[str, ...] = ()

    @property
    def signed(self) -> str:
        """The hash that the signature has to name."""
        return fingerprint(self.raw[: self.raw.rindex(SIGNATURE)] + b"}")

    @property
    def tracker(self) -> str:
        """What a voter looks for in the box."""
        return fingerprint(self.raw)


def unsigned_bytes(election: Election, credential: Element, answers: tuple[Answer, ...]) -> bytes:
    """A ballot before it is signed: its :func:`fingerprint` is what the signature signs."""
    return compact(_unsigned(election, credential, answers)).encode()


def signed_bytes(unsigned: bytes, signature: Signature) -> bytes:
    """The whole ballot."""
    return unsigned[:-1] + SIGNATURE + compact(signature.json()).encode() + b"}"


def _unsigned(
    election: Election, credential: Element, answers: tuple[Answer, ...]
) -> dict[str, object]:
    return {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": election.group.text(credential),
        "answers": [one.json(election.group) for one in answers],
    }


class NotCanonical(ValueError):
    """A ballot that would not be written back as the same bytes."""


def read_ballot(raw: bytes, election: Election, *, lenient: bool = False) -> Ballot:
    """Read a ballot; ``NotCanonical`` where its bytes are not in the canonical form, ``ValueError`` for the rest.

    Lenient reading takes other spellings inside the answers, as belenios-tool does, and notes them in ``warnings``.
    Members, hashes and proofs are for the check to say.
    """
    value = read_json(raw)
    strict, inside = Reader(election.group), Reader(election.group, lenient=lenient)
    if compact(value).encode() != raw:
        raise NotCanonical("the ballot is not written in the compact form")
    names = ("election_uuid", "election_hash", "credential", "answers", "signature")
    try:
        found = strict.fields(value, names)
        signature = strict.fields(found["signature"], ("hash", "proof"))
        proof = read_proof(strict, signature["proof"])
        credential = strict.element(found["credential"])
    except ValueError as problem:
        raise NotCanonical(str(problem)) from None
    answers = strict.items(found["answers"], len(election.questions))
    return Ballot(
        raw,
        strict.string(found["election_uuid"]),
        strict.string(found["election_hash"]),
        credential,
        tuple(
            read_answer(inside, question, one)
            for question, one in zip(election.questions, answers, strict=True)
        ),
        Signature(strict.string(signature["hash"]), proof),
        tuple(inside.warnings),
    )


def choices_in(
    raw: bytes, election: Election, reader: Reader
) -> tuple[str, tuple[tuple[Ciphertext, ...], ...]]:
    """The credential as it is spelled and the ciphertexts of each answer, those of lists one list after the other.

    Of a ballot that was checked before: its proofs are passed over, which takes a third of the time.
    """
    found = read_object(raw)
    answers = reader.items(found["answers"], len(election.questions))
    pairs = zip(election.questions, answers, strict=True)
    return str(found["credential"]), tuple(
        _choices(reader, question, answer) for question, answer in pairs
    )


def _choices(reader: Reader, question: Question, answer: object) -> tuple[Ciphertext, ...]:
    choices = cast("dict[str, object]", answer).get("choices") if isinstance(answer, dict) else None
    match question:
        case HomomorphicQuestion():
            return reader.many(choices, lambda one: read_ciphertext(reader, one))
        case RankedQuestion():
            return (read_ciphertext(reader, choices),)
        case ListsQuestion():
            rows = reader.many(choices, reader.items)
            return tuple(read_ciphertext(reader, one) for row in rows for one in row)


def read_answer(reader: Reader, question: Question, value: object) -> Answer:
    """An answer of the kind that the question asks for; numbers of proofs are for the check to say."""
    match question:
        case HomomorphicQuestion():
            return _read_homomorphic(reader, value)
        case RankedQuestion():
            found = reader.fields(value, ("choices", "proof"))
            return RankedAnswer(
                read_ciphertext(reader, found["choices"]), read_proof(reader, found["proof"])
            )
        case ListsQuestion():
            return _read_lists(reader, value)


def _read_homomorphic(reader: Reader, value: object) -> HomomorphicAnswer:
    names = ("choices", "individual_proofs", "overall_proof")
    found = reader.fields(value, names, ("blank_proof",))
    blank = found.get("blank_proof")
    return HomomorphicAnswer(
        reader.many(found["choices"], lambda one: read_ciphertext(reader, one)),
        reader.many(found["individual_proofs"], lambda one: read_disjunction(reader, one)),
        read_disjunction(reader, found["overall_proof"]),
        None if blank is None else read_disjunction(reader, blank),
    )


def _read_lists(reader: Reader, value: object) -> ListsAnswer:
    names = ("choices", "individual_proofs", "overall_proof", "list_proofs", "nonzero_proof")
    found = reader.fields(value, names)
    nonzero = reader.fields(found["nonzero_proof"], ("commitment", "challenge", "response"))
    first, second = reader.items(nonzero["response"], 2)
    return ListsAnswer(
        reader.many(
            found["choices"],
            lambda each: reader.many(each, lambda one: read_ciphertext(reader, one)),
        ),
        reader.many(
            found["individual_proofs"],
            lambda each: reader.many(each, lambda one: read_disjunction(reader, one)),
        ),
        read_proof(reader, found["overall_proof"]),
        reader.many(found["list_proofs"], lambda one: read_disjunction(reader, one)),
        NonzeroProof(
            reader.element(nonzero["commitment"]),
            reader.scalar(nonzero["challenge"]),
            (reader.scalar(first), reader.scalar(second)),
        ),
    )


def _json(proofs: Disjunction) -> list[object]:
    return [one.json() for one in proofs]
