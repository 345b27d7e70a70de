"""Which goods that came back are the same product, and what was sold of it (manual §2.3).

A product is known by its code, else by its name and model; quantities are added within one unit
only. A line that leaves out its code or unit has that of its product where there is but one.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence

import numpy as np

from csdforms.reports.columns import Mask, Words
from csdforms.reports.figure import Figure, given
from csdforms.reports.request import Request
from csdforms.reports.rows import Groups, Rows
from csdforms.reports.sources.returned_goods import Returns
from csdforms.reports.sources.sales import Sales

__all__ = ["product_keys", "sold_by_customer", "sold_by_product", "unit_of"]

_SEPARATOR = "\u3000"
_SEVERAL_UNITS = "有几种单位，数量不能相加"
_SHARED = "有的销售明细分不清属于哪一行"


def product_keys(lines: Returns) -> Words:
    """Return what tells the products of the lines apart: code, or name and model; and unit."""
    places = range(len(lines))
    named = [(lines.product.at(place) or "", lines.model.at(place) or "") for place in places]
    codes = _filled(named, lines.code)
    products = [(code, "") if code else pair for code, pair in zip(codes, named, strict=True)]
    units = _filled(products, lines.measure)
    return Words.of(
        _SEPARATOR.join((*product, unit or "")).rstrip(_SEPARATOR)
        for product, unit in zip(products, units, strict=True)
    )


def unit_of(lines: Returns, own: Rows) -> str | None:
    """Return the unit of some lines, none if they have several or do not say it."""
    units = _known(lines.measure.among(own.index))
    return units.pop() if len(units) == 1 else None


def sold_by_product(
    request: Request, lines: Returns, groups: Groups
) -> Mapping[str | None, Figure]:
    """Return the quantity shipped of each product in the period, of its own unit.

    A product without model takes all its models, as the form's own lines do. There is none where
    nothing tells of it, or where a line of a sale may be of two of the products.
    """
    sales, period = request.sources.sales, _shipped(request)
    found = {
        word: period.where(_of_product(sales, lines, groups[word]), "这一产品")
        for word in groups.words()
    }
    times = np.zeros(len(sales), np.intp)
    for rows in found.values():
        times[rows.index] += 1
    return {
        word: given(None, _SHARED)
        if (times[rows.index] > 1).any()
        else _quantity(sales, rows, _known(sales.columns.unit.among(rows.index)))
        for word, rows in found.items()
    }


def sold_by_customer(
    request: Request, lines: Returns, groups: Groups
) -> Mapping[str | None, Figure]:
    """Return the quantity shipped to each customer in the period, none if it is of several units.

    What came back from him must be of that unit too, as far as the lines say it.
    """
    sales, period = request.sources.sales, _shipped(request)

    def sold(own: Rows) -> Figure:
        file = lines.file.at(int(own.index[0])) or ""
        rows = period.where(sales.file.isin(file), "这一客户")
        units = sales.columns.unit.among(rows.index)
        if len(units) <= 1:  # without unit it may be that of the goods that came back
            units = {*_known(units), *_known(lines.measure.among(own.index))}
        return _quantity(sales, rows, units)

    return groups.each(sold)


def _shipped(request: Request) -> Rows:
    sales, period = request.sources.sales, request.period
    days = sales.on.between(period.start, min(period.end, period.as_of))
    return sales.all().where(days & sales.is_sale, "本期销售")


def _quantity(sales: Sales, rows: Rows, units: Collection[str | None]) -> Figure:
    if len(units) > 1:
        return given(None, _SEVERAL_UNITS)
    return rows.total_if_any(sales.quantity, "数量")


def _of_product(sales: Sales, lines: Returns, own: Rows) -> Mask:
    """Tell which lines of sales are of a product: by code, else name and model; and by unit."""
    columns, unit = sales.columns, unit_of(lines, own)
    names, models, codes = (
        column.among(own.index) for column in (lines.product, lines.model, lines.code)
    )
    mask = sales.product.isin(*_known(names))
    if None not in models:
        mask &= columns.spec.isin(*_known(models))
    if known := _known(codes):
        mask = columns.code.isin(*known) | (mask & ~columns.code.known())
    else:
        mask &= ~columns.code.isin(*lines.code.values)
    return mask if unit is None else mask & (columns.unit.isin(unit) | ~columns.unit.known())


def _known(words: set[str | None]) -> set[str]:
    return {word for word in words if word is not None}


def _filled(keys: Sequence[Hashable], words: Words) -> list[str | None]:
    """Return the words, for each one that is missing the only one that its key has elsewhere."""
    found: dict[Hashable, set[str]] = {}
    for place, key in enumerate(keys):
        if (word := words.at(place)) is not None:
            found.setdefault(key, set()).add(word)
    only = {key: next(iter(several)) for key, several in found.items() if len(several) == 1}
    return [words.at(place) or only.get(key) for place, key in enumerate(keys)]
