"""A folder of its own for each test: the log's key, adopted rulebooks and uploaded lists lie there."""

from pathlib import Path
from typing import Any

import pytest

from tests.conduct.conftest import build, keys, town, trigger

__all__ = ["build", "keys", "town", "trigger"]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.HUSTINGS_LOG_KEYS = tmp_path / "log-keys"
