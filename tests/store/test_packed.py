"""A bundle is packed once for each state, whole or not at all, and goes when it is no longer true."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from hustings.store import packed


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path / "bundles" / "northmoor"


def saying(text: bytes, made: list[bytes]) -> Callable[[Path], None]:
    def pack(part: Path) -> None:
        made.append(text)
        part.write_bytes(text)

    return pack


def test_of_many_who_ask_at_once_one_packs() -> None:
    together, made = Barrier(8), list[bytes]()

    def asks(_: int) -> bytes:
        together.wait()
        with packed.kept(packed.BUNDLES, "northmoor", "a1", saying(b"one", made)) as file:
            return file.read()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(asks, range(8))) == {b"one"}
    assert made == [b"one"]


def test_another_state_replaces_the_file_and_whoever_reads_the_old_one_reads_on(
    folder: Path,
) -> None:
    with packed.kept(packed.BUNDLES, "northmoor", "a1", saying(b"old", [])) as old:
        with packed.kept(packed.BUNDLES, "northmoor", "b2", saying(b"new", [])) as new:
            assert new.read() == b"new"
        assert {one.name for one in folder.iterdir()} == {"b2", "lock"}
        assert old.read() == b"old"


def test_what_could_not_be_packed_to_its_end_is_given_to_nobody(folder: Path) -> None:
    def breaks(part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        packed.kept(packed.BUNDLES, "northmoor", "a1", breaks)
    assert [one.name for one in folder.iterdir()] == ["lock"]
    with packed.kept(packed.BUNDLES, "northmoor", "a1", saying(b"whole", [])) as file:
        assert file.read() == b"whole"


def test_what_is_forgotten_is_on_the_disk_no_longer(folder: Path) -> None:
    packed.kept(packed.BUNDLES, "northmoor", "a1", saying(b"one", [])).close()
    assert {one.name for one in folder.iterdir()} == {"a1", "lock"}
    packed.forget_packed()
    assert [one.name for one in folder.iterdir()] == ["lock"]


def test_where_nothing_was_packed_there_is_nothing_to_forget() -> None:
    packed.forget_packed()


def test_whoever_packs_while_it_is_forgotten_comes_to_their_end_and_the_file_goes(
    folder: Path,
) -> None:
    """Afterwards the lock is the one that it was, so that whoever held it and whoever comes wait for each other."""
    forgetting, locks = Thread(target=packed.forget_packed), list[int]()

    def pack(part: Path) -> None:
        part.write_bytes(b"before")
        locks.append((folder / "lock").stat().st_ino)
        forgetting.start()
        # whoever does not wait for the lock is through by then
        forgetting.join(0.1)

    with packed.kept(packed.BUNDLES, "northmoor", "a1", pack) as file:
        forgetting.join()
        assert file.read() == b"before"
    assert [one.name for one in folder.iterdir()] == ["lock"]
    assert locks == [(folder / "lock").stat().st_ino]


def test_what_somebody_who_was_cut_off_had_begun_goes_as_well(folder: Path) -> None:
    packed.kept(packed.BUNDLES, "northmoor", "a1", saying(b"one", [])).close()
    (folder / "part-x1").mkdir()
    (folder / "part-x1" / "a1").write_bytes(b"half")
    packed.forget_packed()
    assert [one.name for one in folder.iterdir()] == ["lock"]


def test_what_another_machine_erased_is_on_no_disk_once_this_one_learns_of_it(folder: Path) -> None:
    """Three erasures were known when two bundles were packed; of the fourth only the database tells."""
    packed.keep_up_with(3)
    packed.kept(packed.BUNDLES, "northmoor", "a1", saying(b"one", [])).close()
    packed.kept(packed.BUNDLES, "eastwater", "b2", saying(b"two", [])).close()
    packed.keep_up_with(3)
    assert (folder / "a1").exists()
    packed.keep_up_with(4)
    left = [one.name for one in folder.parent.rglob("*") if one.is_file()]
    assert sorted(left) == ["erasures", "lock", "lock"]


def test_an_archive_stays_where_bundles_are_forgotten(folder: Path) -> None:
    """It holds nothing that can be erased."""
    packed.kept(packed.ARCHIVES, "1Northmoor2Ba11ot", "e1", saying(b"one", [])).close()
    packed.keep_up_with(1)
    assert (folder.parents[1] / "archives" / "1Northmoor2Ba11ot" / "e1").exists()
