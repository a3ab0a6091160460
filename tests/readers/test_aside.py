import pytest

from zhanggui.readers.aside import aside


@pytest.mark.parametrize("name", ["主图.JPG", "a.b.pdf", "方案.docx", "truth.json", "setup.exe", "直播.mp4"])
def test_pictures_films_documents_and_programs_hold_no_table(name: str) -> None:
    assert aside(name)


@pytest.mark.parametrize(
    "name", ["订单", "a.csv", "b.XLS", "c.xlsx", "d.zip", "e.txt", "pdf", "f.html", "g.rar", "h.et", ".pdf"]
)
def test_whatever_may_be_an_export_is_opened(name: str) -> None:
    assert not aside(name)
