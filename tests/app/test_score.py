from pathlib import Path

import pytest

from zhanggui.app import score as score_room
from zhanggui.app.score import score
from zhanggui.app.scoring import circle, grid
from zhanggui.app.scoring.grid import Grid
from zhanggui.playbooks import PLAYS


def test_a_small_grid_is_lived_read_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Grid(shops=1, calm=1, listings=10, days=28, faults=0, decoys=1, step=7, own=2)
    monkeypatch.setattr(score_room, "QUICK", small)
    monkeypatch.setattr(grid, "FAULTS_EVERY", 7)
    monkeypatch.setattr(grid, "HISTORY", 28)
    monkeypatch.setattr(grid, "DAYS", 7)
    monkeypatch.setattr(circle, "DAYS", 7)
    told: list[tuple[str, int, int]] = []
    made = score((1, 1), quick=True, out=tmp_path, progress=lambda *now: told.append(now), workers=1)
    assert told[-1] == ("shops", 4, 4)
    document = made.as_dict()
    assert isinstance(document["plays"], list)
    assert {play["play"] for play in document["plays"]} == {play.key for play in PLAYS}
    assert isinstance(document["total"], dict)
    assert {"hit_rate", "circle_share", "rule_book_share", "coverage_80"} <= set(document["total"])
    with pytest.raises(ValueError, match="2-1"):
        score((2, 1))
