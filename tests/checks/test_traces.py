import subprocess
from pathlib import Path

import pytest

from checks.traces import known_hosts, problems


@pytest.fixture
def root(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "hosts.txt").write_text("doi.org  # sources\n", "utf-8")
    return tmp_path


def test_known_hosts_without_their_reasons() -> None:
    assert known_hosts("# hosts\ndoi.org  # sources\n\n") == {"doi.org"}


@pytest.mark.parametrize(
    "line",
    [
        "see https://doi.org/10.1000/1",
        "http://localhost:8000/ http://127.0.0.1:8000 https://example.com/",
        "https://mirror.example/simple",
        "a/home/b ./work/a ~/opt/x ${HOME}/work/x",
        "/homework and /worked/",
    ],
)
def test_neutral_lines_pass(root: Path, line: str) -> None:
    (root / "a.py").write_text(line, "utf-8")
    assert problems(root) == []


@pytest.mark.parametrize(
    ("line", "breach"),
    [
        ("x = '" + "/ho" + "me/ann/x'", "a path of one machine"),
        ("x = '" + "/wo" + "rk/main'", "a path of one machine"),
        ("C:\\" + "Users\\ann", "a path of one machine"),
        ("https:" + "//somewhere.else/simple", "a host that"),
        ("file:" + "///etc", "a host that"),
        (".." + "/shared/data", "only tests/conftest.py"),
    ],
)
def test_traces_are_named_with_file_and_line(root: Path, line: str, breach: str) -> None:
    (root / "a.md").write_text("fine\n" + line, "utf-8")
    found = problems(root)
    assert len(found) == 1
    assert found[0].startswith("a.md:2: ")
    assert breach in found[0]


def test_one_file_may_say_where_real_files_are(root: Path) -> None:
    (root / "tests").mkdir()
    (root / "tests" / "conftest.py").write_text(".." + "/shared/data", "utf-8")
    assert problems(root) == []


@pytest.mark.parametrize("line", ["--index-url x", "--extra-index-url x", "a @ https://doi.org/a.whl"])
def test_a_lock_names_no_address(root: Path, line: str) -> None:
    (root / "requirements.lock").write_text(f"a==1\n{line}\n", "utf-8")
    assert problems(root) == [
        "requirements.lock: a lock names packages and hashes, never where they come from"
    ]


def test_fixtures_and_binary_files_are_left_alone(root: Path) -> None:
    (root / "items.csv").write_text("https:" + "//img.somewhere.else/1.jpg", "utf-8")
    (root / "logo.bin").write_bytes(b"\xff\xfe/ho" + b"me/ann")
    assert problems(root) == []
