"""A ballot that was sealed and then opened for a check instead of being cast: does it hold what the voter chose?"""

from dataclasses import dataclass

from hustings.ballots.secret.checks.answers import (
    answer_equations,
    check_form,
    elements_of,
    statement_of,
)
from hustings.ballots.secret.checks.equations import Engine, check_equations, check_members
from hustings.ballots.secret.groups.group import Element
from hustings.ballots.secret.hashes import fingerprint
from hustings.ballots.secret.messages.ballot import (
    Answer,
    HomomorphicAnswer,
    RankedAnswer,
    read_answer,
)
from hustings.ballots.secret.messages.election import (
    Election,
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from hustings.ballots.secret.messages.proofs import Ciphertext
from hustings.ballots.secret.messages.spelling import Reader, compact, read_object
from hustings.kernel.refusals import CheckFailed

TYPE, VERSION = "hustings-opened-ballot", 1
FIELDS = ("type", "version", "election_hash", "seal", "ballot", "choices", "randomness")
UNSIGNED = ("election_uuid", "election_hash", "credential", "answers")
MEMBERS = "15.7"

OPENED_CHECKS = {
    "21.1": "The file is an opened ballot in its one form, with a choice and randomness for each ciphertext.",
    "21.2": "The ballot is not signed, so it can never have been cast.",
    "21.3": "The ballot is one of this election.",
    "21.4": "The seal is the hash of the ballot.",
    "21.5": "Every ciphertext holds the choice that the file says.",
}
"""After these, checks 15.6 to 16.5 of an archive: the ballot would have been accepted."""


@dataclass(frozen=True, slots=True)
class OpenedBallot:
    """What the booth gives a voter who tests it; ``ballot`` is the text under the seal, as it was hashed.

    ``choices`` has for each question the numbers that were encrypted, ``randomness`` the exponent of each ciphertext.
    """

    election_hash: str
    seal: str
    ballot: str
    choices: tuple[tuple[int, ...], ...]
    randomness: tuple[tuple[int, ...], ...]


def read_opened(data: bytes, election: Election) -> OpenedBallot:
    """Read an opened ballot for this election; ``CheckFailed`` for anything else."""
    reader = Reader(election.group)
    try:
        found = reader.fields(read_object(data), FIELDS)
        opened = OpenedBallot(
            reader.string(found["election_hash"]),
            reader.string(found["seal"]),
            reader.string(found["ballot"]),
            reader.many(found["choices"], lambda each: reader.many(each, reader.small)),
            reader.many(found["randomness"], lambda each: reader.many(each, reader.scalar)),
        )
    except ValueError as problem:
        raise CheckFailed("21.1", str(problem)) from None
    if (found["type"], found["version"]) != (TYPE, VERSION):
        raise CheckFailed("21.1", f"it is not of type {TYPE!r}, version {VERSION}")
    return opened


def check_opened(opened: OpenedBallot, election: Election, engine: Engine) -> None:
    """Raise ``CheckFailed`` unless the ballot under the seal holds the choices, and would have been accepted."""
    credential, answers = _read_unsigned(opened, election)
    if len(opened.choices) != len(answers) or len(opened.randomness) != len(answers):
        raise CheckFailed("21.1", "there are not choices and randomness for each question")
    if fingerprint(opened.ballot.encode()) != opened.seal:
        raise CheckFailed("21.4", "the ballot has another seal than the file says")
    members = [credential, *(one for answer in answers for one in elements_of(answer))]
    check_members(members, engine, MEMBERS, "the ballot")
    statement = statement_of(election, credential)
    for place, (question, answer) in enumerate(zip(election.questions, answers, strict=True)):
        check_form(question, answer)
        made = _encrypted(election, question, opened.choices[place], opened.randomness[place])
        if made != _ciphertexts(answer):
            what = f"question {place + 1} does not hold the choice that the file says"
            raise CheckFailed("21.5", what)
        check_equations(answer_equations(statement, question, answer), engine)


def _read_unsigned(opened: OpenedBallot, election: Election) -> tuple[Element, tuple[Answer, ...]]:
    reader = Reader(election.group)
    try:
        value = read_object(opened.ballot)
        if "signature" in value:
            raise CheckFailed("21.2", "the ballot is signed; one that is tested never is")
        found = reader.fields(value, UNSIGNED)
        items = reader.items(found["answers"], len(election.questions))
        pairs = zip(election.questions, items, strict=True)
        answers = tuple(read_answer(reader, question, item) for question, item in pairs)
        credential = reader.element(found["credential"])
    except ValueError as problem:
        raise CheckFailed("21.1", str(problem)) from None
    if compact(value) != opened.ballot:
        raise CheckFailed("21.1", "the ballot is not written in the compact form")
    named = (found["election_uuid"], found["election_hash"], opened.election_hash)
    if named != (election.uuid, election.fingerprint, election.fingerprint):
        raise CheckFailed("21.3", "the ballot is one of another election")
    return credential, answers


def _encrypted(
    election: Election, question: Question, choices: tuple[int, ...], randomness: tuple[int, ...]
) -> tuple[Ciphertext, ...]:
    """The ciphertexts that these choices and this randomness make."""
    group = election.group
    try:
        match question:
            case HomomorphicQuestion():
                held = [group.pow_g(choice) for choice in choices]
            case RankedQuestion():
                held = [group.of_ints(choices)] if len(choices) == len(question.answers) else []
            case ListsQuestion():
                held = []  # no booth of ours puts lists, so no randomness fits
        pairs = list(zip(held, randomness, strict=True))
    except ValueError as problem:
        raise CheckFailed("21.1", str(problem)) from None
    return tuple(
        Ciphertext(group.pow_g(r), group.mul(group.pow(election.public_key, r), m))
        for m, r in pairs
    )


def _ciphertexts(answer: Answer) -> tuple[Ciphertext, ...]:
    match answer:
        case HomomorphicAnswer():
            return answer.choices
        case RankedAnswer():
            return (answer.choices,)
        case _:
            return ()


def said(question: Question, choices: tuple[int, ...]) -> list[str]:
    """What the choices of an opened ballot say in the words of the question; nothing for a blank vote or nobody.

    A ranking names its answers in their order, each with its number.
    """
    match question:
        case HomomorphicQuestion():
            own = choices[1:] if question.blank else choices
            return [text for text, one in zip(question.answers, own, strict=True) if one]
        case RankedQuestion():
            ranked = sorted(
                (rank, text) for rank, text in zip(choices, question.answers, strict=True)
            )
            return [f"{rank}. {text}" for rank, text in ranked if rank]
        case ListsQuestion():
            return []
