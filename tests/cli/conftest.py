"""One shop folder for the tests of verbs that only read."""

from pathlib import Path

import pytest

from tests.app.shops import downloads, loaded
from zhanggui.store.folder import ShopFolder


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Path of a shop folder with Pinduoduo, Taobao and Amazon in it."""
    place = tmp_path_factory.mktemp("cli")
    loaded(ShopFolder.open(place / "shop", create=True), downloads(place / "downloads").folder)
    return place / "shop"
