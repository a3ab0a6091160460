from dataclasses import replace
from datetime import date, datetime

from tests.store.staging import File, Hand, record
from zhanggui.store.load import LoadRecord, load_id

FILE = File("a.csv", {})
STAGED = Hand({}, 0, 0, {})


def test_the_id_of_a_load_is_its_content_and_what_decides_its_rows() -> None:
    base = record(FILE)
    seen = {
        load_id(STAGED, base, ""),
        load_id(STAGED, replace(base, hash="other"), ""),
        load_id(STAGED, replace(base, forced="jd"), ""),
        load_id(STAGED, replace(base, day=date(2024, 5, 1)), ""),
        load_id(STAGED, replace(base, date_order="mdy"), ""),
        load_id(STAGED, replace(base, map="m"), ""),
        load_id(STAGED, base, "jd"),
        load_id(replace(STAGED, format="other"), base, ""),
        load_id(replace(STAGED, first_day=date(2024, 5, 1)), base, ""),
        load_id(replace(STAGED, last_day=date(2024, 5, 1)), base, ""),
        load_id(replace(STAGED, exported=datetime(2024, 5, 1)), base, ""),
    }
    assert len(seen) == 11
    assert all(len(one) == 32 for one in seen)


def test_names_and_times_of_loading_are_no_part_of_it() -> None:
    base = record(FILE)
    other = replace(
        base, file="b.csv", name="b.csv", loaded_at=datetime(2030, 1, 1), file_time=datetime(2030, 1, 1)
    )
    assert isinstance(other, LoadRecord)
    assert load_id(STAGED, base, "") == load_id(STAGED, other, "")
