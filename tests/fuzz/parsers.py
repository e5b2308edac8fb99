"""Every parser of papers, a few small files that it reads, and what may come of any bytes at all."""

import json
from collections.abc import Callable

from hustings.counting.formats.abif import read_abif
from hustings.counting.formats.aec import SenatePaper, read_aec
from hustings.counting.formats.blt import read_blt
from hustings.counting.formats.csv_papers import read_csv
from hustings.counting.formats.document import Document
from hustings.counting.formats.json_text import read_json
from hustings.counting.formats.nist import read_nist, write_nist
from hustings.counting.formats.opening import Source, Wanted, open_papers
from hustings.counting.formats.papers_json import read_papers_json, write_papers_json
from hustings.counting.formats.preflib import read_preflib, write_preflib
from hustings.counting.formats.rctab import read_rctab
from hustings.counting.formats.rctab_source import Beside
from hustings.counting.formats.rows import read_rows
from hustings.counting.formats.table import read_long, read_wide
from hustings.counting.formats.xml_text import read_xml
from hustings.kernel.refusals import BadInput

FILE = "papers"
SMALL = Document(
    ("Ada", "Ben", "Cy"), ((3, ((0,), (1, 2))), (2, ((2,),))), seats=2, title="Northmoor"
)
BLT = b'3 1\n-2\n4 1 3 0\n2 2=3 - 1 0\n1 0\n0\n"Ada"\n"Ben"\n"Cy"\n"Northmoor"\n'
WARD = b"3 2\n5 1 2 0\n1 3 0\n0\nAda ASH (Ind)\nBen BIRCH\nCy\nWard 3"
ABIF = b'{"title": "T"}\n=A:[Ada]\n=B:[Ben]\n27: A > B # x\n3: A/5 = B/5\n2: A/1, B/2\n'
WIDE = b'id,Rank 1,Rank 2,papers\n1,Ada,"Ben, B",3\n2,,overvote,1\n'
LONG = b"ballot_id,rank,choice\n1,1,Ada\n1,2,Ben\n2,1,$OVERVOTE\n"
RCTAB = json.dumps(
    {
        "outputSettings": {"contestName": "Northmoor"},
        "cvrFileSources": [
            {
                "provider": "ess",
                "filePath": "x",
                "firstVoteColumnIndex": "2",
                "firstVoteRowIndex": 2,
                "undeclaredWriteInLabel": "UWI",
            }
        ],
        "candidates": [{"name": "Ada", "aliases": ["A"]}, {"name": "Ben", "excluded": True}],
        "rules": {
            "tiebreakMode": "random",
            "overvoteRule": "exhaustImmediately",
            "winnerElectionMode": "singleWinnerMajority",
            "numberOfWinners": "1",
            "maxSkippedRanksAllowed": "1",
            "maxRankingsAllowed": "max",
        },
    }
).encode()
REPORT = b"""<?xml version="1.0"?>
<cdf:CastVoteRecordReport xmlns:cdf="NIST_V0_cast_vote_records.xsd">
<cdf:CVR><cdf:CurrentSnapshotId>now</cdf:CurrentSnapshotId><cdf:CVRSnapshot ObjectId="now"><cdf:CVRContest>
<cdf:ContestId>c</cdf:ContestId><cdf:CVRContestSelection><cdf:ContestSelectionId>s</cdf:ContestSelectionId>
<cdf:SelectionPosition><cdf:HasIndication>yes</cdf:HasIndication><cdf:Rank>1</cdf:Rank></cdf:SelectionPosition>
</cdf:CVRContestSelection></cdf:CVRContest></cdf:CVRSnapshot></cdf:CVR>
<cdf:Election><cdf:Candidate ObjectId="a"><cdf:Name>Ada</cdf:Name></cdf:Candidate><cdf:Contest ObjectId="c">
<cdf:Name>Mayor</cdf:Name><cdf:ContestSelection ObjectId="s"><cdf:CandidateIds>a</cdf:CandidateIds>
</cdf:ContestSelection></cdf:Contest></cdf:Election></cdf:CastVoteRecordReport>"""
HART = b"""<Cvr xmlns="x"><Contests><Contest><Name>M</Name><Id>Mayor</Id><Options>
<Option><Id>A</Id><Value>010</Value></Option><Option><Id>UWI</Id><Value>101</Value></Option>
</Options></Contest></Contests></Cvr>"""
COLLEGE = b"""{"candidates": ["Ada", "Ben"], "sections": [{"name": "M", "weight": "1/2", "papers": [[2, ["Ada"]]]},
{"name": "U", "weight": "1/2", "votes_by_round": [{"Ada": 1, "Ben": 2}]}]}"""
NUMBERED = b'{"candidates": ["Ada", "Ben"], "grades": ["Good", "Bad"], "numbers": [[2, [1, 2]], [1, [2, 0]]]}'
ABOUT = b"State,Division,Vote Collection Point Name,Id,Batch No,Paper No"
AEC = ABOUT + b',A:x,B:y,A:Ann,A:Bo,B:Cy,UG:Di\nNT,L,"Al, ice",1,1,1,1,2\nNT,L,A,1,1,2,,/,1,2,3,4\n'
BOXES = b'Electorate,Place,Id,BatchNo,PaperNo,Preferences\n---,---,---,---,---,---\nC,B,1,1,1,"1,2,,*,"\n'
SENATE = SenatePaper(("Ann", "Bo", "Cy", "Di"), ((0, 1), (2,)))
RECORDS = b"id,1,2\n1,Ada,Ben\n2,overvote,UWI\n3,undervote,A\n"


