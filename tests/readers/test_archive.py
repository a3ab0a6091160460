"""Zip files give their members, and nothing that would fill the disk."""

import io
import zipfile
from pathlib import Path

import pytest

from zhanggui.readers.archive import is_workbook, members
from zhanggui.readers.workbook import Unreadable


def box(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def unpacked(path: Path, data: bytes, work: Path) -> list[tuple[str, str]]:
    path.write_bytes(data)
    return [(member.name, member.code) for member in members(path, work)]


def test_members_of_members_one_level_deep(tmp_path: Path) -> None:
    inner = box({"b.csv": b"2"})
    data = box(
        {
            "a.csv": b"1",
            "in.zip": inner,
            "deep.zip": box({"in.zip": inner}),
            "__MACOSX/._a": b"",
            "~$c.xlsx": b"",
        }
    )
    assert unpacked(tmp_path / "x.zip", data, tmp_path) == [
        ("a.csv", ""),
        ("deep.zip/in.zip", "zip_in_zip"),
        ("in.zip/b.csv", ""),
    ]


def test_pictures_beside_exports_stay_in_the_zip(tmp_path: Path) -> None:
    assert unpacked(tmp_path / "x.zip", box({"图/1.jpg": b"1", "a.csv": b"2"}), tmp_path) == [("a.csv", "")]
    with pytest.raises(Unreadable) as error:
        unpacked(tmp_path / "x.zip", box({"图/1.jpg": b"1"}), tmp_path)
    assert error.value.code == "not_a_table"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as error:
        unpacked(tmp_path / "x.zip", box({"a.csv": bytes(60_000_000)}), tmp_path)
    assert error.value.code == "zip_bomb"


def test_names_written_on_a_chinese_windows(tmp_path: Path) -> None:
    data = box({"AAAA.csv": b"1"}).replace(b"AAAA.csv", "订单.csv".encode("gb18030"))
    assert unpacked(tmp_path / "x.zip", data, tmp_path) == [("订单.csv", "")]


def test_a_workbook_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(box({"[Content_Types].xml": b"", "xl/workbook.xml": b""}))
    assert is_workbook(path)
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(Unreadable) as error:
        is_workbook(path)
    assert error.value.code == "damaged_file"
