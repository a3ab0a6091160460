from zhanggui.model.tables import TABLES
from zhanggui.model.traffic import TRAFFIC


def test_all_of_them_are_in_the_books_once() -> None:
    names = [table.name for table in TRAFFIC]
    assert names[0] == "traffic_shop"
    assert len(set(names)) == len(names)
    assert all(TABLES[name].note for name in names)