def of_vendor(provider: str) -> bytes:
    """The configuration for records of this vendor."""
    return RCTAB.replace(b'"ess"', b'"%s", "contestId": "Mayor"' % provider.encode())


def whole(content: bytes) -> Source:
    """Bytes as a file with nothing beside it."""

    def beside(name: str) -> Source:
        return Source(name, RECORDS, lambda: RECORDS, lambda: iter([RECORDS]), beside)

    return Source(FILE, content[:65536], lambda: content, lambda: iter([content]), beside)


PARSERS: dict[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]] = {
    "blt": (lambda content: read_blt(content, FILE), (BLT, WARD)),
    "preflib": (lambda content: read_preflib(content, FILE), (write_preflib(SMALL).encode(),)),
    "abif": (lambda content: read_abif(content, FILE), (ABIF,)),
    "json": (
        lambda content: read_papers_json(read_json(content, FILE)),
        (write_papers_json(SMALL).encode(),),
    ),
    "nist": (
        lambda content: read_nist(read_json(content, FILE)),
        (write_nist(SMALL).encode(),),
    ),
    "rctab": (
        lambda content: read_rctab(
            read_json(content, FILE), Beside(lambda _: RECORDS, lambda _: ())
        ),
        (RCTAB,),
    ),
    "rctab-records": (
        lambda content: read_rctab(read_json(RCTAB, FILE), Beside(lambda _: content, lambda _: ())),
        (RECORDS,),
    ),
    "rctab-reports": (
        lambda content: read_rctab(
            read_json(of_vendor("cdf"), FILE), Beside(lambda _: content, lambda _: ())
        ),
        (REPORT, write_nist(SMALL).encode()),
    ),
    "hart": (
        lambda content: read_rctab(
            read_json(of_vendor("hart"), FILE), Beside(lambda _: content, lambda _: ())
        ),
        (HART, b"PK\x03\x04"),
    ),
    "xml": (lambda content: read_nist(read_xml(content, FILE)), (REPORT,)),
    "rows": (lambda content: list(read_rows(content, FILE)), (WIDE, b"PK\x03\x04")),
    "wide": (lambda content: read_wide(content, FILE), (WIDE,)),
    "long": (lambda content: read_long(content, FILE), (LONG,)),
    "csv": (lambda content: read_csv([content], FILE), (WIDE,)),
    "aec": (lambda content: read_aec([content], FILE, seats=2, paper=SENATE), (AEC, BOXES)),
    "any": (
        lambda content: open_papers(whole(content), Wanted()),
        (BLT, ABIF, WIDE, LONG, RCTAB, REPORT, COLLEGE, NUMBERED, write_preflib(SMALL).encode()),
    ),
}


def told(parser: str, content: bytes) -> str | None:
    """What a parser finds wrong with the bytes; whatever else happens passes through and is a fault."""
    try:
        PARSERS[parser][0](content)
    except BadInput as refused:
        return str(refused)
    return None
