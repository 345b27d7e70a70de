"""One engine, one sheet, so many rows, in a process of its own: prints what it took, as JSON.

``python -m benchmarks.reports.engine csdforms complaints 100000 7``
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from benchmarks.reports.synthetic import PERIOD, complaints, sales
from csdforms.reports.period import Period

__all__ = ["CELLS", "main"]

#: The cells that both engines give, by sheet.
CELLS = {
    "complaints": (
        "received", "prev_received", "closed_on_time", "closed_late", "open_within", "open_overdue",
        "verified", "partly_verified", "unverified", "pending", "repeat_count", "high_level_count",
        "followed_up", "satisfied", "compensation_amount", "loss_amount",
    ),
    "sales": ("net_sales_amount", "gross_profit_amount", "rank", "previous_rank"),
}  # fmt: skip
_WINDOW = 90
Cells = dict[str, dict[str, Any]]


def main() -> None:
    """Run what the command line says."""
    engine, sheet, size, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    rows = complaints(size) if sheet == "complaints" else sales(size)
    prepare = {"csdforms": _csdforms, "duckdb": _duckdb}[engine]
    began = time.perf_counter()
    compute = prepare(sheet, rows)
    loaded = time.perf_counter() - began
    before = _megabytes()
    times, cells = [], {}
    for _ in range(rounds):
        began = time.perf_counter()
        cells = compute()
        times.append(time.perf_counter() - began)
    plain = json.dumps(
        [
            [row, {name: str(values.get(name)) for name in CELLS[sheet]}]
            for row, values in sorted(cells.items())
        ],
        ensure_ascii=False,
    )
    said = {
        "load": loaded * 1000,
        "first": times[0] * 1000,
        "median": statistics.median(times) * 1000,
        "megabytes": _megabytes(),
        "more": _megabytes() - before,
        "cells": sha256(plain.encode()).hexdigest(),
    }
    print(json.dumps(said))  # noqa: T201 - it is what it is for


def _csdforms(sheet: str, rows: Any) -> Callable[[], Cells]:
    """Put the rows into tables, their columns made, and return what computes the sheet."""
    from csdforms.reports.catalogue import report_of
    from csdforms.reports.computing import compute_from
    from csdforms.reports.sources import Sources
    from csdforms.reports.sources.complaint_cases import Cases

    sources: Any = Sources.__new__(Sources)
    if sheet == "complaints":
        table: Any = Cases(rows)
        for name in ("received_on", "due_on", "closed_on", "settled_on", "followed_up_on",
                     "category", "customer", "level", "validity", "satisfaction",
                     "compensation", "loss"):  # fmt: skip
            getattr(table, name)
        sources.__dict__["cases"] = table
        report, said, group, key = (
            report_of("complaint_statistics"),
            {"dimension": "投诉类别"},
            "rows",
            "dimension_value",
        )
    else:
        sources.__dict__ |= {"sales": rows, "customers": rows.customers}
        report, group, key = report_of("customer_gross_profit_ranking"), "rows", "customer_no"
        said = {"tax_basis": "不含税"}
    period = Period.of(*PERIOD)

    def compute() -> Cells:
        data = compute_from(report, period, sources, said=said)
        return {
            str(_plain(row[key])): {name: _plain(row.get(name)) for name in CELLS[sheet]}
            for row in data[group]
            if sheet == "sales" or _plain(row["received"])
        }

    return compute


def _duckdb(sheet: str, rows: Any) -> Callable[[], Cells]:
    from benchmarks.reports import with_duckdb

    period = Period.of(*PERIOD)
    before = period.before()
    if sheet == "complaints":
        database = with_duckdb.load_complaints(rows)
        return lambda: with_duckdb.complaint_statistics(database, *PERIOD, before[:2], _WINDOW)
    database = with_duckdb.load_sales(rows)
    return lambda: with_duckdb.profits(database, *PERIOD, before.start)


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
