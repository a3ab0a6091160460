"""Shared by all tests: where real export files are, and how hypothesis looks for counter-examples."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# No deadline: a busy machine is no failure. "ci" repeats the same examples on every run.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """Folder of real export files: `ZHANGGUI_DATA`, else `../shared/data` beside the repository."""
    named = os.environ.get("ZHANGGUI_DATA", "../shared/data")
    folder = (ROOT / named).resolve()
    if not folder.is_dir():
        pytest.skip("real export files are not at hand: set ZHANGGUI_DATA to their folder")
    return folder
