"""`reconcile` on the command line."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhanggui.cli import reconcile as verb
from zhanggui.cli.exits import Exit
from zhanggui.cli.parser import parse
from zhanggui.cli.run import run
from zhanggui.reports.briefing import Missing
from zhanggui.reports.reconciled import DayPair, Item, Reconciled, Reconciliation
from zhanggui.store.folder import ShopFolder

TOLD = Reconciliation(
    (
        Reconciled(
            "shop-a",
            "jd",
            "platform",
            "CNY",
            (
                DayPair(date(2024, 5, 1), Decimal("90.5"), Decimal(100)),
                DayPair(date(2024, 5, 2), None, Decimal(7)),
            ),
            (Item("shipping", Decimal(-6), {}), Item("missing_orders", Decimal(-7), {"days": 1})),
        ),
    ),
    (Missing("no_settlement_figures", {"shop": "shop-a"}),),
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    ShopFolder.open(tmp_path / "shop", create=True)
    monkeypatch.setattr(verb, "reconcile", lambda _folder, _first, _last: TOLD)
    return str(tmp_path / "shop")


def test_json(place: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parse(["--shop", place, "reconcile", "--json"])) is Exit.DONE
    told = json.loads(capsys.readouterr().out)
    shop = told["shops"][0]
    assert shop["days"][1] == {"day": "2024-05-02", "ours": None, "platform": "7.00", "gap": "-7.00"}
    assert (shop["gap"], shop["unexplained"]) == ("-16.50", "-3.50")
    assert shop["items"][1] == {"code": "missing_orders", "amount": "-7.00", "days": 1}
    assert told["missing"] == [{"code": "no_settlement_figures", "shop": "shop-a"}]


@pytest.mark.parametrize(("lang", "says"), [("en", "Unexplained"), ("zh", "未能解释")])
def test_the_table_in_both_languages(
    place: str, capsys: pytest.CaptureFixture[str], lang: str, says: str
) -> None:
    assert run(parse(["--shop", place, "--lang", lang, "reconcile"])) is Exit.DONE
    out = capsys.readouterr().out
    assert says in out
    assert "−3.50" in out
    assert "+0.00" not in out
    assert "shop-a" in out


def test_nothing_to_compare_and_wrong_days(tmp_path: Path) -> None:
    ShopFolder.open(tmp_path / "shop", create=True)
    shop = ["--shop", str(tmp_path / "shop")]
    assert run(parse([*shop, "reconcile"])) is Exit.NOTHING
    assert run(parse([*shop, "reconcile", "--from", "2024-05-09", "--to", "2024-05-01"])) is Exit.WRONG
    assert run(parse([*shop, "reconcile", "--from", "soon"])) is Exit.WRONG
