import subprocess
from pathlib import Path

import pytest

from checks.packaged import problems


@pytest.fixture
def room(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.setuptools.package-data]\n"*" = ["py.typed", "*.toml"]\n', "utf-8"
    )
    folder = tmp_path / "src" / "zhanggui" / "readers"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    return folder


def test_carried_kinds_pass(tmp_path: Path, room: Path) -> None:
    (room / "orders.toml").touch()
    (room / "py.typed").touch()
    (room / "README.md").touch()
    assert problems(tmp_path) == []


def test_a_kind_that_no_pattern_names_is_left_out(tmp_path: Path, room: Path) -> None:
    (room / "orders.yaml").touch()
    found = problems(tmp_path)
    assert found == [
        "src/zhanggui/readers/orders.yaml: no pattern of package-data in pyproject.toml carries it"
    ]


def test_a_folder_of_modules_needs_init_and_one_of_data_does_not(tmp_path: Path, room: Path) -> None:
    (room / "jd").mkdir()
    (room / "templates").mkdir()
    (room / "templates" / "orders.toml").touch()
    (room / "jd" / "orders.py").touch()
    found = problems(tmp_path)
    assert found == [
        "src/zhanggui/readers/jd/orders.py: its folder has no __init__.py, so it is no room of the house"
    ]
