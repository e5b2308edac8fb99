"""A contest of the RCV Tabulator: its configuration in JSON, and the files of cast vote records that it names."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from hustings.counting.formats.document import Document
from hustings.counting.formats.json_text import Node, read_json
from hustings.counting.formats.lines import MOST_CANDIDATES
from hustings.counting.formats.rctab_ballots import BallotRules
from hustings.counting.formats.rctab_records import MOST_RANKS, read_records
from hustings.counting.formats.rctab_source import (
    UNDECLARED,
    Beside,
    Reading,
    Source,
    read_beside,
)

LAW = "wigm"
WINNERS = {
    "singleWinnerMajority": "majority",
    "multiWinnerAllowMultipleWinnersPerRound": "several-per-round",
    "multiWinnerAllowOnlyOneWinnerPerRound": "one-per-round",
    "bottomsUp": "bottoms-up",
    "bottomsUpUsingPercentageThreshold": "bottoms-up-threshold",
    "multiPassIrv": "sequential",
}
TIES = {
    "random": "seeded",
    "stopCountingAndAsk": "lot",
    "generatePermutation": "seeded-order",
    "previousRoundCountsThenRandom": "previous-round-seeded",
    "previousRoundCountsThenAsk": "previous-round",
    "useCandidateOrder": "candidate-order",
}
WITHOUT_SEED = {"seeded": "lot", "seeded-order": "lot", "previous-round-seeded": "previous-round"}
"""Where the tabulator asks somebody, or its chance has no seed, a lot is drawn by people here."""
PROVIDERS = ("ess", "cdf", "csv", "clearBallot", "dominion", "hart")
EARLIER = {
    "ES&S": "ess",
    "CDF": "cdf",
    "genericCsv": "csv",
    "Clear Ballot": "clearBallot",
    "Dominion": "dominion",
    "Hart": "hart",
    "unisyn": "cdf",
    "Unisyn": "cdf",
    "singleSeatContinueUntilTwoCandidatesRemain": "singleWinnerMajority",
    "multiSeatAllowMultipleWinnersPerRound": "multiWinnerAllowMultipleWinnersPerRound",
    "multiSeatAllowOnlyOneWinnerPerRound": "multiWinnerAllowOnlyOneWinnerPerRound",
    "multiSeatBottomsUpUntilNWinners": "bottomsUp",
    "multiSeatBottomsUpUsingPercentageThreshold": "bottomsUpUsingPercentageThreshold",
    "multiSeatSequentialWinnerTakesAll": "multiPassIrv",
    "usePermutationInConfig": "useCandidateOrder",
    "interactive": "stopCountingAndAsk",
    "previousRoundCountsThenInteractive": "previousRoundCountsThenAsk",
}
"""What earlier releases of the tabulator called vendors, modes and ties; Unisyn writes the common data format."""
_SEED = re.compile(r"-?[0-9]{1,19}")
_AS_ANOTHER = re.compile(r"as ([\w.-]+)")
SWITCHES = {
    "first_round": "doesFirstRoundDetermineThreshold",
    "batch": "batchElimination",
    "until_two": "continueUntilTwoCandidatesRemain",
}
NUMBERS = {
    "minimum": "minimumVoteThreshold",
    "stop_after": "stopTabulationEarlyAfterRound",
    "percentage": "multiSeatBottomsUpPercentageThreshold",
    "decimals": "decimalPlacesForVoteArithmetic",
}
"""Readings of the law, and what the configuration calls them."""


def is_configuration(root: Node) -> bool:
    """Whether a JSON file is a configuration of the tabulator, or describes one by another."""
    table = root.table()
    sources = "cvrFileSources" in table or "cvr_source" in table
    return "rules" in table and (sources or _other(root) is not None)


def _other(root: Node) -> str | None:
    """The contest whose candidates and records a description takes: ``"rule": "as another_contest"``."""
    rule = root.table().get("rule")
    found = _AS_ANOTHER.fullmatch(rule) if isinstance(rule, str) else None
    return None if found is None else found[1]


def read_rctab(root: Node, beside: Beside) -> Document:
    """Read a configuration and its records; every ballot is read by the configuration's own rules.

    The papers of the document are rankings already; ballots that never count stand under ``rejected``:
    blank, an overvote first, too many ranks skipped. Write-ins for nobody who declared are a candidate.
    The law is ``wigm``, its readings are the rules.
    """
    rules, base = root.need("rules"), _base(root, beside)
    winners = rules.need("numberOfWinners").number(0, MOST_CANDIDATES)
    candidates, number, excluded = _candidates(base)
    reading = Reading(candidates, number, _ballot_rules(rules, len(candidates)))
    sources = list(_sources(root, base, rules))
    write_ins = any(source.undeclared or source.blank_is_undeclared for source in sources)
    if write_ins:
        reading.undeclared()
    readings = _readings(rules, winners, write_ins=write_ins)
    for source in sources:
        read_records(reading, source, beside)
    return Document(
        candidates=tuple(candidates),
        papers=tuple((n, tuple((c,) for c in r)) for r, n in reading.rankings.items()),
        seats=max(winners, 1),
        withdrawn=excluded,
        title=_title(root),
        law=LAW,
        readings=readings,
        rejected=tuple(sorted(reading.rejected.items())),
        overvotes=tuple(reading.overvotes),
    )


def _base(root: Node, beside: Beside) -> Node:
    """Where candidates and sources stand: here, or in the description of the other contest."""
    other = _other(root)
    if other is None or "candidates" in root.table():
        return root
    path = f"../{other}/expected.json"
    return read_json(read_beside(root.need("rule"), path, beside), path)


def _title(root: Node) -> str:
    settings = root.get("outputSettings")
    named = root.get("title") if settings is None else settings.get("contestName")
    return "" if named is None else named.words(empty=True)


def _readings(rules: Node, winners: int, *, write_ins: bool) -> tuple[tuple[str, str], ...]:
    """The readings of the law that the rules name."""
    said = {
        "mode": _mode(rules, winners),
        "tie": _one_of(rules.need("tiebreakMode"), TIES),
        "threshold": "hare" if _is_on(rules, "hareQuota") else "droop",
    }
    said["threshold"] += "-fractional" if _is_on(rules, "nonIntegerWinningThreshold") else ""
    said |= {ours: "yes" for ours, theirs in SWITCHES.items() if _is_on(rules, theirs)}
    said |= {"until_two": "yes"} if rules.need("winnerElectionMode").value == TO_TWO else {}
    for ours, theirs in NUMBERS.items():
        number = rules.get(theirs)
        if number is not None and number.value != "":
            said[ours] = str(number.number(0, 10**12))
    said |= {"write_ins": UNDECLARED} if write_ins else {}
    if not winners and said["mode"] != "bottoms-up-threshold":
        rules.need("numberOfWinners").refuse("there is nobody to elect", "1")
    return tuple((said | _seed(rules, said["tie"])).items())


TO_TWO = "singleSeatContinueUntilTwoCandidatesRemain"
"""A mode of earlier releases, which is a switch beside the mode since."""


def _mode(rules: Node, winners: int) -> str:
    """How places are filled; two words of earlier releases leave it to the number of winners."""
    mode = rules.need("winnerElectionMode")
    if mode.value == "standard":
        return "several-per-round" if winners > 1 else "majority"
    if mode.value == "multiSeatBottomsUp":
        share = rules.get(NUMBERS["percentage"])
        shared = not winners or (share is not None and share.value != "")
        return "bottoms-up-threshold" if shared else "bottoms-up"
    return _one_of(mode, WINNERS)


def _seed(rules: Node, tie: str) -> dict[str, str]:
    """The seed of a tie that chance settles, or the lot that takes its place where there is none."""
    seed = rules.get("randomSeed")
    written = "" if seed is None else str(seed.value).strip()
    if seed is not None and written and not _SEED.fullmatch(written):
        seed.refuse(f"{written[:40]!r} is not a seed", '"12345"')
    if tie not in WITHOUT_SEED:
        return {}
    return {"seed": written} if written else {"tie": WITHOUT_SEED[tie]}


def _one_of(node: Node, values: dict[str, str]) -> str:
    word = EARLIER.get(node.words(), node.words())
    if word not in values:
        node.refuse(f"{node.words()!r} is none of the tabulator's values", ", ".join(values))
    return values[word]


def _is_on(rules: Node, key: str) -> bool:
    found = rules.get(key)
    return found is not None and found.yes()


def _candidates(root: Node) -> tuple[list[str], dict[str, int], tuple[int, ...]]:
    """Names in order, the number of every name and other name, and who is not to be counted."""
    names: list[str] = []
    number: dict[str, int] = {}
    excluded: list[int] = []
    for each in root.need("candidates"):
        plain = isinstance(each.value, str)
        name = each if plain else each.need("name")
        code = None if plain else each.get("code")
        others = [] if plain else [*(each.get("aliases") or ())]
        others += [code] if code is not None and code.value != "" else []
        for word in (name, *others):
            _call(number, word, len(names))
        out = None if plain else each.get("excluded")
        excluded += [len(names)] if out is not None and out.yes() else []
        names.append(name.words())
    if not 1 <= len(names) <= MOST_CANDIDATES:
        root.need("candidates").refuse(f"there are {len(names)} candidates")
    _other_names(root, number)
    listed = root.get("excluded")
    excluded += [_known(number, each) for each in listed or ()]
    return names, number, tuple(sorted(set(excluded)))


def _call(number: dict[str, int], word: Node, candidate: int) -> None:
    if number.setdefault(word.words(), candidate) != candidate:
        word.refuse(f"two candidates are called {word.words()!r}")


def _known(number: dict[str, int], word: Node) -> int:
    if word.words() not in number:
        word.refuse(f"{word.words()!r} is not a candidate", ", ".join([*number][:12]))
    return number[word.words()]


def _other_names(root: Node, number: dict[str, int]) -> None:
    """A description's table of other names: a candidate with a list of them, or one with its candidate."""
    table = root.get("aliases")
    for key in () if table is None else table.table():
        value = root.need("aliases").need(key)
        if isinstance(value.value, list):
            if key not in number:
                value.refuse(f"{key!r} is not a candidate", ", ".join([*number][:12]))
            for each in value:
                _call(number, each, number[key])
        elif key in number:
            _call(number, value, number[key])
        else:
            number[key] = _known(number, value)


