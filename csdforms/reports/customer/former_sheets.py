"""What filed sheets say of customers: knock-outs of 4.9, levels of 4.12, awards of 4.11."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.sources import Sources
from csdforms.reports.sources.customers import day_of
from csdforms.reports.sources.kept import Document

__all__ = ["ON_REGISTER", "Analysis", "awards", "last_analyses", "last_levels"]

ON_REGISTER = "列入不诚信名单"
_ANALYSIS, _RISKS, _AWARDS = (
    "customer_credit_analysis",
    "at_risk_customer_statistics",
    "excellent_customer_statistics",
)
_NONE, _YEARLY = "无", "年"


class Analysis(NamedTuple):
    """The last credit analysis of a customer."""

    data: Mapping[str, Any]
    record: Record

    def named(self, box: str) -> set[str]:
        """Return what a list of the sheet names; 无 is nothing."""
        return set(self.data.get(box) or ()) - {_NONE}


def last_analyses(sources: Sources, day: dt.date) -> Mapping[str, Analysis]:
    """Return each customer's last analysis up to a day, by file."""
    found: dict[str, Analysis] = {}
    days: dict[str, str] = {}
    for item in sources.kept.items(_ANALYSIS):
        data = item["data"]
        known = sources.customers.of(item["file"]) or sources.customers.of(data.get("customer_no"))
        analysed = data.get("analysed_on") or data.get("period_end") or ""
        if known is None or not "" < analysed[:10] <= day.isoformat():
            continue
        if analysed >= days.get(known.file, ""):
            days[known.file] = analysed
            record = Record(
                "客户信用分析表", data.get("form_no", ""), known.file, (item["number"],)
            )
            found[known.file] = Analysis(data, record)
    return found


def last_levels(sources: Sources, day: dt.date) -> Mapping[str, Figure]:
    """Return who is at which risk, by file, after the last list (4.12) up to a day."""
    last: Document | None = None
    for item in sources.kept.items(_RISKS):
        stands = item["data"].get("as_of") or ""
        if stands <= day.isoformat() and (last is None or stands >= last["data"]["as_of"]):
            last = item
    found: dict[str, Figure] = {}
    for row in last["data"].get("rows", ()) if last is not None else ():
        known = sources.customers.of(row.get("customer_no"))
        if last is not None and known is not None and row.get("released_on") is None:
            number = last["data"].get("form_no", "")
            record = Record("危险客户统计表", number, known.file, (last["number"],))
            found[known.file] = given(row.get("risk_level"), "读自最近一期危险客户统计表", record)
    return found


def awards(sources: Sources, year: int) -> Mapping[str, Figure]:
    """Return for how many years in a row, up to the one before, each customer was named excellent.

    Of several yearly reports on one year the last filed counts.
    """
    by_year: dict[int, Document] = {}
    for item in sources.kept.items(_AWARDS):
        end = item["data"].get("period_end")
        yearly = item["data"].get("period_kind", _YEARLY) == _YEARLY
        if end and yearly and day_of(end).year < year:
            by_year[day_of(end).year] = item
    records: dict[str, tuple[Record, ...]] = {}
    before = 0
    for after, item in sorted(by_year.items()):
        streak = records if after == before + 1 else {}
        records = {file: (*streak.get(file, ()), record) for file, record in _named(sources, item)}
        before = after
    if before != year - 1:
        return {}
    formula = "以前各年的优秀客户统计表中，到上年为止连续获评的年数"
    return {file: given(len(found), formula, *found) for file, found in records.items()}


def _named(sources: Sources, item: Document) -> Iterator[tuple[str, Record]]:
    for row in item["data"].get("rows", ()):
        known = sources.customers.of(row.get("customer_no"))
        if known is not None and row.get("award_result") == "优秀客户":
            number = item["data"].get("form_no", "")
            yield known.file, Record("优秀客户统计表", number, known.file, (item["number"],))
