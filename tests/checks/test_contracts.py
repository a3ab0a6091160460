"""The import contracts of pyproject.toml refuse what they say they refuse."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    *("cli", "web", "app", "reports", "readers", "engines", "store", "simulator"),
    *("playbooks", "outcomes", "actions", "diagnosis", "metrics", "model", "stats"),
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house under the contracts of this repository."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    package = tmp_path / "src" / "zhanggui"
    for room in ("", *ROOMS):
        (package / room).mkdir(parents=True, exist_ok=True)
        (package / room / "__init__.py").touch()
    return package


def verdict(house: Path) -> tuple[int, str]:
    """Exit code and text of import-linter on the house."""
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=house.parent.parent,
        env={"PYTHONPATH": str(house.parent), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, " ".join(run.stdout.split())


def test_an_empty_house_keeps_all_contracts(house: Path) -> None:
    code, said = verdict(house)
    assert code == 0
    assert "4 kept, 0 broken" in said


@pytest.mark.parametrize(
    ("files", "breach"),
    [
        (
            {"model/a.py": "import zhanggui.metrics"},
            "zhanggui.model is not allowed to import zhanggui.metrics",
        ),
        (
            {"readers/a.py": "import zhanggui.store"},
            "zhanggui.readers is not allowed to import zhanggui.store",
        ),
        ({"extra/__init__.py": ""}, "not listed as layers: - zhanggui.extra"),
        ({"stats/a.py": "import random"}, "zhanggui.stats is not allowed to import random"),
        ({"playbooks/stock.py": "import duckdb"}, "zhanggui.playbooks is not allowed to import duckdb"),
        ({"store/a.py": "import zhanggui"}, "zhanggui.store.a -> zhanggui (l.1)"),
        (
            {"store/a.py": "import zhanggui.store.b", "store/b.py": "import zhanggui.store.a"},
            "No cycles are allowed in zhanggui.store",
        ),
    ],
)
def test_each_breach_is_refused(house: Path, files: dict[str, str], breach: str) -> None:
    for name, content in files.items():
        (house / name).parent.mkdir(exist_ok=True)
        (house / name).write_text(content + "\n", "utf-8")
    code, said = verdict(house)
    assert code == 1
    assert breach in said
