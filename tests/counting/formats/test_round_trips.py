"""What is written is read back as the same papers, in every format; what a format cannot say is refused."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.cli.papers import source
from hustings.counting.formats.document import Document, as_document
from hustings.counting.formats.json_text import read_json
from hustings.counting.formats.opening import Format, Source, Wanted, open_papers, read_document
from hustings.counting.formats.rctab import read_rctab
from hustings.counting.formats.rctab_source import Beside
from hustings.counting.formats.writing import write_papers
from hustings.kernel.refusals import BadInput

NAMES = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters='"[]'), min_size=1, max_size=8
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Papers whose ranks any format can hold: no number skipped, nobody twice."""
    names = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    everybody = st.permutations(range(len(names)))
    cuts = st.lists(st.integers(1, 3), max_size=6)

    def ranks(order: list[int], sizes: list[int]) -> tuple[tuple[int, ...], ...]:
        marks, rest = [], list(order)
        for size in sizes:
            if rest:
                marks.append(tuple(sorted(rest[:size])))
                rest = rest[size:]
        return tuple(marks)

    paper = st.tuples(st.integers(1, 40), st.builds(ranks, everybody, cuts))
    return Document(
        candidates=tuple(names),
        papers=tuple(draw(st.lists(paper, max_size=8))),
        seats=draw(st.integers(1, 9)),
        title=draw(st.one_of(st.just(""), NAMES)),
    )


def opened(text: str, wanted: Wanted | None = None) -> Source:
    content = text.encode()

    def beside(name: str) -> Source:
        raise AssertionError(name)

    return Source("papers", content[:65536], lambda: content, lambda: iter([content]), beside)


@pytest.mark.parametrize(
    "form", [Format.BLT, Format.PREFLIB, Format.ABIF, Format.JSON, Format.NIST]
)
@given(document=documents())
def test_what_is_written_is_read_back_as_the_same_papers(form: Format, document: Document) -> None:
    """The papers are the same to the digest, and every rank of every paper is kept."""
    text = write_papers(document, form)
    again = read_document(opened(text), Wanted(format=form))
    if form is Format.NIST and not document.title:
        document = Document(document.candidates, document.papers, document.seats, title="Contest")
    assert again.as_papers() == document.as_papers()
    assert _ranks(again) == _ranks(document)


def _ranks(document: Document) -> Counter[object]:
    told: Counter[object] = Counter()
    for number, marks in document.papers:
        told[marks] += number
    return told


@given(document=documents())
def test_a_format_is_told_by_what_a_file_holds(document: Document) -> None:
    for form in (Format.BLT, Format.PREFLIB, Format.ABIF, Format.JSON, Format.NIST):
        if form is Format.ABIF and not document.papers and document.title:
            continue
        again = open_papers(opened(write_papers(document, form)), Wanted())
        assert again.format is form


def test_rankings_survive_csv_by_name_and_the_rest_is_said_again() -> None:
    """CSV knows no candidate without a paper, and orders the others by name."""
    document = Document(("Cy", "Ada", "Ben"), ((3, ((0,), (1,))), (2, ((2,),)), (1, ())), seats=2)
    text = write_papers(document, Format.CSV)
    assert text.splitlines() == ["Rank 1,Rank 2,papers", "Cy,Ada,3", "Ben,,2", ",,1"]
    papers = open_papers(opened(text), Wanted(seats=2)).papers
    assert papers.candidates == ("Ada", "Ben", "Cy")
    assert dict(zip(papers.rankings, papers.multiplicities, strict=True)) == {(2, 0): 3, (1,): 2}
    assert papers.returned == 6


