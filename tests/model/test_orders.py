from zhanggui.model.orders import ORDERS
from zhanggui.model.tables import TABLES


def test_all_of_them_are_in_the_books_once() -> None:
    names = [table.name for table in ORDERS]
    assert names[0] == "order_line"
    assert len(set(names)) == len(names)
    assert all(TABLES[name].note for name in names)
