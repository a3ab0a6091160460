"""Headers of other years and languages than those of the standing fixtures: each file loads, with its sums.

``other_years.txt`` holds one block per file: ``@ name ~ file ~ encoding ~ separator``, lines above the header after
``^``, the header, one or several templates of rows (``{k}`` counts from 1 to 10, the templates take turns), and after
``=`` what must be read: the format, or the code of the refusal, then per table its rows and sums.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.readers.exports import Read, Reader

SUMMED = frozenset(
    "amount quantity paid shipping tax list_amount seller_discount platform_discount impressions clicks spend orders "
    "sales units cart_adders days visitors page_views buyers refund_stated".split()
)
ROWS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """A file and what must be read from it."""

    name: str
    file: str
    data: bytes
    expected: tuple[str, ...]


def cases() -> list[Case]:
    """All blocks of the text."""
    blocks = Path(__file__).with_name("other_years.txt").read_text("utf-8").strip().split("\n\n")
    return [case(block.split("\n")) for block in blocks]


def case(lines: list[str]) -> Case:
    """One block."""
    name, file, encoding, sign = (part.strip() for part in lines[0].removeprefix("@").split("~"))
    above = [line[1:] for line in lines if line.startswith("^")]
    expected = tuple(line[1:].strip() for line in lines if line.startswith("="))
    header, *templates = [line for line in lines[1:] if line[0] not in "^="]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter={"TAB": "\t"}.get(sign, sign), lineterminator="\r\n")
    writer.writerow(header.split("|"))
    for k in range(1, ROWS + 1):
        writer.writerow(templates[k % len(templates)].format(k=k).split("|"))
    text = "".join(f"{line}\r\n" for line in above) + out.getvalue()
    return Case(name, file, text.encode(encoding), expected)


def told(read: Read) -> list[str]:
    """What was read, as the text states it."""
    out = [read.format or "; ".join(code for _, code in read.codes)]
    if read.format and read.refused:
        out.append(f"refused {read.refused}: {read.codes[0]}")
    for table, rows in sorted(read.tables.items()):
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            for column in SUMMED & row.keys():
                if row[column] is not None:
                    sums[column] += Decimal(str(row[column]))
        money = sorted({str(row["currency"]) for row in rows if row.get("currency")})
        said = [f"{column} {sums[column].normalize():f}" for column in sorted(sums)]
        if rows:
            out.append(" ".join([table, str(len(rows)), *said, *money]))
    if read.format and not read.kept:
        out.append("; ".join(f"{column} {code}" for column, code in read.codes))
    return out


@pytest.mark.parametrize("one", cases(), ids=lambda one: one.name)
def test_a_file_of_another_year_or_language(one: Case, tmp_path: Path) -> None:
    assert told(Reader(tmp_path).one(one.file, one.data)) == list(one.expected)


def test_there_are_many() -> None:
    assert len({case.name for case in cases()}) >= 45
