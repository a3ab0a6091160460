"""One recognised table into the books: staged, asked whose it is, merged; and what is told of it."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from zhanggui.app.loading import whose
from zhanggui.app.loading.bundles import Bundles
from zhanggui.model.issue import NOTICE, Issue
from zhanggui.model.shop import AD_PLATFORMS, MARKETS, PLATFORMS
from zhanggui.readers import Context, Format, Formats, Found, Staged, offsets, release, shown_name, stage
from zhanggui.reports.briefing import ReadFile
from zhanggui.store import plans
from zhanggui.store.folder import ShopFolder
from zhanggui.store.load import Applied, LoadRecord, StatedShop
from zhanggui.store.ownership import OWN
from zhanggui.store.refusals import ShopUnknownError
from zhanggui.store.settings import ShopSettings
from zhanggui.store.stranger import stranger
from zhanggui.store.writer import Writer

LATE = AD_PLATFORMS | {OWN}  # their files state no shop of a platform, and serve those of others
# Where a file lies beside the platform's other files of the same call; '' asks nothing.
Neighbour = Literal["", "beside", "apart"]


def refused(found: Found) -> ReadFile:
    """A table that could not be recognised."""
    return ReadFile(found.name, None, None, 0, 0, 0, found.issues, "refused")


def unreadable(path: Path, error: Exception) -> ReadFile:
    """A file that the system would not open or read to its end, or that holds a figure beyond all bounds."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error).split("\n")[0]
    issue = Issue(shown_name(path), 0, "", "unreadable_file", said[:80])
    return ReadFile(issue.file, None, None, 0, 0, 0, (issue,), "refused")


def context(folder: ShopFolder, platform: str, record: LoadRecord) -> Context:
    """What a reader has to know of the shop before it reads: its zone and currency, the salt, today."""
    currency, zone = PLATFORMS.get(platform, PLATFORMS["other"])
    order = record.date_order
    known = _known(folder, platform, record.forced)
    if known is not None:
        currency, zone, order = known.shop.currency, known.shop.zone, order or known.dates
    elif platform == OWN:
        currency = folder.settings.usual_currency
    return Context(
        salt=folder.salt,
        today=record.loaded_at.date(),
        zone=zone,
        currency=currency,
        day=record.day,
        date_order=order if order in {"dmy", "mdy", "ymd"} else None,
        currencies=_currencies(folder, platform),
    )


def _currencies(folder: ShopFolder, platform: str) -> tuple[tuple[str, str], ...]:
    """The currency of each shop by the names that rows of a platform's files may state; in templates keys as well."""
    shops = [one.shop for one in folder.settings.shops.values()]
    named = {name: one.currency for one in shops if platform in {one.platform, OWN} for name in one.names}
    keys = {one.key: one.currency for one in shops} if platform == OWN else {}
    return tuple(sorted((named | keys).items()))


def priced(folder: ShopFolder, platform: str, record: LoadRecord) -> str:
    """What a load's record says of the currency of rows that state none: see `LoadRecord`."""
    return (folder.settings.usual_currency or "?") if platform == OWN and record.forced is None else ""


def _known(folder: ShopFolder, platform: str, forced: str | None) -> ShopSettings | None:
    """The shop that a file is most likely of; None where nobody knows, or where the file itself will make it."""
    if forced is not None:
        key = forced if forced in folder.settings.shops else folder.find_shop(platform, forced)
        return None if key is None else folder.shop_settings(key)
    if platform not in LATE and all(one.shop.platform != platform for one in folder.settings.shops.values()):
        return None
    return _made(folder, platform, None)


def _made(folder: ShopFolder, platform: str, forced: str | None) -> ShopSettings | None:
    """The shop of a file that states none, made where there is none yet; None where nobody can tell."""
    try:
        return folder.shop_settings(folder.resolve_shop(platform, None, forced))
    except (ShopUnknownError, KeyError):
        return None


