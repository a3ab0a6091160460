from pathlib import Path

from tests.simulator.worlds import world
from zhanggui.simulator.exports.view import Quirks
from zhanggui.simulator.write import view_of, write_exports, write_shop


def test_every_shop_has_its_folder_and_rates_stand_beside(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_exports(world(), tmp_path, progress=lambda *step: told.append(step))
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == sorted(world().stories)
    assert list(tmp_path.glob("fx_*.xlsx"))
    assert told[-1] == ("exports", 4, 4)


def test_an_export_of_an_earlier_evening_knows_less(tmp_path: Path) -> None:
    story = world().stories["shopify"]
    write_shop(view_of(story, 20, Quirks(overlap=False)), tmp_path / "early")
    write_shop(view_of(story, 40, Quirks(overlap=False)), tmp_path / "late")
    early, late = (
        sum(p.stat().st_size for p in (tmp_path / n).glob("orders_export_*")) for n in ("early", "late")
    )
    assert 0 < early < late


def test_daily_loads_begin_where_they_are_told(tmp_path: Path) -> None:
    story = world().stories["taobao"]
    write_shop(view_of(story, 40, Quirks()), tmp_path, 38)
    assert (tmp_path / "ExportOrderList20260509-20260511.xlsx").is_file()
