"""货发未开票: goods that went out and that no bill asks for yet; what a customer has in use (F20).

Of each sales document it is what it sold, less what it takes back itself, less the bills that name
it: with tax, as bills are, on a sheet of either basis. What came back on another document takes
nothing from it.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from csdforms.reports.columns import Amounts, Mask, Words
from csdforms.reports.figure import Figure, Record, plus
from csdforms.reports.rows import Counts, Rows, Table
from csdforms.reports.sources import Sources
from csdforms.reports.sources.sales import TAXED

__all__ = ["Shipments", "exposure", "shipments", "unbilled"]

_PLACES = 2


class Shipments(Table):
    """Sales documents with goods that went out, and the bills that name them.

    Args:
        sources: the records.
        since: the first day; by the days before it bills did not name any document.
        end: the last day.
        file: whose documents; all customers' without it.

    Raises:
        InvalidData: if a line has no tax rate and cannot be told with tax.
    """

    unit = "张销售单"

    def __init__(
        self, sources: Sources, since: dt.date, end: dt.date, file: str | None = None
    ) -> None:
        sales, bills = sources.sales.based(TAXED), sources.receivables
        mine: Mask = sales.on.between(since, end)
        if file is not None:
            mine &= sales.file.isin(file)
        codes, goes_out = sales.number.codes, np.flatnonzero(mine & sales.is_sale)
        documents, first = np.unique(codes[goes_out], return_index=True)
        known = sales.net.known_at(np.flatnonzero(mine))
        nets = np.zeros(len(sales.number.values) + 1, np.int64)  # the last one is no document's
        np.add.at(nets, codes[known], sales.net.units[known])
        self._lines: NDArray[np.intp] = goes_out[first]
        self._net = nets[documents] * 10 ** (_PLACES - sales.net.places)
        self._on = sales.on.ordinals[self._lines]
        self._sales, self._since = sales, since
        self.file = Words(sales.file.codes[self._lines], sales.file.values)
        places = {sales.number.values[code]: place for place, code in enumerate(documents.tolist())}
        named = np.array([places.get(number, -1) for number in (*bills.sale.values, "")], np.intp)
        self._billed = named[bills.sale.codes]
        self._bills = bills
        super().__init__(len(documents), self._record)

    def _record(self, place: int) -> Record:
        return self._sales.record(int(self._lines[place]))

    def unbilled(self, day: dt.date) -> tuple[Rows, Amounts]:
        """Return the documents of which something was not billed at the end of a day, and what."""
        bills = np.flatnonzero((self._billed >= 0) & self._bills.on.until(day))
        left = self._net.copy()
        np.subtract.at(left, self._billed[bills], self._bills.amount.units[bills])
        left = np.where(self._on <= day.toordinal(), left, 0)
        days = f"{self._since:%Y-%m-%d}至{day:%Y-%m-%d}发货而未开票"
        return self.all().where(left > 0, days), Amounts(left, _PLACES)

    def days(self, start: dt.date, end: dt.date) -> set[dt.date]:
        """Return the days of a period on which goods went out."""
        days = (dt.date.fromordinal(day) for day in np.unique(self._on).tolist())
        return {day for day in days if start <= day <= end}


def shipments(sources: Sources, end: dt.date, file: str | None = None) -> Shipments | None:
    """Return what went out since bills name sales documents, all customers' or one's.

    None if no bill ever named one: then it cannot be told what is not billed.
    """
    sales, sale = sources.sales, sources.receivables.sale
    named = (sale.values[code] for code in np.unique(sale.codes).tolist() if code >= 0)
    first = sales.on.ordinals[sales.number.isin(*named)]
    if not len(first):
        return None
    return Shipments(sources, dt.date.fromordinal(int(first.min())), end, file)


def unbilled(sources: Sources, day: dt.date) -> Counts | None:
    """Return what each customer was not billed for at the end of a day; None if none can tell."""
    shipped = shipments(sources, day)
    if shipped is None:
        return None
    rows, amounts = shipped.unbilled(day)
    return rows.by(shipped.file).total(amounts, "含税净额减去开票金额")


def exposure(balance: Figure, shipped: Figure) -> Figure:
    """Return what a customer has in use of his limit (F20)."""
    return plus("应收余额＋已发货未开票", 余额=balance, 未开票=shipped)