def apply(
    folder: ShopFolder,
    writer: Writer,
    found: Found,
    how: tuple[Formats, LoadRecord],
    *,
    ask: Neighbour = "",
    bundles: Bundles | None = None,
) -> ReadFile:
    """Stage one recognised table and merge it into the books.

    ``ask``: not where it seems to be of another shop than the platform's other files, which lie beside it or apart.
    ``bundles``: where small files of its kind may have been read with it.
    """
    known, record = how
    platform = known.get(found.format or "").platform
    record = replace(record, currency=priced(folder, platform, record))
    about = context(folder, platform, record)
    bound = bundles.staged(writer.con, found, about) if bundles else None
    staged = bound or stage(writer.con, found, about)
    if not staged.tables:
        if any(issue.code == "ambiguous_dates" for issue in staged.issues):
            _made(folder, platform, record.forced)  # its settings are where she answers
        release(writer.con, found)
        told = staged.rows, staged.kept, staged.refused
        return ReadFile(found.name, staged.format, None, *told, staged.issues, "refused")
    doubt = _doubt(folder, writer, staged, (record, ask))
    if doubt is not None:
        release(writer.con, found)
        return ReadFile(
            found.name, staged.format, None, staged.rows, 0, staged.rows, (*staged.issues, doubt), "refused"
        )
    _introduce(folder, known.get(staged.format), found, staged)
    unnamed = _unnamed(writer, staged, found.name)
    applied = writer.apply(staged, record)
    if bound is None:
        release(writer.con, found)
    lost = staged.kept - applied.kept if applied.status != "same" else 0
    return ReadFile(
        found.name,
        staged.format,
        ", ".join(applied.shops) or None,
        staged.rows,
        staged.kept - lost,
        staged.refused + lost,
        (
            *staged.issues,
            *unnamed,
            *applied.issues,
            *_partial(writer, staged, found.name, applied),
            *_elsewhere(folder, found, applied),
        ),
        applied.status,
    )


def _unnamed(writer: Writer, staged: Staged, file: str) -> list[Issue]:
    """The notice of advertising by plan that names no plan: nothing tells it from another file's of the same days."""
    rows = plans.unnamed(writer.con, staged.tables["ad"]) if "ad" in staged.tables else 0
    return [Issue(file, 0, "", "plans_unnamed", str(rows), NOTICE)] if rows else []


def _partial(writer: Writer, staged: Staged, file: str, applied: Applied) -> list[Issue]:
    """The notice of days of which only parts of the advertising are told, each by another report."""
    if "ad" not in staged.tables or applied.status not in ("applied", "replaced"):
        return []
    told = plans.partial(writer.con, applied.load)
    return [Issue(file, 0, "", "ads_partial", f"{channel} ({days})", NOTICE) for channel, days in told]


def _elsewhere(folder: ShopFolder, found: Found, applied: Applied) -> list[Issue]:
    """The notice that a file's clocks are not those of its shop: its days are those that it writes."""
    known = [folder.settings.shops[key] for key in applied.shops if key in folder.settings.shops]
    if applied.status == "refused" or len(known) != 1:
        return []
    zone = known[0].shop.zone
    other = offsets.elsewhere(offsets.stated(found), zone)
    return [Issue(found.name, 0, "", "other_zone", other, NOTICE)] if other else []


def _introduce(folder: ShopFolder, item: Format, found: Found, staged: Staged) -> None:
    """Tell the folder where the shops are that the file may make: by its market, or by the offsets of its clocks."""
    rule = item.shop
    for name in sorted(set(staged.stated) & (rule.zones.keys() | rule.regions.keys())):
        zone, region = rule.zones.get(name, ""), rule.regions.get(name, "")
        folder.introduce(StatedShop(item.platform, name, region, rule.currencies.get(name, ""), zone))
    if any(one.shop.platform == item.platform for one in folder.settings.shops.values()):
        return
    currency, usual = PLATFORMS.get(item.platform, PLATFORMS["other"])
    zone = offsets.zone_of(offsets.stated(found), usual, currency)
    if zone:
        folder.introduce(StatedShop(item.platform, None, zone=zone))


def _doubt(
    folder: ShopFolder, writer: Writer, staged: Staged, how: tuple[LoadRecord, Neighbour]
) -> Issue | None:
    """The question whether a file that names no shop is of the shop that it would go to."""
    record, ask = how
    stated = [name for name in staged.stated if name]
    if not ask or staged.platform in LATE or (stated and staged.platform not in MARKETS):
        return None
    named = folder.find_shop(staged.platform, stated[0]) if len(stated) == 1 else None
    key = record.forced or named or whose.only_shop(folder.settings, staged.platform)
    return stranger(writer.con, staged, key, record.file, apart=ask == "apart") if key else None
