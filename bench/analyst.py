"""The script an analyst would write: the daily KPI table from CSV files, with pandas, everything in memory.

Run it on a folder with orders.csv, refunds.csv, traffic.csv, ads.csv, fees.csv and costs.csv (`bench.kpi` writes
them); it prints the number of rows of the table and its total of sales.
"""

import sys
from pathlib import Path

import pandas as pd

FEES = ["commission", "payment", "logistics", "creator", "service", "tax", "other"]
CELL = ["day", "shop"]


def table(folder: Path) -> pd.DataFrame:
    """Sales, orders, buyers, units, refunds, conversion, ROAS and margin by day, shop and platform."""
    orders = pd.read_csv(folder / "orders.csv", dtype={"order_id": str, "sku": str, "buyer": str})
    orders["day"] = pd.to_datetime(orders["paid_day"])
    orders = orders.merge(pd.read_csv(folder / "costs.csv", dtype={"sku": str}), on="sku", how="left")
    orders["cost_of_goods"] = orders["quantity"] * orders["cost"]
    sold = orders.groupby(CELL).agg(
        gmv=("paid", "sum"),
        orders=("order_id", "nunique"),
        buyers=("buyer", "nunique"),
        units=("quantity", "sum"),
        cost_of_goods=("cost_of_goods", "sum"),
    )
    refunds = pd.read_csv(
        folder / "refunds.csv", parse_dates=["settled_day", "order_day"], dtype={"order_id": str}
    )
    sold["refunds"] = refunds.groupby(["settled_day", "shop"])["amount"].sum().rename_axis(CELL)
    sold["refunds_of_orders"] = refunds.groupby(["order_day", "shop"])["amount"].sum().rename_axis(CELL)
    for name, columns in (("traffic", ["visitors"]), ("ads", ["spend", "sales"])):
        sold = sold.join(
            pd.read_csv(folder / f"{name}.csv", parse_dates=["day"]).groupby(CELL)[columns].sum()
        )
    fees = pd.read_csv(folder / "fees.csv", parse_dates=["day"])
    sold["fees"] = fees[fees["kind"].isin(FEES)].groupby(CELL)["amount"].sum()
    sold = sold.reset_index().merge(pd.read_csv(folder / "shops.csv"), on="shop", how="left")
    sold["conversion"] = sold["buyers"] / sold["visitors"]
    sold["roas"] = sold["sales"] / sold["spend"]
    net = sold["gmv"] - sold["refunds_of_orders"].fillna(0)
    sold["margin"] = (net - sold["cost_of_goods"] - sold["fees"] - sold["spend"]) / net
    return sold


if __name__ == "__main__":
    done = table(Path(sys.argv[1]))
    print(f"{len(done)} rows, sales {done['gmv'].sum():.2f}")
