"""Cast vote records in NIST's common data format (SP 1500-103, JSON): one ranked contest in and out."""

import json

from hustings.ballots.validity import Marks
from hustings.counting.formats.document import Document
from hustings.counting.formats.json_text import Node
from hustings.counting.formats.lines import MOST_CANDIDATES

REPORT = "CVR.CastVoteRecordReport"
HIGHEST_RANK = 999


def is_report(root: Node) -> bool:
    """Whether a JSON file is a report of cast vote records."""
    table = root.table()
    return table.get("@type") == REPORT or "CVR" in table


def read_nist(root: Node, contest: str | None = None) -> Document:
    """Read one contest of a report; ``BadInput`` with line and column for whatever is not understood.

    Of each record only its current snapshot speaks. A selection counts at the rank of every position
    with an indication that may be allocated; a record without the contest is no paper of it. Records of
    a file with several contests are read for the ``contest`` named, by its id or name.
    """
    kind = root.get("@type")
    if kind is not None and kind.words() != REPORT:
        kind.refuse(f"{kind.words()!r} is no report of cast vote records", f'"{REPORT}"')
    found = the_contest(root, contest)
    names = _selections(root, found)
    number = {selection: at for at, selection in enumerate(names)}
    papers: list[tuple[int, Marks]] = []
    for record in root.need("CVR"):
        marks = _record(record, found.need("@id").words(), number)
        if marks is not None:
            papers.append((1, marks))
    seats, title = found.get("NumberElected"), found.get("Name")
    return Document(
        candidates=tuple(names.values()),
        papers=tuple(papers),
        seats=None if seats is None else seats.number(1, MOST_CANDIDATES),
        title="" if title is None else title.words(empty=True),
    )


def the_contest(root: Node, wanted: str | None) -> Node:
    """The contest of that id or name; the only one where none is wanted."""
    contests = [c for election in root.need("Election") for c in election.need("Contest")]
    named = [
        each for each in contests
        if wanted is None or wanted in {_words(each, "@id"), _words(each, "Name")}
    ]  # fmt: skip
    if len(named) == 1:
        return named[0]
    there = ", ".join(_words(each, "Name") or _words(each, "@id") or "?" for each in contests[:12])
    if wanted is not None:
        return root.refuse(f"{len(named)} contests are called {wanted!r}; there are {there}")
    what = f"this file has {len(contests)} contests; name one of them with --contest: {there}"
    return root.need("Election").refuse(what)


def _words(node: Node, key: str) -> str | None:
    found = node.get(key)
    return None if found is None else found.words(empty=True)


def _selections(root: Node, contest: Node) -> dict[str, str]:
    """The contest's selections by id, each with the name of its candidate or candidates."""
    people = people_by_id(root)
    names: dict[str, str] = {}
    for each in contest.need("ContestSelection"):
        key, name = each.need("@id").words(), _selection(each, people)
        if key in names or name in names.values():
            each.refuse(f"{name!r} stands twice among the selections; make the names differ")
        names[key] = name
    if not 1 <= len(names) <= MOST_CANDIDATES:
        contest.refuse(f"this contest has {len(names)} selections")
    return names


def people_by_id(root: Node) -> dict[str, str]:
    """The names of the candidates of all elections."""
    return {
        person.need("@id").words(): person.need("Name").words()
        for election in root.need("Election")
        for person in election.get("Candidate") or ()
    }


def _selection(each: Node, people: dict[str, str]) -> str:
    ids = each.get("CandidateIds")
    if ids is None:
        text = each.get("Selection") or each.get("Name")
        written_in = each.get("IsWriteIn")
        if text is None and written_in is not None and written_in.yes():
            return f"Write-in {each.need('@id').words()}"
        return each.refuse("this selection names no candidate") if text is None else text.words()
    names: list[str] = []
    for each_id in ids:
        if each_id.words() not in people:
            each_id.refuse(f"there is no candidate {each_id.words()!r} in this election")
        names.append(people[each_id.words()])
    return " and ".join(names) or each.refuse("this selection names no candidate")


def _record(record: Node, contest: str, number: dict[str, int]) -> Marks | None:
    snapshot = current_snapshot(record)
    listed = snapshot.get("CVRContest")
    said = [c for c in listed or () if c.need("ContestId").words() == contest]
    if not said:
        return None
    if len(said) > 1:
        said[1].refuse("this record has the contest twice")
    ranks: dict[int, set[int]] = {}
    for selection in said[0].get("CVRContestSelection") or ():
        key = selection.need("ContestSelectionId")
        if key.words() not in number:
            key.refuse(f"{key.words()!r} is no selection of this contest")
        for rank in _ranks(selection):
            ranks.setdefault(rank, set()).add(number[key.words()])
    return tuple(tuple(sorted(ranks.get(r, ()))) for r in range(1, max(ranks, default=0) + 1))


