"""What a ballot's answers and signature have to satisfy: their form, and the equations of their proofs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hustings.ballots.secret.checks.equations import Equation
from hustings.ballots.secret.groups.group import Element, Group, Product
from hustings.ballots.secret.messages.ballot import (
    Answer,
    Ballot,
    HomomorphicAnswer,
    ListsAnswer,
    RankedAnswer,
)
from hustings.ballots.secret.messages.election import (
    Election,
    HomomorphicQuestion,
    ListsQuestion,
    Question,
    RankedQuestion,
)
from hustings.ballots.secret.messages.proofs import Ciphertext, Disjunction, Proof
from hustings.kernel.refusals import CheckFailed

FORM, MEMBERS = "15.6", "15.7"
SIGNATURE, INDIVIDUAL, OVERALL, BLANK, RANKED, LIST, NONZERO = (
    f"16.{number}" for number in range(1, 8)
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What every proof of one ballot is about: the group, the key ``y``, and ``S0`` = election and credential."""

    group: Group
    y: Element
    bound: str

    def texts(self, ciphertexts: Iterable[Ciphertext]) -> str:
        """``alpha1,beta1,alpha2,beta2,...``."""
        text = self.group.text
        return ",".join(f"{text(one.alpha)},{text(one.beta)}" for one in ciphertexts)

    def sum(self, ciphertexts: Iterable[Ciphertext]) -> Ciphertext:
        """The product of ciphertexts, which holds the sum of what they hold."""
        alpha = beta = self.group.identity
        for one in ciphertexts:
            alpha, beta = self.group.mul(alpha, one.alpha), self.group.mul(beta, one.beta)
        return Ciphertext(alpha, beta)

    def holds(self, ciphertext: Ciphertext, m: int, proof: Proof) -> tuple[Product, Product]:
        """The two commitments of the proof that ``ciphertext`` holds ``m``."""
        c, r = proof.challenge, proof.response
        a = ((self.group.g, r), (ciphertext.alpha, c))
        b = ((self.y, r), (ciphertext.beta, c))
        return a, (b if m == 0 else (*b, (self.group.g, -m * c)))

    def disjunction(
        self,
        check: str,
        what: str,
        prefix: str,
        alternatives: Iterable[tuple[Ciphertext, int]],
        proofs: Disjunction,
    ) -> Equation:
        """One of several ciphertexts holds what is said of it."""
        commitments: list[Product] = []
        for (ciphertext, m), proof in zip(alternatives, proofs, strict=True):
            commitments += self.holds(ciphertext, m, proof)
        claimed = sum(proof.challenge for proof in proofs) % self.group.q
        return Equation(check, what, prefix, tuple(commitments), claimed)

    def zero_or_one(
        self, ciphertext: Ciphertext, proofs: Disjunction, place: int | str
    ) -> Equation:
        """The individual proof of one choice."""
        prefix = f"prove|{self.bound}|{self.texts([ciphertext])}|"
        pairs = ((ciphertext, 0), (ciphertext, 1))
        what = f"the proof that choice {place} is 0 or 1"
        return self.disjunction(INDIVIDUAL, what, prefix, pairs, proofs)


def statement_of(election: Election, credential: Element) -> Statement:
    """What the proofs of this credential's ballots are bound to."""
    group = election.group
    bound = f"{election.fingerprint}|{group.text(credential)}"
    return Statement(group, election.public_key, bound)


def signature_equation(ballot: Ballot, group: Group) -> Equation:
    """The signature over the ballot's hash, by the credential."""
    proof = ballot.signature.proof
    commitment = ((group.g, proof.response), (ballot.credential, proof.challenge))
    prefix = f"sig|{ballot.signature.hash}|"
    return Equation(SIGNATURE, "the signature", prefix, (commitment,), proof.challenge)


def ballot_equations(ballot: Ballot, election: Election) -> list[Equation]:
    """Signature and proofs of one ballot, whose form was checked and whose elements are members."""
    statement = statement_of(election, ballot.credential)
    equations = [signature_equation(ballot, election.group)]
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        equations += answer_equations(statement, question, answer)
    return equations


def answer_equations(statement: Statement, question: Question, answer: Answer) -> list[Equation]:
    """The equations of one answer whose form is right."""
    match question, answer:
        case HomomorphicQuestion(), HomomorphicAnswer():
            return list(_homomorphic(statement, question, answer))
        case RankedQuestion(), RankedAnswer():
            return [_ranked(statement, answer)]
        case ListsQuestion(), ListsAnswer():
            return list(_lists(statement, answer))
        case _:
            raise CheckFailed(FORM, "an answer is of another kind than its question")


def elements_of(answer: Answer) -> Iterator[Element]:
    """Every element of an answer, each to be checked for membership."""
    match answer:
        case HomomorphicAnswer():
            for one in answer.choices:
                yield one.alpha
                yield one.beta
        case RankedAnswer():
            yield answer.choices.alpha
            yield answer.choices.beta
        case ListsAnswer():
            for each in answer.choices:
                for one in each:
                    yield one.alpha
                    yield one.beta
            yield answer.nonzero_proof.commitment


def check_form(question: Question, answer: Answer) -> None:
    """As many ciphertexts and proofs as the question asks for."""
    match question, answer:
        case HomomorphicQuestion(), HomomorphicAnswer():
            _check_homomorphic_form(question, answer)
        case RankedQuestion(), RankedAnswer():
            return
        case ListsQuestion(), ListsAnswer():
            _check_lists_form(question, answer)
        case _:
            raise CheckFailed(FORM, "an answer is of another kind than its question")


