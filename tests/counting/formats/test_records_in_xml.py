"""Records in XML: Hart's files, Unisyn's and the common data format, worked by hand and counted by the command."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hustings.cli.count import command
from tests.counting.formats.damaging import damaged

RULES: dict[str, Any] = {
    "tiebreakMode": "useCandidateOrder",
    "overvoteRule": "exhaustImmediately",
    "winnerElectionMode": "singleWinnerMajority",
    "numberOfWinners": "1",
    "maxSkippedRanksAllowed": "unlimited",
    "maxRankingsAllowed": "max",
}
PEOPLE: list[dict[str, Any]] = [
    {"name": "Ada", "aliases": ["id-a"]},
    {"name": "Ben", "aliases": ["id-b"]},
    {"name": "Cy", "aliases": ["id-c"]},
]


def run(folder: Path, rules: dict[str, Any] | None = None, **source: Any) -> Result:
    """``hustings count`` of a tabulator's configuration with this source of records."""
    told = {
        "outputSettings": {"contestName": "Mayor"},
        "cvrFileSources": [{"filePath": "records", "contestId": "Mayor"} | source],
        "candidates": PEOPLE,
        "rules": RULES | (rules or {}),
    }
    (folder / "config.json").write_text(json.dumps(told))
    return CliRunner().invoke(command, [str(folder / "config.json"), "--json"])


def votes(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return [[*r["votes"].values(), r["exhausted"]] for r in json.loads(result.stdout)["rounds"]]


def hart(*options: tuple[str, str], contest: str = "Mayor") -> str:
    listed = "".join(
        f"<Option><Id>{key}</Id><Value>{value}</Value></Option>" for key, value in options
    )
    of = f"<Contest><Name>M</Name><Id>{contest}</Id><Options>{listed}</Options></Contest>"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Cvr xmlns="http://tempuri.org/CVRDesign.xsd">\n'
        f"<Contests><Contest><Id>Clerk</Id></Contest>{of}</Contests><CvrGuid>1</CvrGuid></Cvr>"
    )


HART = {
    "1_a.xml": hart(("id-a", "100"), ("id-b", "010")),
    "1_b.xml": hart(("id-b", "100"), ("W-1", "010")),
    "2_c.XML": hart(("id-c", "100"), ("id-a", "001")),
    "2_d.xml": hart(("id-a", "100"), ("id-b", "100")),
    "3_e.xml": hart(("id-b", "110")),
    "3_f.xml": hart(("W-1", "100")),
    "4_g.xml": hart(("id-a", "100"), contest="Sheriff"),
    "5_h.xml": hart(),
}
"""A, then B; B, then a write-in; C, then nobody, then A; A and B at once; B twice; a write-in; elsewhere; blank."""


@pytest.mark.parametrize("packed", [False, True])
def test_hart_writes_a_file_for_each_record_and_a_digit_for_each_rank(
    tmp_path: Path, packed: bool
) -> None:
    """Ada 1, Ben 2, Cy 1, write-ins 1, and A and B at once exhausts. The write-in goes, then Cy: Ada 2, Ben 2."""
    if packed:
        with zipfile.ZipFile(tmp_path / "records", "w") as archive:
            for name, content in HART.items():
                archive.writestr(f"CVR/{name}", content)
    else:
        (tmp_path / "records").mkdir()
        for name, content in HART.items():
            (tmp_path / "records" / name).write_text(content)
        (tmp_path / "records" / "report.pdf").write_bytes(b"%PDF")
    source = {"provider": "hart", "undeclaredWriteInLabel": "W-1"}
    counted = run(tmp_path, **source)
    assert votes(counted)[0] == ["1", "2", "1", "1", "1"]
    assert votes(counted)[1] == ["1", "2", "1", "0", "2"]
    assert votes(counted)[2] == ["2", "2", "0", "0", "2"]
    assert json.loads(counted.stdout)["rounds"][1]["excluded"] == ["Undeclared Write-ins"]
    stranger = run(tmp_path, provider="hart")
    assert stranger.exit_code == 2
    assert "1_b.xml:3: column " in stranger.stderr
    assert "'W-1' is neither a candidate nor a code" in stranger.stderr


