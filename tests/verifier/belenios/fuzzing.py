"""Every parser of archives and their messages, with seeds for a fuzzer: bytes are read, or turned back with reason."""

from collections.abc import Callable
from random import Random

from hustings.ballots.secret.archive import NotAnArchive, read_event, read_setup
from hustings.ballots.secret.messages.ballot import read_ballot
from hustings.ballots.secret.messages.election import (
    HomomorphicQuestion,
    RankedQuestion,
    read_election,
)
from hustings.ballots.secret.messages.factors import (
    FactorsProof,
    factors_file,
    lines_of,
    read_line,
)
from hustings.ballots.secret.messages.proofs import Proof
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.tallying import (
    read_owned,
    read_partial_decryption,
    read_result,
    read_shuffle,
    read_sized,
    read_tally,
)
from hustings.ballots.secret.messages.trustees import (
    read_certificate,
    read_coefficients,
    read_credentials,
    read_trustees,
)
from hustings.verifier.belenios.engines import plainly
from hustings.verifier.belenios.verify import verify_archive
from tests.verifier.belenios.forging import Forge
from tests.verifier.belenios.making import Maker, ranking, yes_no

VOTES = [(1, 0), (0, 1)]
YES_NO: Maker = yes_no("Ed25519", VOTES)
RANKED: Maker = ranking("Ed25519", [(1, 2), (2, 1)])
QUESTIONS = (HomomorphicQuestion("Adopt?", ("Yes", "No"), 1, 1), RankedQuestion("Who?", ("A", "B")))


def _archive(data: bytes) -> None:
    """Whatever the bytes, a verdict: only a file that is no archive is turned back."""
    try:
        report = verify_archive(data, plainly, map, Random(1).randrange)
    except NotAnArchive:
        return
    if any("cannot be followed" in failure.what for failure in report.failed):
        raise AssertionError(report.failed)


def _turned_back(parse: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def once(data: bytes) -> None:
        try:
            parse(data)
        except ValueError:
            return

    return once


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


READER = Reader(YES_NO.group)
LENIENT = Reader(YES_NO.group, lenient=True)


def parsers() -> dict[str, tuple[Callable[[bytes], None], list[bytes]]]:
    """The parsers by name, each with seeds from good archives."""
    plain, ranked = Forge.of(YES_NO.archive()), Forge.of(RANKED.archive())
    messages = [one for _, data in [*plain.events, *ranked.events] for one in data]
    messages.append(factors_file(FactorsProof("A" * 43, n, "0" * 64, Proof(n, 7)) for n in (1, 2)))
    found: dict[str, Callable[[bytes], object]] = {
        "belenios-election": read_election,
        "belenios-ballot": lambda raw: read_ballot(raw, YES_NO.election, lenient=True),
        "belenios-ranked-ballot": lambda raw: read_ballot(raw, RANKED.election),
        "belenios-trustees": lambda raw: read_trustees(READER, raw),
        "belenios-credentials": lambda raw: read_credentials(LENIENT, raw),
        "belenios-certificate": lambda raw: read_certificate(READER, _text(raw)),
        "belenios-coefficients": lambda raw: read_coefficients(READER, _text(raw)),
        "belenios-event": read_event,
        "belenios-setup": read_setup,
        "belenios-tally": lambda raw: read_tally(READER, QUESTIONS, raw),
        "belenios-sized": lambda raw: read_sized(READER, raw),
        "belenios-owned": lambda raw: read_owned(READER, raw),
        "belenios-shuffle": lambda raw: read_shuffle(READER, raw),
        "belenios-decryption": lambda raw: read_partial_decryption(READER, QUESTIONS, raw),
        "belenios-result": lambda raw: read_result(READER, QUESTIONS, raw),
        "trustees-proofs": lambda raw: [read_line(READER, one) for one in lines_of(raw)],
    }
    archives = [YES_NO.archive(), RANKED.archive()]
    return {"belenios-archive": (_archive, archives)} | {
        name: (_turned_back(parse), messages) for name, parse in found.items()
    }