@pytest.mark.parametrize(
    ("form", "document", "told"),
    [
        (Format.PREFLIB, Document(("A",), ((1, ((), (0,))),)), "PrefLib has no way"),
        (Format.ABIF, Document(("A",), ((1, ((0,), (0,))),)), "ABIF has no way"),
        (Format.ABIF, Document(("A]",), ()), "square bracket"),
        (Format.BLT, Document(('A"',), ()), "holds a quote"),
        (Format.BLT, Document(("A",), (), law="ers97"), "say law, and blt has no way"),
        (Format.NIST, Document(("A",), (), withdrawn=(0,)), "say withdrawn, and nist has no way"),
        (Format.CSV, Document(("overvote",), ()), "would not be read back"),
        (Format.AEC, Document(("A",), ()), "papers are not written as aec"),
    ],
)
def test_what_a_format_cannot_say_is_refused_when_writing(
    form: Format, document: Document, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        write_papers(document, form)


def test_json_says_everything_that_a_document_says() -> None:
    told = """{"title": "Northmoor", "law": "meek-2006", "readings": {}, "seats": 2,
      "candidates": ["Ada", "Ben", "Cy"], "withdrawn": ["Ben"], "rejected": {"blank": 3},
      "constraints": ["women>=1: Ada"],
      "papers": [{"number": 4, "marks": ["Ada", ["Ben", "Cy"]]}, {"marks": [null, "Cy"]}]}"""
    document = read_document(opened(told), Wanted())
    assert (document.law, document.seats, document.withdrawn) == ("meek-2006", 2, (1,))
    assert document.papers == ((4, ((0,), (1, 2))), (1, ((), (2,))))
    assert document.constraints == ("women>=1: Ada",)
    assert read_document(opened(write_papers(document, Format.JSON)), Wanted()) == document


def test_scores_rank_an_abif_paper_where_nothing_else_does() -> None:
    told = "5:Ada/3,Ben/9,Cy/3\n2:Cy/9>Ada/3=Ben/3\n"
    document = read_document(opened(told), Wanted())
    assert document.candidates == ("Ada", "Ben", "Cy")
    assert document.papers == ((5, ((1,), (0, 2))), (2, ((2,), (0, 1))))


def test_papers_of_preflib_are_those_of_the_same_contest_as_csv(shared_data: Path) -> None:
    """Burlington 2009 exists twice, by two hands: as PrefLib orders and as a line for each choice."""
    folder = shared_data / "counting" / "public" / "irv" / "burlington-mayor-2009"
    preflib = open_papers(source(folder / "preflib-00005-00000002.toi"), Wanted()).papers
    lines = open_papers(source(folder / "ballots.csv.gz"), Wanted()).papers
    assert preflib.returned == lines.returned == 8980
    for papers in (preflib, lines):
        firsts: Counter[str] = Counter()
        for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True):
            firsts[papers.candidates[ranking[0]].lower()] += number
        told = json.loads((folder / "expected.json").read_text("utf-8"))["first_round"]
        assert firsts == {name.lower(): number for name, number in told.items()}


@pytest.mark.parametrize(
    "name",
    [
        "2013_minneapolis_mayor",
        "2015_portland_mayor",
        "minneapolis_multi_seat_threshold",
        "tiebreak_previous_round_counts_then_random_test",
    ],
)
def test_ballots_of_the_tabulator_are_read_as_it_reads_them(shared_data: Path, name: str) -> None:
    """First preferences of every candidate, and ballots that never count, by its own reference report."""
    folder = shared_data / "counting" / "public" / "rctab" / name
    content = (folder / "expected.json").read_bytes()
    beside = Beside(lambda path: gzip.decompress((folder / path).read_bytes()), lambda _: ())
    document = read_rctab(read_json(content, name), beside)
    papers = document.as_papers()
    firsts: Counter[str] = Counter()
    for ranking, number in zip(papers.rankings, papers.multiplicities, strict=True):
        firsts[papers.candidates[ranking[0]]] += number
    round = json.loads(content)["expected_report"]["results"][0]
    assert firsts == Counter({k: int(v) for k, v in round["tally"].items() if v != "0"})
    inactive = round["inactiveBallots"]
    rejected = {why.value: n for why, n in papers.rejected}
    assert rejected.get("no-clear-first-preference", 0) == int(inactive["overvotes"])
    assert rejected.get("number-skipped", 0) == int(inactive["skippedRankings"])


def test_every_published_blt_survives_every_format(shared_data: Path) -> None:
    """Real wards and archives, written in each format and read again: the same digest of papers."""
    folder = shared_data / "counting" / "public"
    files = [
        *sorted((folder / "scottish-stv").glob("*.blt"))[::40],
        *(folder / "ers97").glob("*-01.blt"),
    ]
    assert len(files) >= 3
    for path in files:
        document = read_document(source(path), Wanted())
        papers = document.as_papers()
        for form in (Format.BLT, Format.PREFLIB, Format.ABIF, Format.JSON):
            text = write_papers(as_document(papers), form)
            again = open_papers(opened(text), Wanted()).papers
            assert again.digest() == papers.digest(), (path.name, form)
            assert again.seats == papers.seats
