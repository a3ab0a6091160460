from zhanggui.model.issue import NOTICE, Issue
from zhanggui.reports.briefing import ReadFile
from zhanggui.reports.phrases import Phrases
from zhanggui.reports.reading import problems, unopened

EN = Phrases("en")


def told(file: str, code: str, level: str = "refused", status: str = "refused") -> ReadFile:
    return ReadFile(file, None, None, 0, 0, 0, (Issue(file, 0, "", code, level=level),), status)


NOTES = [told(f"note{n}.txt", "not_a_table") for n in range(5)]


def test_files_without_a_table_are_told_together_after_what_failed() -> None:
    read = [*NOTES, told("orders.xlsx", "password"), told("old.csv", "same_file", NOTICE, "same")]
    lines = problems(read, EN, noted=False)
    assert [line.file for line in lines] == ["orders.xlsx", "note0.txt, note1.txt, note2.txt and 2 more"]
    assert all(line.row == line.found == "" for line in lines)
    assert [line.file for line in problems(NOTES[:2], EN, noted=False)] == ["note0.txt", "note1.txt"]
    assert problems(read, EN, noted=True) == []


def test_what_is_wrong_in_many_files_alike_is_told_once() -> None:
    def unknown(file: str, header: str) -> ReadFile:
        issue = Issue(file, 1, "", "unknown_format", header, "refused")
        return ReadFile(file, None, None, 0, 0, 0, (issue,), "refused")

    daily = [unknown(f"{day}.csv", "InvoiceNo StockCode") for day in range(1, 6)]
    lines = problems([daily[0], unknown("a.csv", "Name"), *daily[1:]], EN, noted=False)
    assert [(line.file, line.row, line.found) for line in lines] == [
        ("1.csv, 2.csv, 3.csv and 2 more", "1", "InvoiceNo StockCode"),
        ("a.csv", "1", "Name"),
    ]


def test_what_was_read_with_something_to_know_stands_apart() -> None:
    odd = Issue("a.csv", 7, "Paid", "ancient_date", "1970-01-01", NOTICE)
    (line,) = problems([ReadFile("a.csv", "x", "y", 9, 9, 0, (odd,))], EN, noted=True)
    assert (line.file, line.row, line.column, line.found) == ("a.csv", "7", "Paid", "1970-01-01")


def test_pictures_are_counted_in_one_line() -> None:
    pictures = [told(f"{n}.jpg", "not_looked_at", NOTICE, "aside") for n in range(4)]
    assert problems(pictures, EN, noted=True) == []
    assert "0.jpg, 1.jpg, 2.jpg and 1 more" in unopened([*NOTES, *pictures], EN)
    assert "4 " in unopened(pictures, EN)
    assert unopened(NOTES, EN) == ""
