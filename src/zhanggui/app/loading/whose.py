"""Whose file it is that names no shop: the folder that it lies in may say so."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from zhanggui.store.folder import ShopFolder
from zhanggui.store.settings import Settings

SEVERAL = 2
NEAR = 4  # folders around a file that may name its shop


def shop_of_folder(settings: Settings, platform: str, path: Path, member: str) -> str | None:
    """Key of the shop of ``platform`` that a folder around ``path`` is named after, the nearest first.

    ``member``: the name within a zip. A key that the product chose itself (``pdd``, ``pdd-2``) names no folder: a
    folder of that name is one of the platform.
    """
    inner = PurePosixPath(member).parts[1:-1]
    around = [*reversed(inner), *(parent.name for parent in path.resolve().parents)][:NEAR]
    names = {
        name.casefold(): one.shop.key
        for one in settings.shops.values()
        if one.shop.platform == platform
        for name in (one.shop.key, *one.shop.names)
        if not chosen(name, platform)
    }
    return next((names[name.casefold()] for name in around if name.casefold() in names), None)


def chosen(key: str, platform: str) -> bool:
    """Whether the product itself made ``key`` for a shop of ``platform``."""
    head, _, tail = key.partition("-")
    return head == platform and (not tail or tail.isdecimal())


def only_shop(settings: Settings, platform: str) -> str | None:
    """Key of the platform's only shop; None where there is none or several."""
    keys = [one.shop.key for one in settings.shops.values() if one.shop.platform == platform]
    return keys[0] if len(keys) == 1 else None


def shop_beside(stated: Mapping[tuple[str, Path], set[str]], platform: str, place: Path) -> str | None:
    """The name that the files of ``platform`` in the folder ``place`` state, where each folder is of one shop.

    ``stated``: what the files of one load call state, by platform and folder. It counts only where several folders
    state a shop, each its own: one folder alone may hold the files of two.
    """
    folders = {where: names for (of, where), names in stated.items() if of == platform and names}
    shops: dict[str, set[Path]] = defaultdict(set)
    for where, names in folders.items():
        for name in names:
            shops[name].add(where)
    apart = len(shops) == len(folders) >= SEVERAL and all(len(names) == 1 for names in folders.values())
    if not apart or any(len(places) > 1 for places in shops.values()):
        return None
    return next(iter(folders.get(place, ())), None)


class Called(Mapping[str, str]):
    """Shops by key with what people call them: those of several of one platform whose key the product chose itself.

    It is what the settings of ``folder`` say when it is asked.
    """

    def __init__(self, folder: ShopFolder) -> None:
        self._folder = folder
        self._read: tuple[Settings, dict[str, str]] | None = None

    def _names(self) -> dict[str, str]:
        settings = self._folder.settings
        if self._read is None or self._read[0] is not settings:
            shops = [one.shop for one in settings.shops.values()]
            many = Counter(one.platform for one in shops)
            names = {
                one.key: one.names[0]
                for one in shops
                if one.names and many[one.platform] > 1 and chosen(one.key, one.platform)
            }
            self._read = settings, names
        return self._read[1]

    def __getitem__(self, key: str) -> str:
        """The name; KeyError of a shop whose key is what people read."""
        return self._names()[key]

    def __iter__(self) -> Iterator[str]:
        """The keys of shops that have another name."""
        return iter(self._names())

    def __len__(self) -> int:
        """How many have one."""
        return len(self._names())
