"""The reader of millions beside a plain one that takes up cell after cell: the same papers, the same refusals."""

import csv
import io
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.ballots.validity import Fault, ValidityRules
from hustings.counting.formats import labels
from hustings.counting.formats.csv_papers import Cells, read_csv
from hustings.counting.papers import Papers, gather
from hustings.kernel.refusals import BadInput

NAMES = (
    "A", "Ab", "Ash", "Ash, Ada", 'O"Neill', "Åsa", "Ελένη", "山田", "Candidate 07", "Candidate 70",
    "A name of 16 byt", "A name of 17 byte", "A name of 17 bytf", "A name of 32 bytes, not one more",
    "A name of 33 bytes, and that is a", "A name of 33 bytes, and that is b", "x" * 70, "x" * 71,
)  # fmt: skip
NOTHING = ("", " ", "undervote", "skipped")
EVERY_RULE = tuple(ValidityRules(*faults) for faults in product(Fault, repeat=3))


@dataclass(frozen=True)
class Written:
    """A file as it was written, in pieces as it comes, and how many columns of it are choices."""

    pieces: tuple[bytes, ...]
    choices: tuple[int, ...]
    number: int | None
    rules: ValidityRules

    @property
    def content(self) -> bytes:
        return b"".join(self.pieces)


def plain(written: Written) -> Papers:
    """Python's csv module and the one reading of marks: a line after the other, a cell after the other."""
    text = written.content.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    cells, found = Cells(), list[tuple[list[str], int]]()
    for row in rows:
        if len(heading) > 1 and row in ([], [""]):
            continue
        whole = row + [""] * (len(heading) - len(row))
        number = 1 if written.number is None else int(whole[written.number])
        found.append(([whole[at].strip() for at in written.choices], number))
    names = sorted({cell for row, _ in found for cell in row} - cells.blank - cells.several)
    code = {name: (at,) for at, name in enumerate(names)}
    code |= dict.fromkeys(cells.several, (0, 1)) | dict.fromkeys(cells.blank, ())
    marked = [([code[cell] for cell in row], number) for row, number in found]
    for marks, _ in marked:
        while marks and not marks[-1]:
            marks.pop()
    return gather(
        tuple(names), [(tuple(marks), number) for marks, number in marked], rules=written.rules
    )


def _field(draw: st.DrawFn, cell: str) -> str:
    if any(sign in cell for sign in ',"\n') or draw(st.integers(0, 4)) == 0:
        return '"' + cell.replace('"', '""') + '"'
    return draw(st.sampled_from(("", " "))) + cell + draw(st.sampled_from(("", "", " ")))


@st.composite
def files(draw: st.DrawFn) -> Written:
    """Odd files that are sound: quotes, ends of lines, marks of order, short and empty lines, other columns."""
    length = draw(st.integers(1, 11))
    columns = [f"Rank {n + 1}" for n in range(length)]
    extra = draw(st.sampled_from(((), ("Ward",), ("Note, or none", "Papers"), ("count",))))
    if extra or draw(st.booleans()):
        columns = draw(st.permutations([*columns, *extra]))
    cells = st.sampled_from((*draw(st.sampled_from((NAMES, NAMES[:3]))), *NOTHING, "overvote"))
    lines = [",".join(f'"{name}"' if "," in name else name for name in columns)]
    for _ in range(draw(st.integers(1, 25))):
        if draw(st.integers(0, 9)) == 0:
            lines.append("")
            continue
        row = {
            "Ward": draw(st.sampled_from(("", "North", "two\nlines", 'a "quoted" ward'))),
            "Note, or none": draw(st.sampled_from(("", "x, y"))),
            "Papers": draw(st.sampled_from(("1", "12", "999999999999"))),
            "count": draw(st.sampled_from(("1", " 7 "))),
        } | {f"Rank {n + 1}": draw(cells) for n in range(length)}
        fields = [_field(draw, row[name]) for name in columns]
        while fields and not fields[-1] and draw(st.booleans()):
            fields.pop()
        lines.append(",".join(fields))
    lines.append(",".join("12" if name in {"Papers", "count"} else "Ash" for name in columns))
    ends = draw(st.sampled_from((("\n",), ("\r\n",), ("\n", "\r\n"))))
    text = "".join(line + ends[at % len(ends)] for at, line in enumerate(lines))
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    content = draw(st.sampled_from((b"", b"\xef\xbb\xbf"))) + text.encode()
    size = draw(st.integers(3, len(content)))
    number = next((at for at, name in enumerate(columns) if name in {"Papers", "count"}), None)
    return Written(
        tuple(content[start : start + size] for start in range(0, len(content), size)),
        tuple(columns.index(f"Rank {n + 1}") for n in range(length)),
        number,
        draw(st.sampled_from(EVERY_RULE)),
    )


@settings(max_examples=100)
@given(files())
def test_odd_files_are_read_as_a_plain_reader_reads_them(written: Written) -> None:
    assert read_csv(written.pieces, rules=written.rules) == plain(written)


FAULTS = (
    (b"Ash,Ash,Ash,1", "4 fields"),
    (b"Ash,\xff,1", "not UTF-8"),
    (b'Ash,B"irch,1\n"', "a quote stands within|closing quote"),
    (b'"Ash"x,,1', "closing quote"),
    (b"Ash,\x07,1", "not a name that prints"),
    (b"Ash,,0", "not a number of papers"),
    (b"Ash,,-1", "not a number of papers"),
    (b"Ash,,1.5", "not a number of papers"),
    (b"Ash", "not a number of papers"),
    ("Ash,,\u0661".encode(), "not a number of papers"),
    (b'"Ash,,1', "never closed"),
)


@pytest.mark.parametrize(("line", "told"), FAULTS)
@settings(max_examples=10)
@given(
    before=st.lists(st.sampled_from((b"Ash,,1", b'"Birch","",2', b",Ash,1", b'"\n",Ash,1', b""))),
    after=st.lists(st.sampled_from((b"Ash,,1", b"Birch,Ash,2"))),
    size=st.integers(3, 60),
)
def test_a_line_that_cannot_be_read_is_named_wherever_it_stands(
    line: bytes, told: str, before: list[bytes], after: list[bytes], size: int
) -> None:
    lines = [b"Rank 1,Rank 2,Papers", *before]
    content = b"\n".join([*lines, line, *after]) + b"\n"
    number = sum(1 + earlier.count(b"\n") for earlier in lines) + 1
    with pytest.raises(BadInput, match=told) as found:
        read_csv([content[start : start + size] for start in range(0, len(content), size)])
    assert [problem.line for problem in found.value.problems] == [number]


def test_a_line_of_one_name_is_a_paper_and_an_empty_line_is_none() -> None:
    papers = read_csv([b"Rank 1,Rank 2\nAsh\n\nBirch,\n"])
    assert (papers.candidates, papers.valid, papers.returned) == (("Ash", "Birch"), 2, 2)


def test_texts_with_one_hash_are_told_apart_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """All texts are sent to the same place: a text not yet known stands where another is, and is not it."""
    monkeypatch.setattr(labels, "_places", lambda pairs, length, mix, shift: length * 0 + mix % 1)
    with pytest.raises(BadInput, match="cannot be told apart quickly"):
        read_csv([b"Rank 1\nAsh\n", b"Ben\n"])
    assert read_csv([b"Rank 1\nAsh\n", b"Ash\n"]).valid == 2