@pytest.mark.parametrize(
    ("content", "place", "what"),
    [
        (hart(("id-a", "1O0")), "records:3: column ", "not a digit 0 or 1 for each rank"),
        (hart(("id-a", "")), "records:3: column ", "Value is empty"),
        ("<Cvr/>", "records:1: column 1: ", "Cvr has no 'Contests'"),
        ("<Cvr>\n<Contests/>\n<Contests/></Cvr>", "records:3: column 1: ", "stands 2 times"),
        ("<Cvr>\n <Contests></Cvr>", "records:2: column 14: ", "mismatched tag"),
        (
            '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>\n<Cvr>&b;</Cvr>',
            "records:1: column 13: ",
            "declares a document type",
        ),
        (
            '<!DOCTYPE Cvr SYSTEM "file:///etc/hostname"><Cvr/>',
            "records:1: column ",
            "declares a document type",
        ),
        ("<Cvr>&elsewhere;</Cvr>", "records:1: column 6: ", "undefined entity"),
        ("<a>" * 60 + "</a>" * 60, "records:1: column 151: ", "nested too deeply"),
        ("<Cvr>" + "x" * 100_001 + "</Cvr>", "records:1: column ", "more than 100000 characters"),
    ],
)
def test_xml_that_cannot_be_read_is_turned_back_by_line_and_column(
    tmp_path: Path, content: str, place: str, what: str
) -> None:
    for encoding in ("utf-8", "utf-16"):
        (tmp_path / "records").write_bytes(content.replace("utf-8", encoding).encode(encoding))
        refused = run(tmp_path, provider="hart")
        assert (refused.exit_code, refused.stdout) == (2, "")
        # the mark that begins a file in UTF-16 is counted as a column
        assert refused.stderr.startswith(
            place if encoding == "utf-8" else place.split("column", maxsplit=1)[0]
        )
        assert what in refused.stderr


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04cut", "cannot be read"),
        (b"", "no element found"),
        (damaged("CVR/1_a.xml", zipfile.ZIP_DEFLATED), "this archive cannot be read"),
        (damaged("CVR/1_a.xml", zipfile.ZIP_BZIP2), "this archive cannot be read"),
        (damaged("CVR/1_a.xml", zipfile.ZIP_LZMA), "this archive cannot be read"),
    ],
)
def test_an_archive_that_breaks_off_or_is_damaged_is_turned_back(
    tmp_path: Path, content: bytes, what: str
) -> None:
    (tmp_path / "records").write_bytes(content)
    refused = run(tmp_path, provider="hart")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert what in refused.stderr


def test_a_folder_of_hart_without_records_or_outside_is_turned_back(tmp_path: Path) -> None:
    folder = tmp_path / "contest"
    (folder / "records").mkdir(parents=True)
    (folder / "records" / "read.me").write_text("nothing")
    empty = run(folder, provider="hart")
    assert "records holds no file in XML" in empty.stderr
    outside = run(folder, provider="hart", filePath="../../")
    assert outside.exit_code == 2
    assert "config.json:1: column " in outside.stderr
    assert "lies outside the folder" in outside.stderr
    shared = tmp_path / "shared" / "archive"
    shared.mkdir(parents=True)
    (shared / "1.xml").write_text(HART["1_a.xml"])
    beside = run(folder, provider="hart", filePath="../shared/archive")
    assert votes(beside) == [["1", "0", "0", "0"]]


def selection(key: str, *positions: str, status: str = "", rank: str = "") -> str:
    said = f"<Rank>{rank}</Rank>" if rank else ""
    said += "".join(f"<SelectionPosition>{each}</SelectionPosition>" for each in positions)
    said += f"<Status>{status}</Status>" if status else ""
    return f"<CVRContestSelection><ContestSelectionId>{key}</ContestSelectionId>{said}</CVRContestSelection>"


def marked(rank: int, more: str = "<IsAllocable>unknown</IsAllocable>") -> str:
    return (
        f"<HasIndication>yes</HasIndication>{more}<NumberVotes>1</NumberVotes><Rank>{rank}</Rank>"
    )


def record(*selections: str, contest: str = "CON_1") -> str:
    of = f"<CVRContest><ContestId>{contest}</ContestId>{''.join(selections)}</CVRContest>"
    old = "<CVRSnapshot ObjectId='old'><CVRContest><ContestId>CON_1</ContestId></CVRContest></CVRSnapshot>"
    current = f"<CurrentSnapshotId>now</CurrentSnapshotId>{old}<CVRSnapshot ObjectId='now'>"
    return f"<CVR>{current}{of}</CVRSnapshot></CVR>\n"


ELECTION = """<Election ObjectId="E">
<Candidate ObjectId="C1"><Name>Ada</Name></Candidate><Candidate ObjectId="C2"><Name>Ben</Name></Candidate>
<Candidate ObjectId="C3"><Name>overvote</Name></Candidate><Candidate ObjectId="C4"><Name>Eve</Name></Candidate>
<Contest ObjectId="CON_1"><ContestSelection ObjectId="S1"><CandidateIds>C1</CandidateIds></ContestSelection>
<ContestSelection ObjectId="S2"><CandidateIds>C2 C4</CandidateIds></ContestSelection>
<ContestSelection ObjectId="S3"><CandidateIds>C3</CandidateIds></ContestSelection>
<ContestSelection ObjectId="S4"><IsWriteIn>true</IsWriteIn></ContestSelection><Name>Mayor</Name></Contest>
<Contest ObjectId="CON_2"><ContestSelection ObjectId="S5"><CandidateIds>C4</CandidateIds></ContestSelection>
<Name>Clerk</Name></Contest></Election>"""


