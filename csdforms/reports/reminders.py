"""What whoever asks for a sheet is told: it counts other days, or by what the last one said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.reports.period import Period
from csdforms.reports.request import Data, Report
from csdforms.reports.sources.sales import TAXED
from csdforms.schemas.checking import Finding
from csdforms.schemas.customer.grade_tables import BY_SHARE
from csdforms.schemas.form import Form
from csdforms.schemas.types.dates import show_day

__all__ = ["reminders"]

#: Boxes that decide the figures and hold on from sheet to sheet; what a first sheet has in them.
_HOLD_ON = {
    "tax_basis": TAXED, "grading_method": BY_SHARE, "region_level": "省", "scoring_method": None,
}  # fmt: skip


def reminders(
    report: Report,
    model: type[Form],
    period: Period,
    *,
    said: Mapping[str, Any],
    last: Mapping[str, Any],
    data: Data,
) -> Iterator[Finding]:
    """Yield what a computed sheet does that nobody asked for in so many words.

    Args:
        report: the sheet.
        model: its form.
        period: the days that were asked for.
        said: what else was said beforehand.
        last: the data of the sheet before this one.
        data: its own.
    """
    start, end = report.days(data) if report.days else (period.start, period.end)
    if (start, min(end, period.counted_to)) != (period.start, period.counted_to):
        days = f"{show_day(start)}至{show_day(min(end, period.counted_to))}"
        text = f"这张表统计的是{days}，不是所写的起止日期。"
        yield Finding("period_start", "统计期间", text, "warning")
    for name, usual in _HOLD_ON.items():
        value = data.get(name)
        if name in report.boxes and name not in said and value == last.get(name) != usual:
            label, flag = model.label_of(name), name.replace("_", "-")
            text = f"同上一份（{last.get(model.number)}）一样是“{value}”；要改，写 --{flag}。"
            yield Finding(name, label, text, "warning")
