"""Additions to the text of `zhanggui.toml`: everything that stands there stays, byte for byte."""

import json
import re
import tomllib
from pathlib import Path

from zhanggui.model.shop import Shop
from zhanggui.store.settings import SettingsError

_NAMES = re.compile(r"^(\s*names\s*=\s*)\[[^\]\n]*\](.*)$")
_HEADER = re.compile(r"^\s*\[")


def quoted(text: str) -> str:
    """``text`` as a TOML string; JSON's escapes are TOML's, but for DEL, which TOML refuses raw."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _list(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(quoted, names)) + "]"


def with_shop(text: str, shop: Shop) -> str:
    """``text`` with a block for a new shop at its end."""
    return text + ("" if not text or text.endswith("\n") else "\n") + _block(shop)


def _block(shop: Shop) -> str:
    lines = [
        f"\n[shops.{shop.key}]\n",
        f"platform = {quoted(shop.platform)}\n",
        f"region = {quoted(shop.region)}\n",
        f"currency = {quoted(shop.currency)}\n",
        f"zone = {quoted(shop.zone)}\n",
        f"names = {_list(shop.names)}\n",
    ]
    return "".join(lines)


def with_place(text: str, old: Shop, new: Shop) -> str:
    """``text`` with the block of ``old`` as it was first written made that of ``new``; unchanged where it is edited."""
    return text.replace(_block(old), _block(new), 1)


def with_name(text: str, key: str, name: str, file: Path) -> str:
    """``text`` with ``name`` among the names of the shop ``key``.

    Raises SettingsError, asking for it, where the block is written in a way that cannot be extended safely.
    """
    names = (*tomllib.loads(text)["shops"][key].get("names", ()), name)
    lines = text.split("\n")
    header = re.compile(rf'^\s*\[\s*shops\s*\.\s*"?{re.escape(key)}"?\s*\]')
    start = next((n for n, line in enumerate(lines) if header.match(line)), None)
    if start is not None:
        end = next((n for n in range(start + 1, len(lines)) if _HEADER.match(lines[n])), len(lines))
        place = next((n for n in range(start + 1, end) if _NAMES.match(lines[n])), None)
        if place is None:
            lines.insert(start + 1, f"names = {_list(names)}")
        else:
            lines[place] = _NAMES.sub(lambda m: f"{m[1]}{_list(names)}{m[2]}", lines[place])
        new = "\n".join(lines)
        if _as_meant(new, key, names):
            return new
    raise SettingsError(file, f"shops.{key}.names", "add_name", name=name)


def _as_meant(text: str, key: str, names: tuple[str, ...]) -> bool:
    try:
        return tuple(tomllib.loads(text)["shops"][key]["names"]) == names
    except (tomllib.TOMLDecodeError, KeyError):
        return False