def report(*records: str, prefix: str = "") -> str:
    body = "".join(records) + ELECTION
    if prefix:
        body = body.replace("</", f"</{prefix}:").replace("<", f"<{prefix}:")
        body = body.replace(f"<{prefix}:/{prefix}:", f"</{prefix}:")
    name = f"{prefix}:CastVoteRecordReport" if prefix else "CastVoteRecordReport"
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    head = f'<?xml version="1.0"?>\n<{name} {space}="NIST_V0_cast_vote_records.xsd">\n'
    return f"{head}{body}</{name}>\n"


RECORDS = (
    record(selection("S1", marked(1)), selection("S2", marked(2))),
    record(selection("S2", rank="1"), selection("S4", marked(2))),
    record(selection("S2", marked(1, "<IsAllocable>no</IsAllocable>")), selection("S1", marked(2))),
    record(selection("S3", marked(1)), selection("S1", marked(2))),
    record(selection("S2", marked(1), status="needs-adjudication"), selection("S1", marked(2))),
    record(selection("S1", "<CVRWriteIn><Text>Zoe</Text></CVRWriteIn>" + marked(1))),
    record(),
    record(selection("S5", marked(1)), contest="CON_2"),
)
"""Ada, then Ben; Ben (of a pair), then a write-in; a mark not to be counted, Ada; an overvote; Ada once what needs
adjudication is passed over; a name written in; blank; another contest."""


@pytest.mark.parametrize("provider", ["cdf", "Unisyn"])
@pytest.mark.parametrize("prefix", ["", "cdf"])
def test_a_report_in_xml_is_read_by_the_tabulators_rules(
    tmp_path: Path, provider: str, prefix: str
) -> None:
    """Ada 3, Ben 1, a write-in 1, the overvote exhausted, the blank paper left out.

    Three of five would do, but the write-in goes first.
    """
    (tmp_path / "records").write_text(report(*RECORDS, prefix=prefix))
    source = {"provider": provider, "overvoteLabel": "overvote", "undeclaredWriteInLabel": "UWI"}
    counted = run(tmp_path, **source)
    assert votes(counted) == [["3", "1", "0", "1", "1"], ["3", "1", "0", "0", "2"]]
    without = run(tmp_path, provider=provider, overvoteLabel="overvote")
    assert "names no label for undeclared write-ins" in without.stderr
    assert without.stderr.startswith("records:")
    depends = run(tmp_path, {"overvoteRule": "exhaustIfMultipleContinuing"}, **source)
    assert "this does not say who is marked" in depends.stderr


TWICE = "<CVRContest><ContestId>CON_1</ContestId></CVRContest><CVRContest>"


@pytest.mark.parametrize(
    ("records", "what"),
    [
        ((record(selection("S9", marked(1))),), "'S9' is no selection of this contest"),
        ((record(selection("S1", marked(0))),), "0 is not a whole number from 1"),
        ((record(selection("S1", "<NumberVotes>1</NumberVotes>")),), "has no 'Rank'"),
        ((record().replace(">now</C", ">then</C"),), "no snapshot 'then'"),
        (
            (record().replace("<CVRContest>", TWICE),),
            "has the contest twice",
        ),
        ((record(),), "'overvote' is not a candidate"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_read_is_turned_back_by_line_and_column(
    tmp_path: Path, records: tuple[str, ...], what: str
) -> None:
    (tmp_path / "records").write_text(report(*records))
    label = "over" if "'overvote'" in what else "overvote"
    refused = run(tmp_path, provider="cdf", overvoteLabel=label, undeclaredWriteInLabel="UWI")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert what in refused.stderr
    assert refused.stderr.startswith("records:")
    assert ": column " in refused.stderr


def test_a_report_in_xml_is_counted_by_itself_where_every_mark_is_plain(tmp_path: Path) -> None:
    """Told by what it holds; a mark of which it is not known whether it counts is turned back here."""
    plain = record(selection("S1", marked(1, "")), selection("S2", marked(2, "")))
    place = tmp_path / "cvr.xml"
    place.write_text(report(plain, plain).replace(" C4</Cand", "</Cand"))
    counted = CliRunner().invoke(command, [str(place), "--contest", "Mayor", "--json"])
    assert json.loads(counted.stdout)["elected"] == ["Ada"]
    assert json.loads(counted.stdout)["title"] == "Mayor"
    which = CliRunner().invoke(command, [str(place)])
    assert "name one of them with --contest: Mayor, Clerk" in which.stderr
    place.write_text(report(*RECORDS))
    unknown = CliRunner().invoke(command, [str(place), "--contest", "Mayor"])
    assert unknown.exit_code == 2
    assert "it has to be adjudicated first" in unknown.stderr
    place.write_text("<votes/>")
    other = CliRunner().invoke(command, [str(place)])
    assert "this XML is no report of cast vote records" in other.stderr
    as_json = CliRunner().invoke(command, [str(place), "--format", "json"])
    assert "this is not JSON that can be read" in as_json.stderr