def _ballot_rules(rules: Node, candidates: int) -> BallotRules:
    overvote = rules.need("overvoteRule")
    kinds = ("alwaysSkipToNextRank", "exhaustImmediately", "exhaustIfMultipleContinuing")
    if overvote.words() not in kinds:
        overvote.refuse(f"{overvote.words()!r} is no rule for overvotes", ", ".join(kinds))
    return BallotRules(
        overvote_ends=overvote.words() != kinds[0],
        only_if_continuing=overvote.words() == kinds[2],
        most_skipped=_or_all(rules.need("maxSkippedRanksAllowed"), "unlimited", None),
        repeat_ends=_is_on(rules, "exhaustOnDuplicateCandidate"),
        ranks=_or_all(rules.need("maxRankingsAllowed"), "max", candidates),
    )


def _or_all(node: Node, word: str, every: int | None) -> int | None:
    return every if node.value == word else node.number(0, MOST_RANKS)


def _sources(root: Node, base: Node, rules: Node) -> Iterator[Source]:
    listed = base.get("cvrFileSources")
    if listed is not None:
        for each in listed:
            yield _source(each, each.need("filePath"), rules, 1)
        return
    repeat = root.get("repeat")
    times = 1 if repeat is None else repeat.number(1, 1_000)
    sources, paths = base.need("cvr_source"), root.need("ballots_file")
    several = isinstance(sources.value, list)
    named = [*paths] if isinstance(paths.value, list) else [paths]
    for each, path in zip_longest([*sources] if several else [sources], named):
        if each is None or path is None:
            paths.refuse("there are not as many files as sources of records")
        yield _source(each, path, rules, times)


