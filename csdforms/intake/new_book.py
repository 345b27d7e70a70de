"""New workbooks, in which text stays text."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csdforms.errors import CsdformsError
from csdforms.intake.workbook import MISSING_EXCEL

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

__all__ = ["new_book"]


@contextlib.contextmanager
def new_book() -> Iterator[tuple[Workbook, io.BytesIO]]:
    """Open a workbook to write to; behind the block its bytes stand in the buffer.

    Raises:
        CsdformsError: if the Excel extra is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise CsdformsError(MISSING_EXCEL) from None
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        yield book, buffer
