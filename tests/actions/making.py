"""Actions for tests."""

from datetime import date
from decimal import Decimal

from zhanggui.actions.action import Action, Impact, Target


def make(
    name: str = "a", *, mid: str = "100", minutes: int = 10, pool: tuple[str, ...] = (), currency: str = "CNY"
) -> Action:
    amount = Decimal(mid)
    return Action(
        play="reorder",
        stage="stock",
        target=Target("sku", "taobao", name, f"title of {name}"),
        cause="runs_out",
        impact=Impact(amount / 2, amount, amount * 2, currency),
        minutes=minutes,
        role="supply",
        due=date(2026, 1, 2),
        check_on=date(2026, 1, 9),
        metric="units",
        pool=pool or ("stock", "taobao", name),
        evidence={
            "quantity": 40, "available": 3, "inbound": 0, "daily_units": 2.5, "cover": 1.2, "lead_days": 14,
        },
    )  # fmt: skip
