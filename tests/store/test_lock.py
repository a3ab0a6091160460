import os
import subprocess
import sys
import threading
from pathlib import Path

from zhanggui.store.lock import Holder, held

HOLD = """
import sys
from pathlib import Path
from zhanggui.store.lock import held
with held(Path(sys.argv[1]), "小王 load"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_writer_is_told_whom_it_waits_for_and_then_gets_its_turn(tmp_path: Path) -> None:
    process = holder(tmp_path / "LOCK")
    told: list[Holder] = []
    assert process.stdin is not None
    assert process.stdout is not None

    def on_wait(one: Holder) -> None:
        told.append(one)
        assert process.stdin is not None
        threading.Timer(0.3, process.stdin.write, ["\n"]).start()
        threading.Timer(0.35, process.stdin.close).start()

    with held(tmp_path / "LOCK", "me", on_wait):
        assert [(one.owner, one.pid) for one in told] == [("小王 load", process.pid)]
    process.wait(10)
    process.stdout.close()


def test_a_killed_holder_blocks_nobody(tmp_path: Path) -> None:
    process = holder(tmp_path / "LOCK")
    assert process.stdin is not None
    assert process.stdout is not None
    process.kill()
    process.wait(10)
    process.stdin.close()
    process.stdout.close()
    told: list[Holder] = []
    with held(tmp_path / "LOCK", "me", told.append):
        assert told == []


def test_a_holder_that_has_not_signed_is_waited_for_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "LOCK"
    told: list[Holder] = []
    inside, free = threading.Event(), threading.Event()

    def first() -> None:
        with held(path, "first"):
            path.write_text("not json")
            inside.set()
            free.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait(10)

    def on_wait(one: Holder) -> None:
        told.append(one)
        free.set()

    with held(path, "second", on_wait):
        assert [(one.owner, one.pid) for one in told] == [("", 0)]
    thread.join()
