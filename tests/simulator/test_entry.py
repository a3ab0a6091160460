"""The way in: what is written balances to the cent with the ledger, and is the same, byte for byte, each time."""

import hashlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.books import READERS
from zhanggui.simulator.entry import PRESETS, Options, preset, run

_SHOPS = ("taobao", "douyin", "amazon", "shopify")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, str]]]:
    out = tmp_path_factory.mktemp("world")
    summary = run(Options(out, days=75, listings=24, seed=5, faults=6, decoys=4, workers=1))
    ledger = summary.truth["ledger"]
    assert isinstance(ledger, dict)
    return out, ledger


@pytest.mark.parametrize("shop", _SHOPS)
def test_the_ledger_is_what_the_files_say(world: tuple[Path, dict[str, dict[str, str]]], shop: str) -> None:
    out, ledger = world
    told = READERS[shop](out / shop)
    assert {name: str(value.quantize(Decimal("0.01"))) for name, value in told.items()} == {
        name: ledger[shop][name] for name in told
    }
    left = (
        told["gmv"]
        + told["shipping"]
        - sum((told[n] for n in ("refunds", "fees", "ad_spend", "cost_of_goods")), Decimal(0))
    )
    assert str(left) == ledger[shop]["contribution"]


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "large"])
def test_the_ledger_balances_on_every_preset_made_small(tmp_path: Path, name: str) -> None:
    small = replace(preset(name, tmp_path, 2), days=40, listings=14, tail=7, workers=1)
    ledger = run(small).truth["ledger"]
    assert isinstance(ledger, dict)
    for shop in _SHOPS:
        told = READERS[shop](tmp_path / shop)
        assert {key: str(value.quantize(Decimal("0.01"))) for key, value in told.items()} == {
            key: ledger[shop][key] for key in told
        }


def _digest(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_same_seed_same_bytes_whether_in_one_process_or_two(tmp_path: Path) -> None:
    for name, workers in (("a", 1), ("b", 2)):
        run(
            Options(
                tmp_path / name, shops=4, days=30, listings=12, seed=3, faults=3, decoys=2, workers=workers
            )
        )
    assert _digest(tmp_path / "a") == _digest(tmp_path / "b")


def test_presets_are_known_and_others_are_not(tmp_path: Path) -> None:
    assert [preset(name, tmp_path).out for name in PRESETS] == [tmp_path] * 4
    with pytest.raises(KeyError):
        preset("tiny", tmp_path)


def test_odd_options_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="14 days"):
        run(Options(tmp_path, days=5))
    with pytest.raises(ValueError, match="unknown faults"):
        run(Options(tmp_path, fault_keys=("nonsense",)))
    with pytest.raises(ValueError, match="unknown decoys"):
        run(Options(tmp_path, decoy_keys=("nonsense",)))
    with pytest.raises(ValueError, match="unknown platforms"):
        run(Options(tmp_path, platforms=("nonsense",)))


def test_what_is_named_is_placed_and_what_cannot_be_is_told(tmp_path: Path) -> None:
    named = Options(
        tmp_path,
        shops=1,
        days=30,
        listings=12,
        platforms=("shopify",),
        fault_keys=("vat_wrong", "commission_wrong"),
        decoy_keys=("viral_post", "weather"),
        tail=7,
        workers=1,
    )
    truth: Any = run(named).truth
    assert truth["shops"] == ["shopify"]
    assert [fault["key"] for fault in truth["faults"]] == ["vat_wrong"]
    assert truth["left_out"] == ["commission_wrong"]  # Shopify takes none
    placed = [decoy["key"] for decoy in truth["decoys"] if not decoy["key"].startswith("festival:")]
    assert placed == ["viral_post", "weather"]