def current_snapshot(record: Node) -> Node:
    """The snapshot of a record that is said to be the current one."""
    snapshots = list(record.need("CVRSnapshot"))
    wanted = record.get("CurrentSnapshotId")
    if wanted is None and len(snapshots) == 1:
        return snapshots[0]
    if wanted is None:
        return record.refuse(f"{len(snapshots)} snapshots, and none is said to be the current one")
    for each in snapshots:
        if each.need("@id").words() == wanted.words():
            return each
    return wanted.refuse(f"there is no snapshot {wanted.words()!r} in this record")


def _ranks(selection: Node) -> list[int]:
    """The numbers at which a selection is marked."""
    outer, ranks = selection.get("Rank"), list[int]()
    for position in selection.get("SelectionPosition") or ():
        if not _counts(position):
            continue
        rank = position.get("Rank") or outer
        if rank is None:
            position.refuse(
                "this position has no Rank, and its order of preference is not known", '"Rank": 1'
            )
        ranks.append(rank.number(1, HIGHEST_RANK))
    if not ranks and outer is not None and selection.get("SelectionPosition") is None:
        ranks.append(outer.number(1, HIGHEST_RANK))
    return ranks


def _counts(position: Node) -> bool:
    indicated = _choice(position, "HasIndication", ("yes", "no", "unknown"))
    allocable = _choice(position, "IsAllocable", ("yes", "no", "unknown"))
    if indicated == "unknown" or (allocable == "unknown" and indicated == "yes"):
        position.refuse("it is not known whether this mark counts; it has to be adjudicated first")
    return indicated != "no" and allocable != "no"


def _choice(position: Node, key: str, values: tuple[str, ...]) -> str | None:
    found = position.get(key)
    if found is not None and found.words() not in values:
        found.refuse(f"{found.words()!r} is no value of {key}", ", ".join(values))
    return None if found is None else found.words()


def write_nist(document: Document) -> str:
    """Write a report with one contest and one record a paper; who withdrew is not said in this format."""
    people = [
        {"@id": f"candidate-{n}", "@type": "CVR.Candidate", "Name": name}
        for n, name in enumerate(document.candidates, start=1)
    ]
    choices = [
        {"@id": f"selection-{n}", "@type": "CVR.CandidateSelection", "CandidateIds": [each["@id"]]}
        for n, each in enumerate(people, start=1)
    ]
    contest: dict[str, object] = {"@id": "contest-1", "@type": "CVR.CandidateContest"}
    contest |= {"ContestSelection": choices, "Name": document.title or "Contest"}
    contest |= {"VoteVariation": "rcv"}
    contest |= {} if document.seats is None else {"NumberElected": document.seats}
    records = [
        _written(n, marks)
        for n, marks in enumerate((m for number, m in document.papers for _ in range(number)), 1)
    ]
    unit = {"@id": "gpunit-1", "@type": "CVR.GpUnit", "Type": "other"}
    device = {"@id": "device-1", "@type": "CVR.ReportingDevice"}
    election = {"@id": "election-1", "@type": "CVR.Election", "Candidate": people}
    election |= {"Contest": [contest], "ElectionScopeId": "gpunit-1"}
    report = {"@type": REPORT, "Version": "1.0.0", "GeneratedDate": "1970-01-01T00:00:00Z"}
    report |= {"ReportGeneratingDeviceIds": ["device-1"], "ReportingDevice": [device]}
    report |= {"GpUnit": [unit], "Election": [election]}
    head = json.dumps(report, ensure_ascii=False)[:-1]
    body = ",\n".join(json.dumps(each, ensure_ascii=False) for each in records)
    return f'{head},\n"CVR": [\n{body}\n]}}\n'


def _written(number: int, marks: Marks) -> dict[str, object]:
    ranks: dict[int, list[int]] = {}
    for rank, named in enumerate(marks, start=1):
        for candidate in named:
            ranks.setdefault(candidate, []).append(rank)
    selections = [
        {
            "@type": "CVR.CVRContestSelection",
            "ContestSelectionId": f"selection-{candidate + 1}",
            "SelectionPosition": [
                {
                    "@type": "CVR.SelectionPosition",
                    "HasIndication": "yes",
                    "NumberVotes": 1,
                    "Rank": r,
                }
                for r in places
            ],
        }
        for candidate, places in ranks.items()
    ]
    contest: dict[str, object] = {"@type": "CVR.CVRContest", "ContestId": "contest-1"}
    contest["CVRContestSelection"] = selections
    snapshot = {"@id": f"snapshot-{number}", "@type": "CVR.CVRSnapshot", "Type": "original"}
    return {
        "@type": "CVR.CVR",
        "ElectionId": "election-1",
        "CurrentSnapshotId": f"snapshot-{number}",
        "UniqueId": str(number),
        "CVRSnapshot": [{**snapshot, "CVRContest": [contest]}],
    }
