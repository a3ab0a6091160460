from pathlib import Path

from checks.rooms import problems


def room(home: Path, told: str, *names: str) -> None:
    home.mkdir(parents=True)
    (home / "__init__.py").write_text(f'"""{told}"""', "utf-8")
    for name in names:
        (home / f"{name}.py").touch()


def test_every_module_of_a_large_room_is_spoken_of(tmp_path: Path) -> None:
    room(tmp_path / "src" / "zhanggui" / "app", "Use cases: `load` reads files; kpi.", "load", "kpi")
    assert problems(tmp_path) == ["src/zhanggui/app/kpi.py: say in app/__init__.py what it is for"]


def test_a_part_is_spoken_of_and_speaks_of_its_modules(tmp_path: Path) -> None:
    home = tmp_path / "src" / "zhanggui" / "app"
    room(home, "Use cases: `load` with `loading`.", "load")
    room(home / "loading", "Reads: `intake`.", "intake", "whose")
    room(home / "where", "Places.")
    (home / "pictures").mkdir()
    assert problems(tmp_path) == [
        "src/zhanggui/app/loading/whose.py: say in app/loading/__init__.py what it is for",
        "src/zhanggui/app/where: say in app/__init__.py what it is for",
    ]
