"""Registers and computed sheets for the tests of chapter 2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from reports.kept import Memory, item

from csdforms.reports.catalogue import report_of
from csdforms.reports.computing import DRAFT, compute_from
from csdforms.reports.period import Period
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document
from csdforms.reports.typed import read_texts, with_texts
from csdforms.schemas.catalogue import find

MARCH = Period.of(dt.date(2026, 3, 1), dt.date(2026, 3, 31))


def register(number: int, *lines: Mapping[str, Any], file: str = "", **boxes: Any) -> Document:
    """Return a register sheet of March 2026 that is closed, as the archive keeps it."""
    data = {
        "register_no": f"SH-{number}",
        "registered_at": "2026-03-05T15:20:00",
        "customer_name": "李晓岚",
        "product_name": "净水器",
        "service_type": "维修",
        "service_status": "已关闭",
        "closed_on": "2026-03-10",
        **boxes,
    }
    if lines:
        data["return_exchange_items"] = list(lines)
    return item("after_sales_register", data, number=f"item-{number}", file=file)


def line(action: str, quantity: str, price: str | None = "10.00", **boxes: Any) -> dict[str, Any]:
    """Return goods that came back on 6 March 2026, of poor quality."""
    found = {
        "return_action": action,
        "returned_on": "2026-03-06",
        "quantity": quantity,
        "reason_category": "商品质量问题",
        "responsible_party": "待定",
        **boxes,
    }
    return found if price is None else {**found, "unit_price": price}


def computed(
    form: str,
    forms: Sequence[Document] = (),
    *,
    period: Period = MARCH,
    last: Mapping[str, Any] | None = None,
    memory: Memory | None = None,
    texts: Mapping[str, Any] | None = None,
    **said: Any,
) -> ComputedSheet:
    """Return the sheet of a form, judged; each of its figures is worked out once more."""
    report, model = report_of(form), find(form)
    sources = Sources(memory or Memory(forms=forms))
    written = read_texts(model, texts or {})
    data = compute_from(report, period, sources, said=said, last=last, texts=written)
    data = with_texts(model, data, texts or {})
    head = {model.number: DRAFT, "prepared_by": "赵敏", "prepared_on": period.as_of}
    sheet = judged(report, model, {**head, **data}, today=period.as_of)
    for path, figure in sheet.cells.items():
        assert figure.again() == figure.value, path
    return sheet
