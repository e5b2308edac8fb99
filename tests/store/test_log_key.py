"""The log's own key: outside the database, private, made once."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from hustings.store.log_key import LogKeyExposed, log_key, make_log_key, place_of
from hustings.store.models.organisations import Organisation

HERE = Organisation(slug="commonweal")
SEED = bytes([3]) * 32


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.HUSTINGS_LOG_KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def test_the_key_that_was_made_is_the_key_that_is_read() -> None:
    assert make_log_key(HERE, SEED) == log_key(HERE)


def test_nobody_but_its_owner_can_read_the_file(folder: Path) -> None:
    make_log_key(HERE, SEED)

    assert place_of(HERE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_key_that_is_there_is_not_made_again() -> None:
    made = make_log_key(HERE, SEED)

    with pytest.raises(FileExistsError):
        make_log_key(HERE, bytes(32))

    assert log_key(HERE) == made


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_that_others_can_read_is_not_used(mode: int) -> None:
    make_log_key(HERE, SEED)
    place_of(HERE).chmod(mode)

    with pytest.raises(LogKeyExposed, match="chmod 600"):
        log_key(HERE)


def test_a_lost_key_is_said_to_be_lost() -> None:
    with pytest.raises(FileNotFoundError):
        log_key(HERE)
