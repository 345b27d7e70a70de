"""What people wrote on the lines of the tracking sheets: it holds for the case (manual §3.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from csdforms.reports.figure import Figure, Record, given
from csdforms.reports.sources.complaint_case import case_key
from csdforms.reports.sources.kept import Kept

__all__ = ["written_lines"]

_TRACKING, _TITLE = "complaint_case_tracking", "客户投诉案件追踪表"
_WRITTEN = ("delay_reason", "remarks")


def written_lines(kept: Kept, until: dt.date) -> Mapping[str, Mapping[str, Figure]]:
    """Return by case what was written last in each box, on sheets that stand at a day up to this.

    A sheet that does not list a case, or leaves the box empty, takes nothing back.
    """
    sheets = [
        (str(item["data"].get("as_of") or item["data"].get("period_end") or ""), item)
        for item in kept.items(_TRACKING)
    ]
    found: dict[str, dict[str, Figure]] = {}
    for day, item in sorted(sheets, key=lambda sheet: sheet[0]):
        if day > until.isoformat():
            break
        record = Record(_TITLE, item["number"], item["file"], (item["number"],))
        for line in kept.shown(item).get("cases", ()):
            texts = {
                name: given(line[name], f"读自{_TITLE}", record)
                for name in _WRITTEN
                if line.get(name)
            }
            if texts and line.get("complaint_no"):
                found.setdefault(case_key(line["complaint_no"]), {}).update(texts)
    return found
