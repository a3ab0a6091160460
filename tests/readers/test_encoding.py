"""The bytes say in which encoding they are written."""

from pathlib import Path

import pytest

from zhanggui.readers.encoding import SAMPLE, Encoding, broken, decode, sniff, transcode

CHINESE = "订单编号,买家会员名,总金额\n1,张三李四,12.00\n2,王小镕,3\n"
JAPANESE = "order-id\tproduct-name\n1\t日本語のテスト商品\n2\tカタカナ\n"
TAIWAN = "訂單編號,買家帳號,商品名稱\n1,王小明,紅茶茶葉組\n2,林美玲,烏龍茶\n"
THAI = "หมายเลขคำสั่งซื้อ,ชื่อสินค้า\n1,เสื้อยืด\n2,แก้วน้ำ โปรโมชั่น\n"
GERMAN = "order-id,name\n1,Schöne Grüße für München\n2,Café – 5 €\n"


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16", "utf-16-le"),
        ("a,b,c\n1,2,3\n", "utf-16-be", "utf-16-be"),
        (JAPANESE, "cp932", "cp932"),
        (TAIWAN, "big5", "cp950"),
        (THAI, "cp874", "cp874"),
        (GERMAN, "cp1252", "cp1252"),
    ],
)
def test_found(text: str, codec: str, named: str) -> None:
    found = sniff(text.encode(codec))
    assert found is not None
    assert found.name == named
    assert decode(text.encode(codec), found).splitlines() == text.splitlines()


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\x84\x31\x95\x33"])
def test_a_mark_before_text_of_an_older_encoding(mark: bytes, tmp_path: Path) -> None:
    data = mark + CHINESE.encode("gb18030")
    found = sniff(data)
    assert found == Encoding("gb18030", len(mark))
    assert decode(data, found) == CHINESE
    (tmp_path / "a.csv").write_bytes(data)
    assert transcode(tmp_path / "a.csv", found, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_text("utf-8") == CHINESE


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_few_damaged_bytes_do_not_change_it(codec: str) -> None:
    data = bytearray((CHINESE + "3,赵钱孙,5\n" * 20).encode(codec))
    data[len(data) - 8] = 0xFF
    found = sniff(bytes(data))
    assert found is not None
    assert (found.name, found.sure) == (codec, False)


def test_a_character_cut_by_the_sample_does_not_count() -> None:
    row = "订单编号,买家\n".encode("gb18030")
    sample = (row * (SAMPLE // len(row) + 1))[:SAMPLE]
    found = sniff(sample)
    assert found is not None
    assert found.name == "gb18030"
    assert "\ufffd" not in decode(sample, found)


def test_transcoding_by_chunks_keeps_every_character(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    text = "x" + "店" * 5_000_000
    source.write_bytes(text.encode("gb18030"))
    assert transcode(source, Encoding("gb18030"), target)
    assert target.read_text("utf-8") == text
    source.write_bytes(b"abc\xff\xff")
    assert not transcode(source, Encoding("gb18030"), target)


def test_text_saved_after_a_wrong_decoding_is_known() -> None:
    assert broken("锟斤拷锟斤拷")
    header = "订单编号 商品名称 数量 金额(元)"
    assert broken(header.encode().decode("latin-1"))
    assert broken(header.encode().decode("gb18030", "ignore"))
    assert broken(header.encode("gb18030").decode("latin-1"))
    assert broken(header.encode("ascii", "replace").decode())
    for whole in (
        header,
        "Référence, Désignation, Qté, Été, Prêt",
        "Größe Stückzahl Öl",
        "商品名 数量 価格",
        "why? how?",
    ):
        assert not broken(whole)
    assert not broken("订单编号")
