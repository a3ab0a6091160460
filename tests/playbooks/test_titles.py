import pytest

from zhanggui.playbooks.titles import lost_words


@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        ("Blue Dress for Women", "blue dress", ("for", "Women")),
        ("Blue Dress", "Dress, blue", ()),
        ("Dress", "Dresses for summer", ()),
        ("Yoga mat, yoga mat 6mm", "mat", ("Yoga", "6mm")),
        ("瑜伽垫 加厚防滑", "加厚防滑 瑜伽垫", ()),
        ("加厚防滑瑜伽垫家用", "加厚防滑家用垫", ("瑜伽垫",)),
        ("加厚瑜伽垫", "加厚瑜伽", ()),
        ("纯棉T恤 男", "纯棉T恤", ()),
        ("", "x", ()),
        ("Luxe Tea Box tea box G7", "Luxe Tea Box G7", ("Tea", "Box")),
        ("Mat dress mat", "Mats and dress", ()),
    ],
)
def test_what_a_title_has_lost(before: str, now: str, lost: tuple[str, ...]) -> None:
    assert lost_words(before, now) == lost
