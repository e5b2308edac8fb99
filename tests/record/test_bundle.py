"""What goes into a bundle, what stays out, and how it is read back."""

import json

import pytest

from hustings.kernel.canonical import canonical_bytes
from hustings.kernel.merkle import leaf_hash
from hustings.kernel.refusals import BadInput
from hustings.proceedings.values import Visibility
from hustings.record.bundle import Contents, has_place, lines_of, make_bundle, read_files
from tests.record.making import SLUG, Writer, checkpoint


def contents(audience: Visibility = Visibility.PUBLIC) -> Contents:
    """Two seats side by side; the bundle is the first one's."""
    writer = Writer().found("ada")
    for seat in ("northmoor-2026", "eastwater-2026", "northmoor-2026"):
        secret = {
            "reasons": ("Public words.", Visibility.PUBLIC),
            "names": ("For the parties.", Visibility.PARTIES),
        }
        writer.write("Noted", {"seat": seat}, proceeding=seat, withheld=secret)
    return Contents(
        SLUG,
        ["northmoor-2026"],
        writer.log,
        checkpoint(writer.log),
        writer.openings,
        {"model": {"rules.toml": b"x"}},
        {"ab" * 32: b"{}"},
        {"northmoor-2026": {"state": "opened", "result": None}},
        audience,
    )


def test_other_proceedings_go_in_as_hashes_only() -> None:
    files = make_bundle(contents())
    assert files["leaves.bin"] == leaf_hash(contents().log[2])
    assert b"eastwater" not in b"".join(files.values())


def test_the_proceedings_own_entries_go_in_as_they_stand() -> None:
    log = contents().log
    assert lines_of(make_bundle(contents())["entries.jsonl"], "e") == [log[0], log[1], log[3]]


@pytest.mark.parametrize(
    ("audience", "fields"),
    [
        (Visibility.PUBLIC, [(1, "reasons"), (3, "reasons")]),
        (Visibility.PARTIES, [(1, "names"), (1, "reasons"), (3, "names"), (3, "reasons")]),
    ],
)
def test_openings_go_to_those_who_may_see_them(
    audience: Visibility, fields: list[tuple[int, str]]
) -> None:
    files = make_bundle(contents(audience))
    openings = [json.loads(line) for line in lines_of(files["openings.jsonl"], "o")]
    assert [(o["position"], o["field"]) for o in openings] == fields


def test_the_same_contents_give_the_same_bytes() -> None:
    assert make_bundle(contents()) == make_bundle(contents())


def test_a_bundle_is_read_as_it_was_made() -> None:
    files = make_bundle(contents())
    bundle = read_files(files)
    assert bundle.manifest.proceedings == ("northmoor-2026",)
    assert bundle.manifest.claims["northmoor-2026"] == {"state": "opened", "result": None}
    assert {**bundle.files, "manifest.json": files["manifest.json"]} == files


def test_every_file_that_is_made_has_a_place() -> None:
    assert all(has_place(name) for name in make_bundle(contents()) if name != "manifest.json")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "readme.txt",
        "rulebooks/x.toml",
        "rulebooks/../rules.toml",
        "rolls/x.json",
        "entries.jsonl\n",
    ],
)
def test_no_other_file_has_a_place(name: str) -> None:
    assert not has_place(name)


def test_a_bundle_without_a_manifest_is_none() -> None:
    with pytest.raises(BadInput, match="not a bundle"):
        read_files({})


@pytest.mark.parametrize(
    "change",
    [
        {"format": "hustings-bundle/2"},
        {"format": None},
        {"organisation": "Common Weal"},
        {"organisation": 5},
        {"proceedings": "northmoor-2026"},
        {"proceedings": ["a", "a"]},
        {"proceedings": ["organisation"]},
        {"proceedings": [5]},
        {"audience": "everyone"},
        {"audience": []},
        {"software": 1},
        {"claims": []},
        {"files": []},
        {"files": {"checkpoint": "x"}},
        {"more": 1},
    ],
)
def test_a_manifest_of_a_wrong_form_is_turned_back(change: dict[str, object]) -> None:
    manifest = json.loads(make_bundle(contents())["manifest.json"]) | change
    with pytest.raises(BadInput, match="manifest.json"):
        read_files({"manifest.json": canonical_bytes(manifest)})


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"a":1, "b":2}', b"[" * 5000])
def test_a_manifest_that_is_no_canonical_json_is_turned_back(data: bytes) -> None:
    with pytest.raises(BadInput, match="manifest.json"):
        read_files({"manifest.json": data})


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "not JSON from character 1"),
        (b'{"a":', "not JSON from character 6"),
        (b"\xff", "byte 1 is not UTF-8 text"),
    ],
)
def test_a_manifest_that_is_no_json_is_turned_back_in_plain_words(data: bytes, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_files({"manifest.json": data})
    assert what in str(caught.value)


@pytest.mark.parametrize("data", [b"{}", b"{}\n{}", b"x" * 4_000_001 + b"\n"])
def test_lines_that_are_cut_off_or_too_long_are_turned_back(data: bytes) -> None:
    with pytest.raises(ValueError, match="in the middle|is the most"):
        lines_of(data, "entries.jsonl")


def test_no_bytes_are_no_lines() -> None:
    assert lines_of(b"", "entries.jsonl") == []
