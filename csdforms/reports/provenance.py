"""Where the figures of a report come from: said on the report itself, and read from it again."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any

from csdforms.archive.counting import Counting
from csdforms.reports.period import Period
from csdforms.reports.request import Report
from csdforms.reports.sheet import COMPLETE

__all__ = ["PARTIAL", "options_in", "period_in", "provenance"]

#: What a report says of its coverage if there may be more than its compiler knows of.
PARTIAL = "不完整"
#: The period stands among the options where a form has no boxes for it.
_START, _END, _AS_OF = "统计开始日期", "统计结束日期", "数据截至"
#: One option: a label, and a value, which is quoted as JSON does if it needs to be.
_PAIR = re.compile(r'([^=；]+)=("(?:[^"\\]|\\.)*"(?=；|$)|[^；]*)', re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"', re.DOTALL)


def provenance(
    report: Report, counting: Counting, said: Mapping[str, Any], period: Period, data: Any
) -> dict[str, Any]:
    """Return the boxes that say when, from which state of the archive, and how far it counts."""
    options = [
        f"{option.label}={_quoted(option.type.show(said[option.name]))}"
        for option in report.options
        if said.get(option.name) is not None
    ]
    if _in_boxes(data) != period:
        days = zip((_START, _END, _AS_OF), period, strict=True)
        options += [f"{label}={day.isoformat()}" for label, day in days]
    return {
        "computed_at": counting.at,
        "archive_head": counting.head,
        "report_coverage": COMPLETE if counting.is_complete else PARTIAL,
        "report_options": "；".join(options) or None,
    }


def options_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the options that a report says it was made with, by label, as they are printed."""
    said = _said(data)
    return {label: said[label] for label in said if label not in (_START, _END, _AS_OF)}


def period_in(data: Mapping[str, Any]) -> Period | None:
    """Return the period that a report's data tell, None if they tell of none."""
    days = _said(data)
    try:
        if _AS_OF not in days:
            return _in_boxes(data)
        return Period(*(dt.date.fromisoformat(days.get(one, "")) for one in (_START, _END, _AS_OF)))
    except ValueError:  # somebody wrote there himself
        return None


def _said(data: Mapping[str, Any]) -> dict[str, str]:
    text = (data.get("provenance") or {}).get("report_options") or ""
    return {label: _unquoted(value) for label, value in _PAIR.findall(text)}


def _quoted(value: str) -> str:
    """Return a value as it stands among the options: quoted if it would not end where it ends."""
    return json.dumps(value, ensure_ascii=False) if "；" in value or '"' in value else value


def _unquoted(value: str) -> str:
    return str(json.loads(value, strict=False)) if _QUOTED.fullmatch(value) else value


def _in_boxes(data: Mapping[str, Any]) -> Period | None:
    start, end = _day(data.get("period_start")), _day(data.get("period_end"))
    day = _day(data.get("as_of"))
    if start and end:
        return Period.of(start, end, day)
    return Period.of(day.replace(month=1, day=1), day) if day else None


def _day(value: Any) -> dt.date | None:
    value = getattr(value, "value", value)  # a figure's
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
