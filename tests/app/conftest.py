"""One small shop for all tests of use cases that only read; writing tests make their own."""

import shutil
from pathlib import Path

import pytest

from tests.app.shops import downloads, loaded
from zhanggui.store.folder import ShopFolder


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> ShopFolder:
    """Pinduoduo, Taobao and Amazon in one shop folder."""
    place = tmp_path_factory.mktemp("shop")
    folder = ShopFolder.open(place / "shop", create=True)
    loaded(folder, downloads(place / "downloads").folder)
    return folder


@pytest.fixture
def own(shop: ShopFolder, tmp_path: Path) -> ShopFolder:
    """The same in a folder of the test's own, to be written to."""
    shutil.copytree(shop.path, tmp_path / "shop")
    return ShopFolder.open(tmp_path / "shop")


@pytest.fixture
def empty(tmp_path: Path) -> ShopFolder:
    """A shop folder without any books."""
    return ShopFolder.open(tmp_path / "shop", create=True)
