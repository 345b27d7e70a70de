"""A small firm's books in memory: customers, what they bought, were billed and paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from reports.kept import Memory

from csdforms.reports.computing import compute_from
from csdforms.reports.period import Period
from csdforms.reports.request import Report
from csdforms.reports.sheet import ComputedSheet, judged
from csdforms.reports.sources import Sources
from csdforms.reports.sources.kept import Document
from csdforms.reports.typed import read_texts, with_texts
from csdforms.schemas.catalogue import find


def customer_no(number: int) -> str:
    return f"KH-F-2024-{number:06d}-0"


@dataclass
class Books:
    """Adds documents; the customer is a small number, amounts are texts."""

    files: list[Document] = field(default_factory=list)
    profiles: list[tuple[str, Document]] = field(default_factory=list)
    forms: list[Document] = field(default_factory=list)
    ledgers: dict[str, list[Document]] = field(
        default_factory=lambda: {"sales": [], "receipts": [], "receivables": [], "targets": []}
    )

    def customer(self, number: int, opened_on: str = "2020-01-01", **profile: Any) -> None:
        file = customer_no(number)
        self.files.append(
            {"number": file, "name": f"第{number}公司", "kind": "F", "state": "active",
             "opened_on": opened_on, "created_at": opened_on}
        )  # fmt: skip
        data = {"customer_name": f"第{number}公司", **profile}
        form = "corporate_customer_profile"
        version = {"file": file, "version": 1, "form": form, "data": data}
        self.profiles.append((opened_on, version))

    def sale(self, number: int, on: str, amount: str, **line: Any) -> str:
        line = {
            "kind": "销售",
            "product_name": "货架",
            "amount": amount,
            "tax_included": True,
            **line,
        }
        return self._add("sales", "XS", number, {"on": on, "lines": [line]})

    def bill(self, number: int, on: str, due_on: str, amount: str, **rest: Any) -> str:
        return self._add(
            "receivables", "YS", number, {"on": on, "due_on": due_on, "amount": amount, **rest}
        )

    def receipt(self, number: int, on: str, amount: str, bill: str = "", kind: str = "收款") -> str:
        said = {"applied_to": bill} if bill else {}
        return self._add(
            "receipts", "SK", number, {"on": on, "amount": amount, "kind": kind, **said}
        )

    def form(self, form: str, number: int | None, data: Mapping[str, Any]) -> None:
        file = "" if number is None else customer_no(number)
        data = {"form_no": f"{form}-{len(self.forms)}", **data}
        self.forms.append(
            {"form": form, "file": file, "number": f"J{len(self.forms)}", "data": data,
             "filed_at": ""}
        )  # fmt: skip

    def _add(self, ledger: str, letters: str, number: int, document: dict[str, Any]) -> str:
        documents = self.ledgers[ledger]
        name = f"{letters}{len(documents) + 1:04d}"
        documents.append(
            {"number": name, "file": customer_no(number), "at": f"{document['on']}T09:00",
             "by": "周明", "source": "总账", **document}
        )  # fmt: skip
        return name

    def sources(self, order: Random | None = None) -> Sources:
        """Return what reports count; ``order`` shuffles the documents of each ledger."""
        ledgers = {name: list(documents) for name, documents in self.ledgers.items()}
        if order is not None:
            for documents in ledgers.values():
                order.shuffle(documents)
        return Sources(Memory(self.forms, ledgers, self.files, self.profiles))


def sheet(
    report: Report,
    books: Books,
    start: str,
    end: str,
    *,
    as_of: str | None = None,
    said: Mapping[str, Any] | None = None,
    last: Mapping[str, Any] | None = None,
    texts: Mapping[str, Any] | None = None,
    order: Random | None = None,
) -> ComputedSheet:
    """Return a computed sheet, each figure of which was worked out once more."""
    day = dt.date.fromisoformat
    period = Period.of(day(start), day(end), day(as_of) if as_of else None)
    model = find(report.form)
    written = read_texts(model, texts or {})
    sources = books.sources(order)
    data = compute_from(report, period, sources, said=said, last=last, texts=written)
    head = {"form_no": "草稿", "prepared_by": "周明", "prepared_on": period.as_of}
    told = with_texts(model, {**head, **data}, texts or {}, report.boxes)
    found = judged(report, model, told, today=period.as_of)
    assert [path for path, cell in found.cells.items() if cell.again() != cell.value] == []
    return found


def values(found: ComputedSheet) -> dict[str, Any]:
    return {path: cell.value for path, cell in found.cells.items()}
