from decimal import Decimal

from sqlalchemy import create_engine, insert, select, text

from zhanggui.store.journal_tables import ACTION, METADATA, VERDICT, Exact


def test_decimals_are_kept_digit_by_digit() -> None:
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.begin() as connection:
        row = {"action": "a", "checked": None, "method": "m", "currency": "CNY", "code": "worked"}
        connection.execute(insert(VERDICT).values({**row, "checked": __import__("datetime").date(2024, 1, 1),
                                                   "mid": Decimal("0.1000000000000000000000001")}))  # fmt: skip
        assert connection.execute(select(VERDICT.c.mid, VERDICT.c.low)).one() == (
            Decimal("0.1000000000000000000000001"),
            None,
        )
        assert connection.execute(text("SELECT typeof(mid) FROM verdict")).scalar() == "text"
    engine.dispose()


def test_every_amount_is_exact() -> None:
    for table in (ACTION, VERDICT):
        for name in ("low", "mid", "high"):
            assert isinstance(table.c[name].type, Exact)
