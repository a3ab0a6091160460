"""`zhanggui.toml`: read, checked with messages that say what to do, and extended without touching what stands there."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zhanggui.model.money import CURRENCIES
from zhanggui.model.shop import AD_PLATFORMS, PLATFORMS, Shop

LANGUAGES = ("zh", "en")
_PLACE = re.compile(r"line (\d+), column (\d+)")
_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CHINESE = "CNY"

START = """\
# 掌柜 Zhanggui: settings of this shop folder. Change what you like: comments and order stay as they are.
# 掌柜设置文件，可随意修改；程序只会在末尾添加新店铺。

[books]
language = "zh"              # zh | en
minutes = 60                 # minutes a day for the list of things to do  每天可用分钟数
# reporting = "CNY"          # currency of totals  汇总币种；不填：有人民币店铺即 CNY，否则取最多的币种
salt = ".salt"               # file with the secret that hashes buyers' accounts; keep it with the folder
journal = "journal.sqlite"   # or the address of a PostgreSQL database shared by a team

[owners]
# Who does what is proposed, by role.  各岗位负责人
# ads = "小王"

[thresholds]
# Numbers that replace a play's own.  自定义阈值

# One block per shop; new ones are added below when a file of a new shop is loaded.  每个店铺一段
#   commission = "0.05"   share of sales the platform keeps      平台佣金比例
#   payment = "0.006"     share of sales the payment costs       支付手续费比例
#   logistics = "6.50"    what sending one order costs           每单物流费
#   dates = "mdy"         dates in its files: mdy, dmy, ymd     文件日期写法：月日年、日月年、年月日
# What is not set is unknown, never 0.  不填即未知
"""


Problem: TypeAlias = Literal[
    "toml", "encoding", "no_table", "near", "text", "share", "amount", "names", "currency", "zone", "key",
    "no_platform", "dates", "shared", "language", "minutes", "add_name", "map",
]  # fmt: skip


class SettingsError(Exception):
    """Something in a settings file cannot be used.

    ``file``; ``key`` dotted, '' for the whole file; ``problem`` and ``values``: what a sentence about it says.
    """

    def __init__(self, file: Path, key: str, problem: Problem, **values: object) -> None:
        told = ", ".join(f"{name}={value}" for name, value in values.items())
        super().__init__(": ".join(filter(None, (str(file), key, problem, told))))
        self.file = file
        self.key = key
        self.problem = problem
        self.values = values


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """A shop and what its sales cost; ``commission`` and ``payment`` are shares of sales, ``logistics`` is money
    per order in the shop's currency, None is unknown. ``dates``: 'dmy', 'mdy' or 'ymd' where its files don't tell.
    """

    shop: Shop
    commission: Decimal | None = None
    payment: Decimal | None = None
    logistics: Decimal | None = None
    dates: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole file. ``minutes`` per day; ``journal`` a file name in the folder or a database address.

    ``stated``: whether ``reporting`` is written there; else it follows from the shops.
    """

    reporting: str
    language: str = "zh"
    minutes: int = 60
    shops: Mapping[str, ShopSettings] = field(default_factory=lambda: MappingProxyType({}))
    owners: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    thresholds: Mapping[str, Decimal] = field(default_factory=lambda: MappingProxyType({}))
    journal: str = "journal.sqlite"
    salt_file: str = ".salt"
    stated: bool = False

    @property
    def usual_currency(self) -> str:
        """The currency of what is stated of all shops: the one they sell in, else the one set for totals.

        '' where they sell in several and none is set: nobody can tell.
        """
        sold = {one.shop.currency for one in self.shops.values() if one.shop.platform not in AD_PLATFORMS}
        if len(sold) == 1:
            return sold.pop()
        return self.reporting if self.stated or not sold else ""


