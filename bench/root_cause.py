"""How well `diagnosis.locate` finds labelled root causes of a ratio.

    python bench/root_cause.py CASES

CASES is a folder with `anomaly.yaml` (a list of `data`, `timestamp`, `cause`) and one CSV a case: columns `min` (unix
time), `value` (numerator), `cnt` (denominator), every other column a dimension. Only minutes before the timestamp serve
as history. Printed: F1, precision and recall of the answers as exact sets (one hit is one slice named exactly), the
share of true slices among the three best rivals, and the median and worst time from arrays in memory to the answer
(on the clock; `cpu` is what this process used of it).
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from zhanggui.diagnosis.leaves import History
from zhanggui.diagnosis.locate import LeafTable, Where, locate

Truth = frozenset[frozenset[tuple[str, str]]]
_FIXED = ("min", "value", "cnt")
_ENTRY = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """One entry of `anomaly.yaml`."""

    data: str
    timestamp: int
    causes: Truth


@dataclass(frozen=True, slots=True)
class Rows:
    """One case file as columns."""

    minute: NDArray[np.int64]
    num: NDArray[np.float64]
    den: NDArray[np.float64]
    codes: dict[str, NDArray[np.int64]]
    labels: dict[str, list[str]]


def _bare(text: str) -> str:
    return text.strip().strip("'\"")


def read_labels(path: Path) -> list[Label]:
    """The labelled cases of one `anomaly.yaml`; causes are flow mappings, one or a list of them."""
    labels: list[Label] = []
    for block in re.split(r"(?m)^- ", path.read_text(encoding="utf-8"))[1:]:
        fields = dict(re.findall(r"(?ms)^\s*(\w+):\s*(.*?)(?=^\s*\w+:|\Z)", block))
        causes = frozenset(
            frozenset((_bare(k), _bare(v)) for k, v in (pair.split(":", 1) for pair in entry.split(",")))
            for entry in _ENTRY.findall(fields["cause"])
        )
        labels.append(Label(_bare(fields["data"]), int(fields["timestamp"]), causes))
    return labels


def read_rows(path: Path) -> Rows:
    """One case file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *body = list(csv.reader(file))
    columns = dict(zip(head, zip(*body, strict=True), strict=True))
    codes: dict[str, NDArray[np.int64]] = {}
    labels: dict[str, list[str]] = {}
    for dim in (h for h in head if h not in _FIXED):
        labels[dim] = sorted(set(columns[dim]))
        place = {label: i for i, label in enumerate(labels[dim])}
        codes[dim] = np.array([place[label] for label in columns[dim]], dtype=np.int64)
    return Rows(
        minute=np.array(columns["min"], dtype=np.int64),
        num=np.array(columns["value"], dtype=np.float64),
        den=np.array(columns["cnt"], dtype=np.float64),
        codes=codes,
        labels=labels,
    )


def leaf_table(rows: Rows, moment: int) -> LeafTable:
    """Leaves at `moment` with the earlier minutes as history."""
    key = np.zeros(len(rows.minute), dtype=np.int64)
    for dim, labels in rows.labels.items():
        key = key * len(labels) + rows.codes[dim]
    used = np.flatnonzero(rows.minute <= moment)
    _, first, leaf = np.unique(key[used], return_index=True, return_inverse=True)
    minutes, period = np.unique(rows.minute[used], return_inverse=True)
    count = len(first)
    cell = period * count + leaf
    num, den = (
        np.bincount(cell, weights=c[used], minlength=len(minutes) * count).reshape(len(minutes), count)
        for c in (rows.num, rows.den)
    )
    now = minutes == moment
    return LeafTable(
        codes={d: c[used][first] for d, c in rows.codes.items()},
        labels=rows.labels,
        actual=num[now].sum(axis=0),
        expected=num[~now].sum(axis=0),
        actual_den=den[now].sum(axis=0),
        expected_den=den[~now].sum(axis=0),
        history=History(num[~now], den[~now]) if bool((~now).any()) else None,
    )


def run(folder: Path, out: TextIO, *, verbose: bool = False) -> dict[str, float]:
    """Measure all cases of a folder; writes one line, returns the figures by name."""
    hits = named = true = near = 0
    spent: list[float] = []
    used: list[float] = []
    for label in read_labels(folder / "anomaly.yaml"):
        rows = read_rows(folder / f"{label.data}.csv")
        start, began = time.perf_counter(), time.process_time()
        answer = locate(leaf_table(rows, label.timestamp))
        spent.append(1000.0 * (time.perf_counter() - start))
        used.append(1000.0 * (time.process_time() - began))
        found = {_plain(s.where) for s in answer.slices}
        top = {_plain(s.where) for s in answer.rivals[:3]}
        hits += len(found & label.causes)
        named += len(found)
        true += len(label.causes)
        near += len(top & label.causes)
        if verbose and found != label.causes:
            out.write(f"{label.data}: true {_show(label.causes)}, found {_show(frozenset(found))}\n")
    figures = {
        "cases": float(len(spent)),
        "f1": 2 * hits / max(named + true, 1),
        "precision": hits / max(named, 1),
        "recall": hits / max(true, 1),
        "top3": near / max(true, 1),
        "median_ms": float(np.median(spent)),
        "worst_ms": float(np.max(spent)),
        "cpu_ms": float(np.median(used)),
    }
    out.write(
        "cases {cases:.0f}  F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}  "
        "top-3 recall {top3:.3f}  median ms {median_ms:.1f}  worst ms {worst_ms:.1f}  cpu ms {cpu_ms:.1f}\n".format(
            **figures
        )
    )
    return figures


def _plain(where: Where) -> frozenset[tuple[str, str]]:
    return frozenset(where)


def _show(causes: Truth) -> str:
    return "; ".join(sorted(" & ".join(f"{d}={v}" for d, v in sorted(c)) for c in causes)) or "nothing"


def main() -> None:
    """Measure the folder named on the command line."""
    parser = argparse.ArgumentParser(description="F1 of the slice search on labelled root causes of a ratio")
    parser.add_argument("cases", type=Path)
    parser.add_argument("--verbose", action="store_true", help="show the cases that were missed")
    args = parser.parse_args()
    run(args.cases, sys.stdout, verbose=args.verbose)


if __name__ == "__main__":
    main()
