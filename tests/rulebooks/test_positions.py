"""The scanner finds exactly the keys and values that tomllib reads, where they are written."""

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.rulebooks.loader import FILES, load, shipped
from hustings.rulebooks.positions import Path, find_positions, line_of

bare = st.text("abz019-_", min_size=1, max_size=4)
odd = st.text(st.sampled_from(list("a .\"'#=[]{}é")), max_size=4)
keys = st.one_of(bare, odd)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.dates(min_value=date(1, 1, 1)),
    st.text(st.sampled_from(list("ab \n\"'#\\,]}=é")), max_size=8),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)
gaps = st.sampled_from(["", " ", "\n", "\n# = ] } \" '\n", "\t"])
spaces = st.sampled_from(["", " ", "\t"])


def basic(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@st.composite
def written_keys(draw: st.DrawFn, key: str) -> str:
    """A key bare, in double quotes or in single quotes, as far as it can be."""
    ways = [basic(key)]
    if key and all(c.isascii() and (c.isalnum() or c in "-_") for c in key):
        ways.append(key)
    if "'" not in key:
        ways.append(f"'{key}'")
    return draw(st.sampled_from(ways))


@st.composite
def written_strings(draw: st.DrawFn, text: str) -> str:
    """A string in any of the four ways of TOML that can hold it."""
    ways = [basic(text)]
    ways.append('"""\n' + text.replace("\\", "\\\\").replace('"""', '""\\"') + '"""')
    if text.endswith('"'):
        ways.pop()
    if "'" not in text:
        ways.append(f"'''\n{text}'''")
        if "\n" not in text:
            ways.append(f"'{text}'")
    return draw(st.sampled_from(ways))


@st.composite
def written_values(draw: st.DrawFn, value: object) -> str:
    """A value in any way of TOML, with blanks, comments and line ends wherever they may stand."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return draw(written_strings(value))
        case list():
            parts = [draw(gaps) + draw(written_values(item)) + draw(gaps) for item in value]
            last = draw(st.sampled_from(["", "," + draw(gaps)])) if parts else ""
            return "[" + ",".join(parts) + last + "]"
        case dict():
            parts = [
                f"{draw(spaces)}{draw(written_keys(key))} = {draw(written_values(item))}{draw(spaces)}"
                for key, item in value.items()
            ]
            return "{" + ",".join(parts) + "}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Keys, dotted keys, tables, sub-tables and arrays of tables in a document of TOML."""
    lines: list[str] = []

    def pairs(names: list[str]) -> None:
        for name in names:
            path = [name, *draw(st.lists(keys, max_size=2))]
            dots = (draw(spaces) + "." + draw(spaces)).join(
                draw(written_keys(part)) for part in path
            )
            comment = draw(st.sampled_from(["", "# a = 1", " # ]"]))
            value = draw(written_values(draw(values)))
            lines.append(f"{draw(spaces)}{dots}{draw(spaces)}={draw(spaces)}{value}{comment}")
            lines.extend(draw(st.sampled_from([[], [""], ["# comment = 'x"]])))

    few = st.lists(keys, max_size=2, unique=True)
    pairs(draw(few))
    for number in range(draw(st.integers(0, 3))):
        table = draw(written_keys(f"t{number}"))
        if draw(st.booleans()):
            for _ in range(draw(st.integers(1, 3))):
                lines.append(f"[[{draw(spaces)}{table} ]]")
                pairs(draw(few))
                if draw(st.booleans()):
                    lines.append(f"[{table}.sub.'deep one']")
                    pairs(draw(few))
                if draw(st.booleans()):
                    lines.append(f"[[{table}.rows]] # row")
                    pairs(draw(few))
        else:
            lines.append(f'[{table} . "x.y"]')
            pairs(draw(few))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def paths_of(value: object, path: Path = ()) -> dict[Path, object]:
    """Every path of a parsed document with its value."""
    found: dict[Path, object] = {path: value} if path else {}
    if isinstance(value, dict):
        for key, item in value.items():
            found |= paths_of(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            found |= paths_of(item, (*path, index))
    return found


def is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


accepted = documents().filter(is_toml)


@given(accepted)
def test_the_scanner_names_every_key_and_element_that_tomllib_reads_and_no_other(text: str) -> None:
    assert set(find_positions(text)) == set(paths_of(tomllib.loads(text)))


@given(accepted)
def test_the_text_of_a_value_is_what_tomllib_read_there(text: str) -> None:
    values_read = paths_of(tomllib.loads(text))
    for path, position in find_positions(text).items():
        if position.value:
            assert tomllib.loads(f"x = {position.value}")["x"] == values_read[path]


@given(accepted)
def test_a_key_stands_at_the_line_and_column_that_the_scanner_names(text: str) -> None:
    """Cut before the position, the document loses this key; cut after its line's value, it has it."""
    lines = text.replace("\r\n", "\n").split("\n")
    for path, position in find_positions(text).items():
        rest = lines[position.line - 1][position.column - 1 :]
        if position.value and isinstance(path[-1], int):
            assert "\n".join([rest, *lines[position.line :]]).startswith(position.value)
        else:
            assert rest[0] in "[\"'" or rest[0].isalnum() or rest[0] in "-_"


@pytest.mark.parametrize("id", shipped())
def test_every_key_of_a_shipped_rulebook_is_found(id: str) -> None:
    for name in FILES:
        if name.endswith(".toml"):
            text = load(id).files[name].decode()
            assert set(find_positions(text)) == set(paths_of(tomllib.loads(text)))


def test_lines_are_exact_in_a_document_worked_by_hand() -> None:
    text = '# one\na = 1\n[b.c]\nd = { e = [\n  1,\n  2 ] }\n[[f]]\ng = """\nx = 1\n"""\n[[f]]\nh.i = 1\n'
    lines = {path: position.line for path, position in find_positions(text).items()}
    assert lines == {
        ("a",): 2,
        ("b",): 3,
        ("b", "c"): 3,
        ("b", "c", "d"): 4,
        ("b", "c", "d", "e"): 4,
        ("b", "c", "d", "e", 0): 5,
        ("b", "c", "d", "e", 1): 6,
        ("f",): 7,
        ("f", 0): 7,
        ("f", 0, "g"): 8,
        ("f", 1): 11,
        ("f", 1, "h"): 12,
        ("f", 1, "h", "i"): 12,
    }


def test_a_missing_key_has_the_line_of_the_table_around_it() -> None:
    positions = find_positions("[a]\nb = 1\n[a.c]\nd = 1\n")
    assert line_of(positions, ("a", "c", "absent", "value")) == 3
    assert line_of(positions, ("absent",)) is None
