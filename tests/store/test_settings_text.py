import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.model.shop import Shop
from zhanggui.store.settings import SettingsError, parse
from zhanggui.store.settings_text import quoted, with_name, with_shop

FILE = Path("zhanggui.toml")
WRITTEN = (
    '# mine\n[shops.jd]\nplatform = "jd"   # ours\nnames = ["a"]  # main\nlogistics = 5\n\n'
    '[extra]\nnames = ["z"]\n'
)


def test_a_new_shop_is_a_block_at_the_end() -> None:
    shop = Shop("jd-2", "jd", "CN", "CNY", "Asia/Shanghai", ('店"2',))
    text = with_shop(WRITTEN, shop)
    assert text.startswith(WRITTEN)
    assert parse(text, FILE).shops["jd-2"].shop == shop


def test_a_file_without_a_last_line_end_is_extended_too() -> None:
    text = with_shop("[books]\nminutes = 5", Shop("x", "jd", "", "CNY", "Asia/Shanghai"))
    assert parse(text, FILE).minutes == 5


def test_a_name_is_added_where_the_names_stand_and_nothing_else_changes() -> None:
    text = with_name(WRITTEN, "jd", "b", FILE)
    assert text == WRITTEN.replace('names = ["a"]  # main', 'names = ["a", "b"]  # main')


def test_a_shop_without_names_gets_the_line() -> None:
    text = with_name('[shops.jd]\nplatform = "jd"\n[extra]\nnames = ["z"]\n', "jd", "b", FILE)
    assert tomllib.loads(text)["shops"]["jd"]["names"] == ["b"]
    assert tomllib.loads(text)["extra"]["names"] == ["z"]


@pytest.mark.parametrize(
    "text", ['shops.jd.platform = "jd"\n', '[shops.jd]\nplatform = "jd"\nnames = [\n  "a",\n]\n']
)
def test_a_block_that_cannot_be_extended_safely_is_left_to_the_user(text: str) -> None:
    with pytest.raises(SettingsError, match="add_name: name=b"):
        with_name(text, "jd", "b", FILE)


@given(st.text(st.characters(codec="utf-8")))
def test_any_name_survives_quoting(name: str) -> None:
    assert tomllib.loads(f"x = {quoted(name)}")["x"] == name
