"""A contest written for the RCV Tabulator: its configuration, and a table of its papers."""

import csv
import json
from io import StringIO
from typing import NoReturn

from hustings.ballots.validity import Fault, ValidityRules
from hustings.counting.formats.document import Document
from hustings.counting.formats.opening import READ_AS
from hustings.counting.formats.rctab import LAW, NUMBERS, SWITCHES, TIES, WINNERS
from hustings.counting.formats.rctab_source import UNDECLARED
from hustings.kernel.refusals import BadInput, Problem

ENDS = {Fault.STOPS: True, Fault.PASSED_OVER: False}


def write_rctab(document: Document, records: str) -> tuple[str, str]:
    """The configuration, and the file of records that it names; the law is always the tabulator's own.

    A row of the table is a paper, a cell the number that it puts beside a candidate.
    """
    if document.law not in {None, LAW}:
        _refuse(
            "law", f"the tabulator counts by its own rules, and these papers are for {document.law}"
        )
    readings = dict(document.readings)
    write_ins = readings.pop("write_ins", "")
    if write_ins and (write_ins != UNDECLARED or document.candidates[-1] != UNDECLARED):
        _refuse("write_ins", f"undeclared write-ins stand last and are called {UNDECLARED!r}")
    declared = document.candidates[:-1] if write_ins else document.candidates
    source = {"provider": "csv", "filePath": records, "contestId": ""}
    source |= {"firstVoteColumnIndex": "2", "firstVoteRowIndex": "2"}
    source |= {"undeclaredWriteInLabel": UNDECLARED} if write_ins else {}
    configuration = {
        "outputSettings": {"contestName": document.title},
        "cvrFileSources": [source],
        "candidates": [
            {"name": name, "excluded": at in document.withdrawn} for at, name in enumerate(declared)
        ],
        "rules": _rules(document, readings),
    }
    text = json.dumps(configuration, ensure_ascii=False, indent=1)
    return f"{text}\n", _records(document)


def _refuse(key: str, what: str) -> NoReturn:
    raise BadInput(Problem("papers", None, key, f"{what}; write json"))


def _rules(document: Document, readings: dict[str, str]) -> dict[str, object]:
    """The tabulator's rules for the readings of the law, and for how faults on a paper are read."""
    seats = document.seats or 1
    mode = readings.get("mode", "several-per-round")
    mode = "majority" if seats == 1 and mode == "several-per-round" else mode
    tie, threshold = readings.get("tie", "lot"), readings.get("threshold", "droop")
    rules: dict[str, object] = {
        "winnerElectionMode": _theirs(WINNERS, mode),
        "tiebreakMode": _theirs(TIES, tie),
        "numberOfWinners": "0" if mode == "bottoms-up-threshold" else str(seats),
        "randomSeed": readings.get("seed", "") if "seeded" in tie else "",
        "hareQuota": threshold.startswith("hare"),
        "nonIntegerWinningThreshold": threshold.endswith("fractional"),
    }
    for ours, theirs in SWITCHES.items():
        rules[theirs] = readings.get(ours, "no") == "yes"
    for ours, theirs in NUMBERS.items():
        rules[theirs] = readings.get(ours, "4" if ours == "decimals" else "")
        rules[theirs] = "" if rules[theirs] == "0" and ours != "decimals" else rules[theirs]
    return rules | _of_papers(document.rules or READ_AS[LAW])


def _theirs(words: dict[str, str], ours: str) -> str:
    return next(theirs for theirs, meant in words.items() if meant == ours)


def _of_papers(read: ValidityRules) -> dict[str, object]:
    if Fault.REJECTS in {read.skipped, read.equal, read.repeated}:
        _refuse(
            "rules", "the tabulator never rejects a paper for a fault after its first preference"
        )
    return {
        "maxSkippedRanksAllowed": "0" if ENDS[read.skipped] else "unlimited",
        "overvoteRule": "exhaustImmediately" if ENDS[read.equal] else "alwaysSkipToNextRank",
        "exhaustOnDuplicateCandidate": ENDS[read.repeated],
        "maxRankingsAllowed": "max",
    }


def _records(document: Document) -> str:
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["Record", *document.candidates])
    record = 0
    for number, marks in document.papers:
        cells = [""] * len(document.candidates)
        for rank, named in enumerate(marks, start=1):
            for candidate in named:
                if cells[candidate]:
                    _refuse(
                        "papers", "a paper numbers a candidate twice, and a cell holds one number"
                    )
                cells[candidate] = str(rank)
        for _ in range(number):
            record += 1
            table.writerow([record, *cells])
    return out.getvalue()
