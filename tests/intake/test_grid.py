from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from csdforms.intake.grid import CellError, Grid, Hours, letters, place_of, plain
from csdforms.intake.spreadsheet import column_number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        (" \t\u3000", None),
        (None, None),
        (" 文字 ", " 文字 "),
        (3.0, 3),
        (13900006721.0, 13900006721),
        (0.1 + 0.2, 0.3),
        (2.5, 2.5),
        (1e15, 1e15),
        (1.1010519491231e17, 1.1010519491231e17),
        (True, True),
        (dt.date(2026, 3, 5), dt.date(2026, 3, 5)),
        (dt.datetime(2026, 3, 5, 9, 5), dt.datetime(2026, 3, 5, 9, 5)),
        (dt.date(1900, 1, 1), Hours("24:00")),
        (dt.datetime(1900, 1, 1, 12, 0), Hours("36:00")),
        (dt.timedelta(hours=9, minutes=5), dt.time(9, 5)),
        (dt.timedelta(hours=36, seconds=1), "36:00:01"),
        ('="00123"', "00123"),
        ('=""', None),
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_what_was_typed(cell: Any, value: Any) -> None:
    read = plain(cell)
    assert read == value
    assert type(read) is type(value)


def test_an_error_stays_an_error() -> None:
    assert isinstance(plain(CellError("#N/A")), CellError)


def test_a_grid_ends_where_it_ends() -> None:
    grid = Grid("表", [["a", ""], [], ["", 1.0]])
    assert [grid.cell(0, 0), grid.cell(0, 9), grid.cell(1, 0), grid.cell(9, 0)] == ["a"] + [
        None
    ] * 3
    assert grid.filled(2) == [(1, 1)]


@pytest.mark.parametrize(
    ("column", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_go_by_letters(column: int, text: str) -> None:
    assert letters(column) == text
    assert column_number(text) == column
    assert place_of(6, column) == f"{text}7"