def _check_homomorphic_form(question: HomomorphicQuestion, answer: HomomorphicAnswer) -> None:
    blank = bool(question.blank)
    choices = len(question.answers) + blank
    _need(len(answer.choices) == choices, f"{len(answer.choices)} choices, not {choices}")
    _need(len(answer.individual_proofs) == choices, "another number of individual proofs")
    _need(all(len(one) == 2 for one in answer.individual_proofs), "not two alternatives of 0 and 1")
    overall = question.max - question.min + 1 + blank
    _need(len(answer.overall_proof) == overall, f"an overall proof not of {overall} alternatives")
    if blank:
        _need(
            answer.blank_proof is not None and len(answer.blank_proof) == 2,
            "no proof of two alternatives about the blank vote",
        )
    else:
        _need(answer.blank_proof is None, "a proof about a blank vote that is not allowed")


def _check_lists_form(question: ListsQuestion, answer: ListsAnswer) -> None:
    shape = [len(one) for one in question.lists]
    _need([len(one) for one in answer.choices] == shape, "choices in another shape")
    _need([len(one) for one in answer.individual_proofs] == shape, "proofs in another shape")
    pairs = [one for each in answer.individual_proofs for one in each] + list(answer.list_proofs)
    _need(len(answer.list_proofs) == len(shape), "another number of list proofs")
    _need(all(len(one) == 2 for one in pairs), "a proof that is not of two alternatives")


def _need(holds: bool, what: str) -> None:  # noqa: FBT001
    if not holds:
        raise CheckFailed(FORM, what)


def _homomorphic(
    statement: Statement, question: HomomorphicQuestion, answer: HomomorphicAnswer
) -> Iterator[Equation]:
    for place, (one, proofs) in enumerate(
        zip(answer.choices, answer.individual_proofs, strict=True)
    ):
        yield statement.zero_or_one(one, proofs, place)
    bound = f"{statement.bound}|{statement.texts(answer.choices)}"
    counts = range(question.min, question.max + 1)
    what = f"the proof that {question.min} to {question.max} answers are chosen"
    if answer.blank_proof is None:
        total = statement.sum(answer.choices)
        prefix = f"prove|{bound}|{statement.texts([total])}|"
        pairs = [(total, m) for m in counts]
        yield statement.disjunction(OVERALL, what, prefix, pairs, answer.overall_proof)
        return
    blank, total = answer.choices[0], statement.sum(answer.choices[1:])
    pairs = [(blank, 0), (total, 0)]
    said = "the proof that a blank vote chooses nothing else"
    yield statement.disjunction(BLANK, said, f"bproof0|{bound}|", pairs, answer.blank_proof)
    pairs = [(blank, 1), *((total, m) for m in counts)]
    yield statement.disjunction(OVERALL, what, f"bproof1|{bound}|", pairs, answer.overall_proof)


def _ranked(statement: Statement, answer: RankedAnswer) -> Equation:
    group, proof = statement.group, answer.proof
    commitment = ((group.g, proof.response), (answer.choices.alpha, proof.challenge))
    key = group.text(statement.y)
    prefix = f"raweg|{statement.bound}|{key},{statement.texts([answer.choices])}|"
    what = "the proof that the voter knows what was encrypted"
    return Equation(RANKED, what, prefix, (commitment,), proof.challenge)


def _lists(statement: Statement, answer: ListsAnswer) -> Iterator[Equation]:
    every = [one for each in answer.choices for one in each]
    proofs = [one for each in answer.individual_proofs for one in each]
    for place, (one, proof) in enumerate(zip(every, proofs, strict=True)):
        yield statement.zero_or_one(one, proof, place)
    bound = f"{statement.bound}|{statement.texts(every)}"
    heads = statement.sum(each[0] for each in answer.choices)
    prefix = f"prove|{bound}|{statement.texts([heads])}|"
    what = "the proof that one list is chosen"
    yield statement.disjunction(OVERALL, what, prefix, [(heads, 1)], (answer.overall_proof,))
    for place, (each, proof) in enumerate(zip(answer.choices, answer.list_proofs, strict=True)):
        pairs = [(each[0], 1), (statement.sum(each[1:]), 0)]
        said = f"the proof that list {place} is chosen or none of its candidates"
        yield statement.disjunction(LIST, said, f"lproof|{bound}|", pairs, proof)
    candidates = statement.sum(one for each in answer.choices for one in each[1:])
    yield _nonzero(statement, bound, candidates, answer)


def _nonzero(
    statement: Statement, bound: str, candidates: Ciphertext, answer: ListsAnswer
) -> Equation:
    """``A0`` other than the identity shows that the candidates' sum is not zero."""
    proof, group = answer.nonzero_proof, statement.group
    if proof.commitment == group.identity:
        raise CheckFailed(NONZERO, "the proof that a candidate is chosen commits to nothing")
    t1, t2 = proof.response
    first = ((candidates.alpha, t1), (group.g, t2))
    second = ((candidates.beta, t1), (statement.y, t2), (proof.commitment, proof.challenge))
    prefix = f"nonzero|{bound}|{group.text(proof.commitment)},"
    what = "the proof that a candidate is chosen"
    return Equation(NONZERO, what, prefix, (first, second), proof.challenge)