def _source(each: Node, path: Node, rules: Node, repeat: int) -> Source:
    provider = each.need("provider")
    vendor = EARLIER.get(provider.words(), provider.words())
    if vendor not in PROVIDERS:
        what = f"records of the provider {provider.words()!r} are not read here; export them as cdf"
        provider.refuse(what, ", ".join(PROVIDERS))
    blank = each.get("treatBlankAsUndeclaredWriteIn")
    table = vendor in {"ess", "csv"}
    return Source(
        provider=vendor,
        path=path.words(),
        first_column=each.need("firstVoteColumnIndex").number(1, 10_000) if table else 1,
        first_row=each.need("firstVoteRowIndex").number(1, 10_000) if table else 1,
        overvote=_said(each, "overvoteLabel") or _said(rules, "overvoteLabel") or "overvote",
        skipped=_said(each, "skippedRankLabel") or _said(rules, "undervoteLabel") or "undervote",
        undeclared=_said(each, "undeclaredWriteInLabel") or _said(rules, "undeclaredWriteInLabel"),
        between=_said(each, "overvoteDelimiter"),
        blank_is_undeclared=(blank is not None and blank.yes())
        or _is_on(rules, "treatBlankAsUndeclaredWriteIn"),
        contest=_said(each, "contestId") or None,
        repeat=repeat,
        at=path,
    )


def _said(node: Node, key: str) -> str:
    found = node.get(key)
    return "" if found is None else found.words(empty=True)
