from pathlib import Path

from tests.simulator.books import cash, table
from tests.simulator.worlds import DAYS, view
from zhanggui.simulator.exports.adreports import (
    ad_groups,
    campaigns,
    keywords,
    search_terms,
    write_amazon_terms,
    write_google_terms,
    write_meta,
)
from zhanggui.simulator.exports.view import Quirks


def test_terms_are_unlike_within_an_ad_group() -> None:
    shop = view("amazon").shop
    named = list(zip(ad_groups(shop), search_terms(shop), strict=True))
    assert len(set(named)) == len(named)
    assert len(keywords(shop)) == len(campaigns(shop)) == shop.terms.count


def test_amazon_terms_spend_what_was_spent(tmp_path: Path) -> None:
    write_amazon_terms(view("amazon"), tmp_path)
    rows = [row for path in sorted(tmp_path.iterdir()) for row in table(path, "utf-8-sig")]
    spent = int(view("amazon").run.traffic.ad_spend[:DAYS].sum())
    assert sum(cash(row["Spend"]) for row in rows) * 100 == spent
    assert "7 Day Total Sales " in rows[0]


def test_google_and_meta_share_the_account_and_add_totals(tmp_path: Path) -> None:
    one = view("shopify")
    write_google_terms(one, tmp_path)
    write_meta(one, tmp_path)
    google = [row for path in sorted(tmp_path.glob("Search*")) for row in table(path, "utf-8", skip=2)]
    meta = [row for path in sorted(tmp_path.glob("meta*")) for row in table(path, "utf-8-sig")]
    terms = [row for row in google if not row["Search term"].startswith("Total:")]
    ads = [row for row in meta if row["Ad name"]]
    spent = sum(cash(row["Cost"]) for row in terms) + sum(cash(row["Amount spent (USD)"]) for row in ads)
    assert spent * 100 == int(one.run.traffic.ad_spend[:DAYS].sum())
    account = [row for row in google if row["Search term"] == "Total: Account"]
    assert sum(cash(row["Cost"]) for row in account) == sum(cash(row["Cost"]) for row in terms)
    totals = [row for row in meta if not row["Ad name"]]
    assert sum(cash(row["Amount spent (USD)"]) for row in totals) == sum(
        cash(r["Amount spent (USD)"]) for r in ads
    )


def test_without_footers_there_are_none(tmp_path: Path) -> None:
    one = view("shopify", quirks=Quirks(footers=False))
    write_google_terms(one, tmp_path)
    write_meta(one, tmp_path)
    assert "Total:" not in min(tmp_path.glob("Search*")).read_text()
    assert all(row["Ad name"] for row in table(min(tmp_path.glob("meta*")), "utf-8-sig"))
