"""A folder of its own for each test, and a clock that stands where the walk stands."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    settings.HUSTINGS_LOG_KEYS = tmp_path / "log-keys"
