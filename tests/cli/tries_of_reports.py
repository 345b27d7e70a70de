"""What is tried with ``import`` and ``report``, to learn of a file; as ``test_archive_leaks`` does.

Beside the cards there are ledgers of a file that everybody may know of, and of the hidden one, and
a filed sheet that counts neither but the first, and one that counts both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.leaking import Pair

from csdforms.archive.archive import Archive
from csdforms.archive.ledgers.requests import NewDocument
from csdforms.reports.catalogue import REPORTS
from csdforms.reports.issuing import issue

__all__ = ["HIDDEN_SHEET", "TRIES", "WHO", "fill", "written"]

_START, _END = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
_PERIOD = ("--from", str(_START), "--to", str(_END))
#: What some sheets must be told.
_TOLD: Mapping[str, tuple[str, ...]] = {
    "after_sales_evaluation": ("--evaluation-object", "服务人员", "--object-name", "吴建平"),
    "after_sales_questionnaire": ("--survey", "WJ-20260301-001"),
    "complaint_statistics": ("--dimension", "客户"),
    "complaint_summary": ("--period-kind", "季"),
}
#: The item of the sheet that tells of the hidden customer.
HIDDEN_SHEET = "BM/4.4-2026-0001"
_OVERVIEW, _RANKING = "customer_sales_overview", "customer_gross_profit_ranking"


def fill(both: Pair, folder: Path) -> None:
    """Import into both archives what other systems tell, and issue a sheet of it."""
    for store in (both.without, both.having):
        archive = Archive(store, clock=lambda: both.at - dt.timedelta(hours=1))
        if store is both.having:
            _told(archive, both.hidden.file, 7)
            _issued(archive, _OVERVIEW, folder / "hidden.docx", "in-chief")
        _told(archive, both.seen.file, 1)
        _issued(archive, _RANKING, folder / f"{id(store)}.docx", "cs_manager")


def _told(archive: Archive, file: str, serial: int) -> None:
    line: dict[str, Any] = {"kind": "销售", "product_name": "货架", "quantity": "2", "unit": "件"}
    line |= {"amount": f"{serial}000.00", "cost_amount": "600.00", "tax_included": True}
    bill = {"due_on": "2026-05-01", "amount": f"{serial}000.00"}
    said: dict[str, tuple[str, dict[str, Any]]] = {
        "sales": (f"XS-{serial}", {"on": "2026-04-01", "lines": [line]}),
        "receivables": (f"YS-{serial}", {"on": "2026-04-01", **bill}),
        "receipts": (f"SK-{serial}", {"on": "2026-05-20", "kind": "收款", "amount": "300.00"}),
        "targets": ("", {"on": "2026-04-01", "amount": "5000.00"}),
    }
    for table, (number, data) in said.items():
        [taken] = archive.ledgers.take(
            table, [NewDocument(number, file, data)], source="t.csv", actor="in-clerk"
        )
        assert taken.status == "new"


def _issued(archive: Archive, form: str, path: Path, actor: str) -> None:
    issue(archive, form, path, start=_START, end=_END, actor=actor)


def written(both: Pair) -> None:
    """Write the files that are imported: of the hidden customer, another one, nobody."""
    for place, facts in enumerate(both[3:]):
        for table, (head, row) in _ROWS.items():
            text = f"{head}\n{row.format(facts.file, place)}\n"
            Path(f"{table}{place}.csv").write_text(text, "utf-8")


#: Of each ledger: the heading and a row, with places for the customer and a serial.
_ROWS = {
    "sales": (
        "单据编号,客户编码,单据日期,商品名称,数量,价税合计",
        "XS-{1},{0},2026-04-02,货架,1,70.00",
    ),
    "receipts": ("收款单号,客户编码,收款日期,收款金额", "SK-{1},{0},2026-05-21,70.00"),
    "receivables": (
        "应收单号,客户编码,开票日期,到期日,应收金额",
        "YS-{1},{0},2026-04-02,2026-05-02,70.00",
    ),
    "targets": ("客户编码,月份,目标金额", "{0},2026-04,70.00"),
}


def _imports(table: str) -> Any:
    ways = (("--errors", "e.csv"), ("--update", "--dry-run"))
    return lambda _: [(f"{table}{place}.csv", *way) for place in range(3) for way in ways]


def _report(form: str) -> Any:
    said = (*_PERIOD, *_TOLD.get(form, ()))

    def tries(both: Pair) -> Iterator[tuple[str, ...]]:
        customers = [facts.file for facts in both[3:]]
        if form == "customer_credit_analysis":
            yield from ((*said, "--customer-no", number) for number in customers)
            return
        yield said
        yield *said, "-o", "sheet.docx"
        yield *said, "--xlsx", "sheet.xlsx"
        if form == _OVERVIEW:
            view = (*said, "--view", "单户分月", "--customer-no")
            yield from ((*view, number) for number in customers)

    return tries


_ISSUED = ("ML-20260630-001", "XS-20260630-001", "XS-20260630-002")

TRIES: Mapping[str, Any] = {
    **{f"import {table}": _imports(table) for table in _ROWS},
    **{f"report {form}": _report(form) for form in REPORTS},
    "report explain": lambda _: [(number, "合计/毛利") for number in _ISSUED],
    "report verify": lambda _: [(number,) for number in _ISSUED],
}

#: Who tries what: whoever has the right to it.
WHO: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TRIES, ("info_supervisor", "cs_manager")),
    **dict.fromkeys((f"import {table}" for table in _ROWS), ("info_specialist",)),
}
