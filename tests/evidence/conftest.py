from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A folder of its own for each test's private files."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path / "files"
