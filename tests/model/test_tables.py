from zhanggui.model.tables import SQL_TYPES, SYSTEM, TABLES


def test_every_key_and_day_is_a_column_and_names_are_unique() -> None:
    for table in TABLES.values():
        assert set(table.key) <= set(table.names), table.name
        assert table.day is None or table.column(table.day).type == "day", table.name
        assert len(set(table.names)) == len(table.names), table.name
        assert table.names[0] == "shop"
        assert not set(table.names) & {column.name for column in SYSTEM}
        assert all(column.type in SQL_TYPES for column in table.columns)
        assert all(table.column(name).type in {"id", "text", "day", "count"} for name in table.key)


def test_money_has_a_currency_beside_it() -> None:
    for table in TABLES.values():
        if any(column.type == "money" for column in table.columns):
            assert "currency" in table.names, table.name


def test_personal_data_has_no_place() -> None:
    banned = ("phone", "address", "email", "receiver", "nick", "buyer_name")
    assert not [c.name for t in TABLES.values() for c in t.columns if any(word in c.name for word in banned)]


def test_every_column_is_explained() -> None:
    assert not [f"{t.name}.{c.name}" for t in TABLES.values() for c in t.columns if not c.note]