class _Table:
    """One table of the file: takes values by key, each checked, and notices misspelt keys."""

    def __init__(self, file: Path, name: str, values: object, known: Sequence[str]) -> None:
        self.file = file
        self.name = name
        if not isinstance(values, dict):
            raise SettingsError(file, name, "no_table", name=name)
        self.values: dict[str, object] = values
        for key in values:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.8)
            if key not in known and near:
                raise SettingsError(file, self.key(key), "near", near=near[0])

    def key(self, name: str) -> str:
        return f"{self.name}.{name}"

    def text(self, key: str, default: str) -> str:
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise SettingsError(self.file, self.key(key), "text", example=default)
        return value

    def share(self, key: str) -> Decimal | None:
        value = self.amount(key)
        if value is not None and value >= 1:
            raise SettingsError(self.file, self.key(key), "share", value=value)
        return value

    def amount(self, key: str) -> Decimal | None:
        value = self.values.get(key)
        if value is None:
            return None
        try:
            number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0:
            raise SettingsError(self.file, self.key(key), "amount", value=value)
        return number

    def names(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            raise SettingsError(self.file, self.key(key), "names")
        return tuple(value)


def _currency(table: _Table, key: str, default: str) -> str:
    value = table.text(key, default)
    if value not in CURRENCIES:
        raise SettingsError(table.file, table.key(key), "currency", value=value)
    return value


def _zone(table: _Table, default: str) -> str:
    value = table.text("zone", default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(table.file, table.key("zone"), "zone", value=value) from error
    return value


_SHOP_KEYS = (
    "platform",
    "region",
    "currency",
    "zone",
    "names",
    "commission",
    "payment",
    "logistics",
    "dates",
)
_BOOK_KEYS = ("language", "minutes", "reporting", "salt", "journal")


def is_key(text: str) -> bool:
    """Whether ``text`` can be a shop's key; any other text is a name."""
    return _KEY.fullmatch(text) is not None


def defaults(platform: str) -> tuple[str, str, str]:
    """(region, currency, zone) assumed for a platform; region '' is unknown."""
    currency, zone = PLATFORMS.get(platform, PLATFORMS["other"])
    return (
        "CN" if currency == _CHINESE and platform in PLATFORMS and platform != "other" else "",
        currency,
        zone,
    )


def _shop(file: Path, key: str, values: object) -> ShopSettings:
    table = _Table(file, f"shops.{key}", values, _SHOP_KEYS)
    if not is_key(key):
        raise SettingsError(file, table.name, "key")
    if "platform" not in table.values:
        raise SettingsError(file, table.key("platform"), "no_platform", names=", ".join(sorted(PLATFORMS)))
    platform = table.text("platform", "taobao")
    region, currency, zone = defaults(platform)
    shop = Shop(
        key,
        platform,
        table.text("region", region),
        _currency(table, "currency", currency),
        _zone(table, zone),
        table.names("names"),
    )
    costs = table.share("commission"), table.share("payment"), table.amount("logistics")
    return ShopSettings(shop, *costs, _dates(table))


def _dates(table: _Table) -> str | None:
    """How the files of a shop write day and month, None where nothing is set."""
    value = table.text("dates", "")
    if value not in {"", "dmy", "mdy", "ymd"}:
        raise SettingsError(table.file, table.key("dates"), "dates", value=value)
    return value or None


def _shops(file: Path, values: object) -> dict[str, ShopSettings]:
    table = _Table(file, "shops", values, ())
    shops = {key: _shop(file, key, block) for key, block in table.values.items()}
    taken: dict[tuple[str, str], str] = {}
    for key, one in shops.items():
        for name in one.shop.names:
            other = taken.setdefault((one.shop.platform, name), key)
            if other != key:
                raise SettingsError(file, f"shops.{key}.names", "shared", name=name, other=other)
    return shops


def _language(books: _Table) -> str:
    language = books.text("language", "zh")
    if language not in LANGUAGES:
        raise SettingsError(books.file, books.key("language"), "language", value=language)
    return language


def _minutes(books: _Table) -> int:
    minutes = books.values.get("minutes", 60)
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
        raise SettingsError(books.file, books.key("minutes"), "minutes", value=minutes)
    return minutes


def _home(currencies: Sequence[str]) -> str:
    """The currency of totals where none is set; the order of the shops does not matter."""
    if not currencies or _CHINESE in currencies:
        return _CHINESE
    return min(set(currencies), key=lambda code: (-currencies.count(code), code))


def parse(text: str, file: Path) -> Settings:
    """Settings from the text of ``file``; raises SettingsError."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        at = _PLACE.search(str(error))
        line, column = (at[1], at[2]) if at else ("?", "?")
        raise SettingsError(file, "", "toml", line=line, column=column) from error
    books = _Table(file, "books", data.get("books", {}), _BOOK_KEYS)
    owners = _Table(file, "owners", data.get("owners", {}), ())
    limits = _Table(file, "thresholds", data.get("thresholds", {}), ())
    shops = _shops(file, data.get("shops", {}))
    sells = [one.shop.currency for one in shops.values() if one.shop.platform not in AD_PLATFORMS]
    usual = _home(sells or [one.shop.currency for one in shops.values()])
    numbers = {key: limits.amount(key) for key in limits.values}
    return Settings(
        _currency(books, "reporting", usual),
        _language(books),
        _minutes(books),
        MappingProxyType(shops),
        MappingProxyType({key: owners.text(key, "小王") for key in owners.values}),
        MappingProxyType({key: number for key, number in numbers.items() if number is not None}),
        books.text("journal", "journal.sqlite"),
        books.text("salt", ".salt"),
        "reporting" in books.values,
    )


def read_settings(path: Path) -> Settings:
    """Settings of the file at ``path``; raises SettingsError, also when it is not UTF-8."""
    try:
        return parse(path.read_text("utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise SettingsError(path, "", "encoding") from error
