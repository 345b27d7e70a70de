"""Customers and their sales, for the tests of the ranking, the grades and the regions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reports.kept import Memory

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import DRAFT, compute_from
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document
from csdforms.reports.typed import read_texts, with_texts
from csdforms.schemas.catalogue import find


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def period(start: str, end: str) -> Period:
    return Period.of(day(start), day(end))


def sale(file: str, amount: str, cost: str | None = None, **said: Any) -> Document:
    """Return a document of one line; ``kind``, ``on`` and what else the line says may be given."""
    on, number = said.pop("on", "2026-03-05"), said.pop("number", f"XS-{file}-{amount}")
    line = {"kind": "销售", "product_name": "纸箱", "amount": amount, "tax_included": True, **said}
    if cost is not None:
        line["cost_amount"] = cost
    return {"number": number, "file": file, "on": on, "lines": [line], "at": on, "by": "导入"}


def card(file: str, opened_on: str = "2020-01-01", **said: Any) -> Document:
    standing = {"kind": "F", "state": "ACTIVE", "created_at": opened_on, "opened_on": opened_on}
    return {"number": file, "name": f"{file}公司", **standing, **said}


def profile(file: str, on: str = "2020-01-01", **data: Any) -> tuple[str, Document]:
    return on, {"file": file, "version": 1, "form": "corporate_customer_profile", "data": data}


def memory(
    sales: Sequence[Document],
    cards: Sequence[Document] = (),
    profiles: Sequence[tuple[str, Document]] = (),
    forms: Sequence[Document] = (),
) -> Memory:
    """Return what is kept; without cards each customer of a sale has one."""
    files = cards or [card(file) for file in dict.fromkeys(one["file"] for one in sales)]
    return Memory(ledgers={"sales": sales}, files=files, profiles=profiles, forms=forms)


def computed(
    form: str,
    when: Period,
    kept: Memory,
    *,
    last: Mapping[str, Any] | None = None,
    texts: Mapping[str, Any] | None = None,
    **said: Any,
) -> ComputedSheet:
    """Return the sheet, every figure of which was worked out again."""
    report, model = report_of(form), find(form)
    written = read_texts(model, texts or {})
    data = compute_from(report, when, Sources(kept), said=said, last=last, texts=written)
    head = {model.number: DRAFT, "prepared_by": "周明", "prepared_on": when.as_of}
    merged = with_texts(model, head | dict(data), texts or {})
    sheet = judged(report, model, merged, today=when.as_of)
    for path, figure in sheet.cells.items():
        assert figure.again() == figure.value, path
    return sheet


def cells(sheet: ComputedSheet, group: str, *names: str) -> list[tuple[Any, ...]]:
    """Return these boxes of each row as the form has them."""
    return [tuple(getattr(row, name) for name in names) for row in getattr(sheet.form, group)]


def said_wrong(sheet: ComputedSheet) -> set[str]:
    """Return the paths of what is remarked, besides boxes that somebody must still write."""
    return {finding.path for finding in sheet.findings}


def money(*amounts: Any) -> list[Decimal]:
    return [Decimal(str(amount)) for amount in amounts]
