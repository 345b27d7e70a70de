"""Where the figures of a report come from: said on the report itself, and read from it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.archive.counting import Counting
from csdforms.reports.request import Report

__all__ = ["COMPLETE", "PARTIAL", "options_in", "provenance"]

#: What a report says of its coverage.
COMPLETE = "完整"
PARTIAL = "不完整"


def provenance(report: Report, counting: Counting, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the boxes that say when, from which state of the archive, and how far it counts."""
    options = [
        f"{option.label}={option.type.show(said[option.name])}"
        for option in report.options
        if said.get(option.name) is not None
    ]
    return {
        "computed_at": counting.at,
        "archive_head": counting.head,
        "report_coverage": COMPLETE if counting.is_complete else PARTIAL,
        "report_options": "；".join(options) or None,
    }


def options_in(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the options that a report says it was made with, by label, as they are printed."""
    said = data.get("provenance", {}).get("report_options") or ""
    pairs = (one.partition("=") for one in said.split("；") if one)
    return {label: value for label, _, value in pairs}
