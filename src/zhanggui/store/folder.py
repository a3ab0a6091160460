"""The shop folder: where everything of a shop is, and which shop a file belongs to."""

import re
import secrets
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from errno import EIO
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from zhanggui.model.shop import AD_PLATFORMS, OWN_SITES, Shop, market_key
from zhanggui.store import files
from zhanggui.store.archive import Archive
from zhanggui.store.asof import as_of_file
from zhanggui.store.books import Books, Reading
from zhanggui.store.load import StatedShop
from zhanggui.store.lock import Holder, held
from zhanggui.store.ownership import OWN
from zhanggui.store.refusals import NoShopFolderError, ShopUnknownError
from zhanggui.store.settings import (
    START,
    Settings,
    ShopSettings,
    defaults,
    is_key,
    read_settings,
)
from zhanggui.store.settings_text import with_name, with_place, with_shop
from zhanggui.store.undo import settle
from zhanggui.store.writer import Writer

if TYPE_CHECKING:
    from zhanggui.store.journal import Journal

SETTINGS = "zhanggui.toml"


def is_shop(path: Path) -> bool:
    """Whether a shop folder is at ``path``."""
    return (path / SETTINGS).is_file()


class ShopFolder:
    """A shop folder that is open. Made by `open`; holds no lock and no connection of its own."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.archive = Archive(path / "archive")
        self.books = Books(path / "books", path / "books" / "scratch")
        self.formats = path / "formats"
        self._reserved: dict[tuple[str, str], str] = {}
        self._money: dict[str, str] = {}
        self._told: dict[tuple[str, str | None], StatedShop] = {}

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> "ShopFolder":
        """Open the folder at ``path``, making what is missing.

        Raises NoShopFolderError when it is none and ``create`` is False, SettingsError when its settings cannot
        be used.
        """
        if not is_shop(path):
            if not create:
                raise NoShopFolderError(str(path))
            path.mkdir(parents=True, exist_ok=True)
            with held(path / ".lock", "zhanggui"):
                if not is_shop(path):
                    files.write(path / SETTINGS, START.encode())
        folder = cls(path, read_settings(path / SETTINGS))
        for part in (folder.archive.home, folder.books.home, folder.books.scratch, folder.formats):
            part.mkdir(exist_ok=True)
        folder.salt  # noqa: B018  # made now, before two processes need it at once
        if not (folder.books.home / "CURRENT").is_file():
            with held(folder.books.lock, "zhanggui"):
                folder.books.found()
        return folder

    @property
    def salt(self) -> bytes:
        """The secret that hashes buyers' accounts, readable by its owner alone; made when missing."""
        place = self.path / self.settings.salt_file
        if not place.is_file():
            with held(self.path / ".lock", "zhanggui"):
                if not place.is_file():
                    files.write(place, (secrets.token_hex(32) + "\n").encode(), 0o600)
        return bytes.fromhex(place.read_text("ascii").strip())

    def map_files(self) -> tuple[Path, ...]:
        """The user's own maps, sorted."""
        return tuple(sorted(self.formats.glob("*.toml")))

    def shop(self, key: str) -> Shop:
        """The shop ``key``; raises KeyError."""
        return self.settings.shops[key].shop

    # --- which shop ---------------------------------------------------------------------------------

    def _of(self, platform: str) -> tuple[Shop, ...]:
        return tuple(one.shop for one in self.settings.shops.values() if one.shop.platform == platform)

    def _served_by(self, platform: str) -> tuple[Shop, ...]:
        """The shop that an advertising account works for: the only one with a site of its own, else none."""
        if platform not in AD_PLATFORMS:
            return ()
        sites = tuple(one.shop for one in self.settings.shops.values() if one.shop.platform in OWN_SITES)
        return sites if len(sites) == 1 else ()

    def find_shop(self, platform: str, name: str) -> str | None:
        """Key of the shop that files of ``platform`` call ``name``; None when nobody knows it.

        The merchant's own templates may name any shop, by key or by name.
        """
        if platform == OWN and name in self.settings.shops:
            return name
        for one in self.settings.shops.values():
            if name in one.shop.names and platform in {one.shop.platform, OWN}:
                return one.shop.key
        return None

    def resolve_shop(self, platform: str, stated: str | None, forced: str | None = None) -> str:
        """Key of the shop of rows of ``platform`` that state ``stated``; ``forced`` wins over both.

        ``forced`` is a key, else a name by which files of the platform call a shop, else a new shop's key or name.
        Unknown shops are made (and written to the settings); ShopUnknownError when nothing is stated and the
        platform has several shops, or when a template of the merchant's own names a shop that does not exist.
        """
        if forced is not None:
            return self._forced(platform, forced)
        if not stated:
            return self._only(platform)
        return self.register_shops([StatedShop(platform, stated)])[platform, stated]

    def _forced(self, platform: str, named: str) -> str:
        """Key of the shop that the user names."""
        if named in self.settings.shops:
            return named
        if self.find_shop(platform, named) is not None or platform == OWN or not is_key(named):
            return self._register(StatedShop(platform, named), None)
        self._add(self._new(StatedShop(platform, None), named))
        return named

    def _only(self, platform: str) -> str:
        if platform == OWN:
            return ""
        shops = self._chosen(platform) or self._served_by(platform) or self._of(platform)
        keys = {shop.key for shop in shops} | {
            key for (of, _), key in self._reserved.items() if of == platform
        }
        if len(keys) > 1:
            raise ShopUnknownError(platform, None, tuple(sorted(keys)))
        if not shops:
            self._add(self._new(StatedShop(platform, None), next(iter(keys), self._free(platform))))
            shops = self._of(platform)
        return shops[0].key

    def _chosen(self, platform: str) -> tuple[Shop, ...]:
        """Shops of a platform; of advertising accounts only those that somebody named or changed.

        An account that stands as it was first made, for want of a site that it could serve, is no choice: as soon
        as there is one site, it serves that one, whichever file came first.
        """
        shops = self._of(platform)
        if platform not in AD_PLATFORMS:
            return shops
        return tuple(
            shop
            for shop in shops
            if not re.fullmatch(rf"{platform}(-\d+)?", shop.key)
            or self.settings.shops[shop.key] != ShopSettings(self._new(StatedShop(platform, None), shop.key))
        )

    def sells_in(self, platform: str, currency: str) -> None:
        """A file of a platform states its money: shops that it makes trade in it, unless they state their own."""
        self._money[platform] = currency

    def introduce(self, stated: StatedShop) -> None:
        """A file says where a shop is, or (without a name) where its platform's shops are, before it makes one."""
        self._told[stated.platform, stated.name] = stated

    def calls(self, key: str, platform: str, name: str) -> None:
        """Remember that files of ``platform`` call the shop ``key`` by ``name``; a template's names are keys."""
        if platform != OWN and name not in self.shop(key).names:
            self._edit(lambda text: with_name(text, key, name, self.path / SETTINGS))

    def sells_on(self, key: str, platform: str) -> bool:
        """Whether files of ``platform`` can state the shop ``key`` by name."""
        return platform == OWN or self.shop(key).platform == platform

    def reserve(self, stated: Iterable[StatedShop]) -> None:
        """Decide the keys of all shops that the files of one load call state, whichever of them is read first.

        A shop is made when rows of it are kept, under the key reserved here; the next call forgets the others.
        """
        self._reserved = {}
        taken = set(self.settings.shops)
        given: set[str] = set()
        for one in sorted(set(stated), key=lambda one: (one.platform, one.name or "")):
            if not one.name or one.platform == OWN or self.find_shop(one.platform, one.name) is not None:
                continue
            shops = self._of(one.platform)
            nameless = len(shops) == 1 and not shops[0].names and shops[0].key not in given
            key = shops[0].key if nameless else self._fitting(one, taken)
            given.add(key)
            taken.add(key)
            self._reserved[one.platform, one.name] = key

    def register_shops(
        self, stated: Iterable[StatedShop], forced: str | None = None
    ) -> dict[tuple[str, str | None], str]:
        """Keys of the shops that the files of one load call state, unknown ones made in the order of their names.

        The first name of a platform whose only shop has none yet becomes that shop's name; the first shop of a
        platform has the platform's name as key, the next ``-2`` and so on; marketplaces have keys of their own (see
        `market_key`). What cannot be told (see `resolve_shop`) is left out.
        """
        found: dict[tuple[str, str | None], str] = {}
        ordered = sorted(set(stated), key=lambda one: (one.platform, one.name is None, one.name or ""))
        for one in ordered:
            try:
                key = self._register(one, forced)
            except ShopUnknownError:
                continue
            found[one.platform, one.name] = key
        return found

    def _register(self, stated: StatedShop, forced: str | None) -> str:
        if forced is not None or not stated.name:
            return self.resolve_shop(stated.platform, None, forced)
        known = self.find_shop(stated.platform, stated.name)
        if known is not None:
            return known
        if stated.platform == OWN:
            raise ShopUnknownError(OWN, stated.name, tuple(self.settings.shops))
        shops = self._of(stated.platform)
        first = shops[0].key if len(shops) == 1 and not shops[0].names else ""
        key = self._reserved.get((stated.platform, stated.name), first)
        if key in self.settings.shops and not self.shop(key).names:
            self._place(stated, key)
            self.calls(key, stated.platform, stated.name)
            return key
        if not key or key in self.settings.shops:
            key = self._fitting(stated)
        self._add(self._new(stated, key))
        return key

    def _place(self, stated: StatedShop, key: str) -> None:
        """Let a shop that stands as a file without a name made it be where the marketplace is that is now named."""
        plain = self._new(StatedShop(stated.platform, None), key)
        if (stated.platform, stated.name) in self._told and self.settings.shops[key] == ShopSettings(plain):
            self._edit(lambda text: with_place(text, plain, replace(self._new(stated, key), names=())))

    def _fitting(self, stated: StatedShop, taken: Container[str] | None = None) -> str:
        """A free key for a shop that is named: that of its marketplace, whichever comes first, else the next one."""
        taken = self.settings.shops.keys() | self._reserved.values() if taken is None else taken
        key = market_key(stated.platform, stated.name or "")
        return key if key and key not in taken else self._free(stated.platform, taken)

    def _free(self, platform: str, taken: Container[str] | None = None) -> str:
        """A key for a shop of ``platform`` that none has, nor is among ``taken``."""
        taken = self.settings.shops.keys() | self._reserved.values() if taken is None else taken
        key, number = platform, 1
        while key in taken:
            number += 1
            key = f"{platform}-{number}"
        return key

    def _new(self, stated: StatedShop, key: str) -> Shop:
        region, currency, zone = defaults(stated.platform)
        currency = self._money.get(stated.platform, currency)
        every = self._told.get((stated.platform, None), stated)
        told = self._told.get((stated.platform, stated.name), every)
        return Shop(
            key,
            stated.platform,
            stated.region or told.region or region,
            stated.currency or told.currency or currency,
            stated.zone or told.zone or zone,
            (stated.name,) if stated.name else (),
        )

    def _add(self, shop: Shop) -> None:
        self._edit(lambda text: with_shop(text, shop))

    def _edit(self, change: Callable[[str], str]) -> None:
        """Change the settings file as it is now on disk, and read it again."""
        path = self.path / SETTINGS
        with held(self.path / ".lock", "zhanggui"):
            files.write(path, change(path.read_text("utf-8-sig")).encode())
        self.settings = read_settings(path)

    def shop_settings(self, key: str) -> ShopSettings:
        """Shop and fees of ``key``; raises KeyError."""
        return self.settings.shops[key]

    # --- books and journal --------------------------------------------------------------------------

    @contextmanager
    def writer(
        self, owner: str, on_wait: Callable[[Holder], None] | None = None, *, fresh: bool = False
    ) -> Iterator[Writer]:
        """The only writer there is, waited for; ``fresh`` starts from empty books.

        What was applied is published when the block ends well, and given up when it raises. Raises OSError when
        the books cannot be written (a full disk).
        """
        with held(self.books.lock, owner, on_wait):
            self.settings = read_settings(self.path / SETTINGS)  # who wrote before may have made shops
            settle(self)
            writer = Writer(self, fresh=fresh)
            try:
                yield writer
                writer.finish()
            except duckdb.IOException as error:
                raise OSError(EIO, str(error).split("\n", maxsplit=1)[0], str(self.books.home)) from error
            finally:
                writer.close()

    def read(self, as_of: date | None = None) -> Reading:
        """The books as they are, or as they were known at the end of the day ``as_of``."""
        if as_of is None:
            return Reading(self.books)
        return Reading(self.books, lambda generation: as_of_file(self.books, generation, as_of))

    def journal(self) -> "Journal":
        """The journal, brought up to date; a file of the folder unless the settings name a database."""
        from zhanggui.store.journal import Journal  # noqa: PLC0415  # slow to import, and not every verb needs it

        address = self.settings.journal
        return Journal.open(address if "://" in address else f"sqlite:///{(self.path / address).resolve()}")
