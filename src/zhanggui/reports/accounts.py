"""What shops and items earned, in words: headings, rows and what is to be known of them, for every renderer."""

from collections.abc import Iterable

from zhanggui.metrics.catalogue import CATALOGUE
from zhanggui.reports.briefing import Account, Earner
from zhanggui.reports.phrases import Phrases

LITTLE = 0.01  # share of sales of items without a known profit, below which nothing is said


def heads(account: Account, phrases: Phrases) -> list[str]:
    """Names of the columns, the one of shops or items first."""
    first = "heading.shop" if account.kind == "shops" else "heading.of_listings"
    return [phrases.texts.say(first), *(phrases.texts.say(f"account.{name}") for name in account.columns)]


def unit(name: str) -> str:
    """Unit of a column."""
    known = CATALOGUE.get(name)
    return "money" if known is None else str(known.unit)


def name(account: Account, row: Earner, phrases: Phrases) -> str:
    """The shop, or the item by its code, title and, where there are several shops, its shop."""
    several = len({one.shop for one in account.rows}) > 1
    if not row.ident:
        return phrases.shop(row.shop)
    title = "" if row.title == row.ident else row.title
    words = [row.ident, title, f"({phrases.shop(row.shop)})" if several else ""]
    return " ".join(word for word in words if word)


def cells(account: Account, row: Earner | None, phrases: Phrases) -> list[str]:
    """The figures of a row, of the total for None; cents are left out."""
    figures = (account.total or ()) if row is None else row.figures
    style = phrases.style
    return [
        style.money(value, account.currency, cents=False)
        if unit(column) == "money"
        else phrases.figure(value, unit(column), account.currency)
        for column, value in zip(account.columns, figures, strict=True)
    ]


def noted(accounts: Iterable[Account], phrases: Phrases) -> list[tuple[Account, list[str]]]:
    """Every account with what is to be known of its figures, a sentence each; none is said twice."""
    said: dict[str, None] = {}
    out = []
    for account in accounts:
        new = [note for note in _notes(account, phrases) if note not in said]
        said |= dict.fromkeys(new)
        out.append((account, new))
    return out


def _notes(account: Account, phrases: Phrases) -> list[str]:
    told = [phrases.texts.say("account.young")] if account.young else []
    if account.kind != "shops" and account.profit != "contribution":
        told.append(phrases.texts.say(f"account.only_{account.profit}"))
    if account.unknown >= LITTLE:
        told.append(phrases.texts.say("account.unknown", share=phrases.style.share(account.unknown, 1)))
    for measure, share in account.bare:
        values = {"measure": phrases.metric(measure), "share": phrases.style.share(share, 1)}
        told.append(phrases.texts.say("account.bare", **values))
    return told
