from pathlib import Path

from checks.mirror import mirror, problems


def module(root: Path, name: str) -> None:
    path = root / "src" / "zhanggui" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def test_mirror_of_a_module_in_a_sub_folder() -> None:
    assert mirror(Path("readers/taobao/orders.py")) == Path("tests/readers/taobao/test_orders.py")


def test_a_module_without_its_test_is_named(tmp_path: Path) -> None:
    module(tmp_path, "stats/normal.py")
    module(tmp_path, "stats/__init__.py")
    module(tmp_path, "__main__.py")
    assert problems(tmp_path) == ["src/zhanggui/stats/normal.py: no tests/stats/test_normal.py"]
    (tmp_path / "tests" / "stats").mkdir(parents=True)
    (tmp_path / "tests" / "stats" / "test_normal.py").touch()
    assert problems(tmp_path) == []


def test_a_name_that_says_nothing_is_refused_even_for_a_folder(tmp_path: Path) -> None:
    module(tmp_path, "common/__init__.py")
    assert problems(tmp_path) == ["src/zhanggui/common/__init__.py: the name does not say what is inside"]


def test_migration_scripts_are_tested_together(tmp_path: Path) -> None:
    module(tmp_path, "store/migrations/versions/m0001_start.py")
    assert problems(tmp_path) == []
