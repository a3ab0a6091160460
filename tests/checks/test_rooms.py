from pathlib import Path

from checks.rooms import problems


def test_every_module_of_a_large_room_is_spoken_of(tmp_path: Path) -> None:
    home = tmp_path / "src" / "zhanggui" / "app"
    home.mkdir(parents=True)
    (home / "__init__.py").write_text('"""Use cases: `load` reads files; kpi."""', "utf-8")
    for name in ("load", "kpi"):
        (home / f"{name}.py").touch()
    assert problems(tmp_path) == ["src/zhanggui/app/kpi.py: say in app/__init__.py what it is for"]
