from zhanggui.model.goods import GOODS
from zhanggui.model.tables import TABLES


def test_all_of_them_are_in_the_books_once() -> None:
    names = [table.name for table in GOODS]
    assert names[0] == "listing"
    assert len(set(names)) == len(names)
    assert all(TABLES[name].note for name in names)
