"""The benchmark of computed sheets: two engines, the same cells, a table and a line of growth."""

from __future__ import annotations

import pytest

from benchmarks.reports import measuring
from benchmarks.reports.measuring import Found, Turn, measure, report
from benchmarks.running import EngineFailed


def turn(median: float, cells: str = "same") -> Turn:
    return Turn(load=1, first=2 * median, median=median, megabytes=50, more=0, cells=cells)


def found(*theirs: Turn) -> Found:
    made = Found()
    for size, other in zip((1000, 2000), theirs, strict=True):
        made.turns["csdforms", "sales", size].append(turn(size / 1000))
        made.turns["duckdb", "sales", size].append(other)
    return made


def test_both_engines_give_the_same_cells() -> None:
    done = measure([300], rounds=1, most_complaints=300)
    assert all(done.agree(sheet, 300) for sheet in measuring.SHEETS)
    assert done.median("csdforms", "sales", 300, "megabytes") > 0


def test_the_table_has_ratios_and_growth() -> None:
    text = report(found(turn(2), turn(2)))
    assert "| 1,000 |        1.00 |      2.00 |    0.500 |" in text
    assert "1,000 ns" in text  # a millisecond for a thousand rows more


def test_other_cells_are_marked() -> None:
    assert "**no**" in report(found(turn(2), turn(2, "other")))


def test_an_engine_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "ENGINES", ("nobody",))
    with pytest.raises(EngineFailed, match="nobody"):
        measure([10], rounds=1, most_complaints=10)
