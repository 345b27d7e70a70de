"""上期措施验证 computed: what nobody has verified yet of the last measures (manual §3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.reports.figure import Record, given
from csdforms.reports.request import Request

__all__ = ["open_measures"]

_TITLE = "客户投诉分析表"
_DONE = "已验证"
#: What tells one measure from another on the sheets that carry it.
_APART = ("main_problem", "cause_analysis", "measure", "responsible_department")
#: Where measures stand on a sheet, the older first.
_GROUPS = ("previous_measures", "measures")


def open_measures(request: Request) -> list[dict[str, Any]]:
    """Return the measures that are open still, the older first, each once.

    What it is about is read off, so that who writes of one measure leaves the others in place.
    """
    sheets = _last_sheets(request)
    rows = [
        (tuple(row.get(name) for name in _APART), row, records)
        for group in _GROUPS
        for sheet, records in sheets
        for row in sheet.get(group, ())
    ]
    done = {key for key, row, _ in rows if row.get("measure_status") == _DONE}
    still = {key: (row, records) for key, row, records in rows if key not in done}
    return [
        {
            **{name: value for name, value in row.items() if name != "seq"},
            "main_problem": given(row.get("main_problem"), f"读自上期{_TITLE}", *records),
        }
        for row, records in still.values()
    ]


def _last_sheets(request: Request) -> list[tuple[Mapping[str, Any], tuple[Record, ...]]]:
    """Return the last analysis, and those of the same day that rank by something else."""
    last, kept = request.last, request.sources.kept
    if not last:
        return []
    found: dict[Any, tuple[Mapping[str, Any], tuple[Record, ...]]] = {}
    for item in kept.items(request.model.identifier()):
        data = item["data"]
        if _stands_at(data) == _stands_at(last):
            record = Record(_TITLE, item["number"], item["file"], (item["number"],))
            found.pop(data.get("pareto_dimension"), None)  # one that was filed anew is the later
            found[data.get("pareto_dimension")] = (data, (record,))
    found.setdefault(last.get("pareto_dimension"), (last, ()))
    return list(found.values())


def _stands_at(sheet: Mapping[str, Any]) -> str:
    return str(sheet.get("as_of") or sheet.get("period_end") or "")
