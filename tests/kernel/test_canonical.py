"""One value, one spelling: RFC 8785's own examples, and the standard library against ``rfc8785``."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.canonical import LARGEST_INTEGER, Json, canonical_bytes, digest, read_canonical

WHOLE = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def test_the_sorting_example_of_rfc_8785() -> None:
    """RFC 8785, 3.2.3: keys go by UTF-16 units, so the smiley (a surrogate pair) stands before U+FB33."""
    value: Json = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_bytes(value))) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_the_structures_example_of_the_rfcs_author() -> None:
    """cyberphone/json-canonicalization, testdata/structures.json (its 56.0 written as 56: no floats here)."""
    value: Json = {
        "1": {"f": {"f": "hi", "F": 5}, "\n": 56},
        "10": {},
        "": "empty",
        "a": {},
        "111": [{}],
        "A": {},
    }
    expected = rb'{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{}],"A":{},"a":{}}'
    assert canonical_bytes(value) == expected


def test_the_string_example_of_rfc_8785() -> None:
    """RFC 8785, 3.2.2 and 3.2.4: the bytes that the RFC prints for its string."""
    text = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
    expected = "22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22"
    assert canonical_bytes(text) == bytes.fromhex(expected.replace(" ", ""))


@given(VALUES)
def test_the_fast_spelling_is_that_of_the_reference_implementation(value: Json) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(VALUES)
def test_what_is_written_is_read_back(value: Json) -> None:
    assert read_canonical(canonical_bytes(value)) == value


@pytest.mark.parametrize(
    "bytes_",
    [
        b'{"a":1, "b":2}',
        b'{"b":2,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b' {"a":1}',
        b'{"a":1}\n',
        b"-0",
        b"1.0",
        b"1e3",
        b"1E400",
        b"NaN",
        b"Infinity",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u00E9"',
        b'"\xc3\xa9\\u0041"',
        b"9007199254740992",
        b"[1,]",
        b"",
        b"{",
        b'"\\ud800"',
        b'\xff"a"',
        b"\xef\xbb\xbf{}",
        b'"\x01"',
        b"[" * 100_000 + b"]" * 100_000,
        b"1" * 5000,
    ],
)
def test_any_other_spelling_is_refused(bytes_: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each reader words it its own way; what counts is that it is one)
        read_canonical(bytes_)


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        float("nan"),
        LARGEST_INTEGER + 1,
        -LARGEST_INTEGER - 1,
        {"a": [1.0]},
        {1: "a"},
        b"a",
        {"a"},
        (1,),
    ],
)
def test_a_value_without_an_exact_spelling_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="exact canonical form|too large|not a string"):
        canonical_bytes(value)  # type: ignore[arg-type]


def test_a_lone_surrogate_has_no_bytes() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        canonical_bytes("\ud800")


def test_a_value_nested_too_deeply_is_refused() -> None:
    value: Json = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(ValueError, match="nested too deeply"):
        canonical_bytes(value)


def test_a_digest_is_sha_256_of_the_canonical_bytes() -> None:
    """SHA-256 of the two bytes ``{}``, as any tool prints it."""
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
