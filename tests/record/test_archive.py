"""Bundles on disk: hostile folders and zips are refused with one clear message, and nothing is half-written."""

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hustings.kernel.refusals import BadInput
from hustings.record.archive import (
    Limits,
    read_bundle,
    read_folder,
    read_zip,
    write_folder,
    write_zip,
)
from hustings.record.bundle import make_bundle
from tests.record.test_bundle import contents

FILES = make_bundle(contents())


def zipped(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def refused(read: Callable[[], object], what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read()


def test_a_folder_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_folder(FILES, tmp_path / "b")
    assert read_folder(tmp_path / "b") == FILES
    assert read_bundle(tmp_path / "b").manifest.organisation == "commonweal"


def test_a_zip_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_zip(FILES, tmp_path / "b.zip")
    assert read_zip(tmp_path / "b.zip") == FILES
    assert read_bundle(tmp_path / "b.zip").manifest.organisation == "commonweal"


def test_two_zips_of_one_bundle_are_the_same_bytes(tmp_path: Path) -> None:
    write_zip(FILES, tmp_path / "a.zip")
    write_zip(dict(reversed(FILES.items())), tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_nothing_is_written_over(tmp_path: Path, write: Callable[..., None]) -> None:
    place = tmp_path / "b"
    place.write_text("mine")
    refused(lambda: write(FILES, place), "is there already")
    assert place.read_text() == "mine"


@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_nothing_is_half_written(tmp_path: Path, write: Callable[..., None]) -> None:
    broken: dict[str, bytes] = FILES | {"zz": None}  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        write(broken, tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, write: Callable[..., None]) -> None:
    refused(lambda: write(FILES, tmp_path / "no" / "b"), "folder that does not exist")


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    refused(lambda: read_bundle(tmp_path / "no"), "no folder and no zip")


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18) + b"x"])
def test_what_is_no_zip_cannot_be_read(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(data)
    refused(lambda: read_bundle(tmp_path / "b.zip"), "is not a zip|not a bundle")


def test_a_zip_cut_off_anywhere_cannot_be_read(tmp_path: Path) -> None:
    write_zip(FILES, tmp_path / "b.zip")
    whole = (tmp_path / "b.zip").read_bytes()
    for size in range(0, len(whole), 97):
        (tmp_path / "cut.zip").write_bytes(whole[:size])
        refused(lambda: read_bundle(tmp_path / "cut.zip"), r".")


def test_a_zip_with_one_byte_changed_is_never_read_as_the_same(tmp_path: Path) -> None:
    write_zip(FILES, tmp_path / "b.zip")
    whole = bytearray((tmp_path / "b.zip").read_bytes())
    for place in range(0, len(whole), 13):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        (tmp_path / "changed.zip").write_bytes(changed)
        try:
            files = read_zip(tmp_path / "changed.zip")
        except BadInput:
            continue
        assert files == FILES or set(files) != set(FILES)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/x",
        "a/../b",
        "a//b",
        "./a",
        "C:\\x",
        "a\\b",
        "A",
        "a b",
        "a/b/c/d/e",
        ".x",
        "x" * 300,
        "é",
    ],
)
def test_a_hostile_path_in_a_zip_is_refused(tmp_path: Path, name: str) -> None:
    place = zipped(tmp_path / "b.zip", (name, b"x"))
    refused(lambda: read_zip(place), "is not the name of a file inside a bundle")


def test_a_name_with_a_null_is_cut_by_nobody(tmp_path: Path) -> None:
    place = zipped(tmp_path / "b.zip", ("checkpointX", b"x"))
    place.write_bytes(place.read_bytes().replace(b"checkpointX", b"checkpoint\x00"))
    refused(lambda: read_zip(place), "another name in the zip")


def test_one_name_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        place = zipped(tmp_path / "b.zip", ("checkpoint", b"1"), ("checkpoint", b"2"))
    refused(lambda: read_zip(place), "twice")


def test_two_names_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "b.zip", ("checkpoint", b"1"), ("CheckPoint", b"2"))
    refused(lambda: read_zip(place), "twice")


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("checkpoint")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    place = zipped(tmp_path / "b.zip", (link, b"/etc/passwd"))
    refused(lambda: read_zip(place), "is a link")


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "b.zip", ("checkpoint", b"x"))
    data = bytearray(place.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    place.write_bytes(data)
    refused(lambda: read_zip(place), "is encrypted")


def test_a_zip_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("checkpoint", b"x")
    refused(lambda: read_zip(tmp_path / "b.zip"), "not used here")


def test_a_zip_that_swells_is_refused_unread(tmp_path: Path) -> None:
    place = zipped(tmp_path / "b.zip", ("entries.jsonl", bytes(50_000_000)))
    assert place.stat().st_size < 60_000
    refused(lambda: read_zip(place), "swells to more than 200 times")


def test_a_zip_that_swells_more_than_it_says_is_refused(tmp_path: Path) -> None:
    """The directory says one byte; the data holds fifty million."""
    place = zipped(tmp_path / "b.zip", ("entries.jsonl", bytes(50_000_000)))
    data = place.read_bytes()
    place.write_bytes(data.replace((50_000_000).to_bytes(4, "little"), (1).to_bytes(4, "little")))
    refused(lambda: read_zip(place), "not a zip that can be read")


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path) -> None:
    place = zipped(tmp_path / "b.zip", *((f"f{n}", b"") for n in range(11)))
    refused(lambda: read_zip(place, Limits(files=10)), "more than 10 files")


@pytest.mark.parametrize(
    ("limits", "what"),
    [(Limits(one_file=9), "is larger than 9 bytes"), (Limits(all_files=19), "all files together")],
)
def test_too_many_bytes_are_refused(tmp_path: Path, limits: Limits, what: str) -> None:
    members = [("checkpoint", b"0123456789"), ("leaves.bin", b"0123456789")]
    refused(lambda: read_zip(zipped(tmp_path / "b.zip", *members), limits), what)
    write_folder(dict(members), tmp_path / "b")
    refused(lambda: read_folder(tmp_path / "b", limits), what)


def test_a_zip_inside_a_zip_is_no_bundle(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", ("manifest.json", b"{}")).read_bytes()
    place = zipped(tmp_path / "b.zip", ("b.zip", inner))
    refused(lambda: read_bundle(place), "not a bundle")


def test_a_mere_folder_in_a_zip_is_passed_over(tmp_path: Path) -> None:
    place = zipped(tmp_path / "b.zip", ("rulebooks/", b""), ("checkpoint", b"x"))
    assert read_zip(place) == {"checkpoint": b"x"}


@pytest.mark.parametrize("kind", ["link", "dangling", "folder", "pipe"])
def test_a_link_or_a_pipe_in_a_folder_is_refused(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "b"
    write_folder(FILES, folder)
    place = folder / "zz"
    match kind:
        case "link":
            place.symlink_to(folder / "checkpoint")
        case "dangling":
            place.symlink_to("/nowhere")
        case "folder":
            place.symlink_to(folder)
        case _:
            os.mkfifo(place)
    refused(lambda: read_bundle(folder), "is a link or a special file")


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path) -> None:
    write_folder({f"f{n}": b"" for n in range(11)}, tmp_path / "b")
    refused(lambda: read_folder(tmp_path / "b", Limits(files=10)), "more than 10 files")


def test_a_hostile_name_in_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Manifest.JSON").write_text("{}")
    refused(lambda: read_folder(tmp_path), "not the name of a file inside a bundle")
