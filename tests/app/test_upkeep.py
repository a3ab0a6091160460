from pathlib import Path

import pytest

from tests.app.shops import FIRST, LAST, filled, loaded, nobody, pdd
from zhanggui.app.books import engine, last_whole_day
from zhanggui.app.kpi import kpi
from zhanggui.app.status import status
from zhanggui.app.upkeep import names, rebuild, template, undo
from zhanggui.metrics.question import Question
from zhanggui.store.folder import ShopFolder
from zhanggui.store.refusals import NothingToUndoError


def test_the_last_load_is_taken_back(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, FIRST))
    before = status(folder)
    loaded(folder, pdd(tmp_path / "b.csv", FIRST, LAST))
    taken = undo(folder, "test", nobody)
    assert [one.file for one in taken] == ["b.csv"]
    assert status(folder).coverage == before.coverage
    with engine(folder) as books:
        assert last_whole_day(books, LAST) == FIRST
    with pytest.raises(NothingToUndoError):
        undo(folder, "test", nobody)


def test_rebuilt_books_answer_the_same(own: ShopFolder) -> None:
    question = Question(("gmv", "orders", "clicks"), ("shop", "day"), None, (), "CNY")
    before = kpi(own, question).rows
    assert rebuild(own, "test", nobody) == 4
    assert kpi(own, question).rows == before


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_template_is_written_and_read_back_as_its_own(tmp_path: Path, language: str) -> None:
    for name in names():
        path = template(name, "zh" if language == "zh" else "en", tmp_path / language / f"{name}.xlsx")
        assert path.stat().st_size > 1000
    with pytest.raises(KeyError):
        template("nothing", "zh", tmp_path / "x.xlsx")


def test_costs_filled_into_the_template_become_margins(tmp_path: Path) -> None:
    folder = ShopFolder.open(tmp_path / "shop", create=True)
    costs = filled("costs", tmp_path / "costs.xlsx", ("T01-M", FIRST, 30, "CNY"), ("K02", FIRST, 10, "CNY"))
    loaded(folder, pdd(tmp_path / "a.csv", FIRST, FIRST), costs)
    (row,) = kpi(folder, Question(("gmv", "cost_of_goods"), (), None, (), "CNY")).rows
    assert (float(str(row["gmv"])), float(str(row["cost_of_goods"]))) == (6 * 84 + 3 * 40, 6 * 30 + 3 * 10)
