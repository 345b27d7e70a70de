"""售后服务网点分布表 computed: the newest list with what each outlet did in a period (manual §2.6).

The outlets are master data: the list is taken as it was last filed, and reissued at the day of the
report. Provinces, types and totals follow from its lines, as on every such list.
"""

from __future__ import annotations

from collections.abc import Mapping

from csdforms.reports.after_sales.service_figures import closed_in, performance, service_line
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import Figure
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.sources.outlets import Outlets
from csdforms.schemas.after_sales.service_outlet_distribution import ServiceOutletDistribution

__all__ = ["REPORT", "charts", "compute"]

_HEAD = ("company_name", "department", "coverage", "hotline", "hotline_hours")
#: What is counted of each outlet; a list may hold older figures of its own.
_CELLS = ("service_count", "avg_response_hours", "avg_satisfaction")


def compute(request: Request) -> Data:
    """Return the list with the figures of each outlet, nothing but its day without a list."""
    outlets = request.sources.outlets.until(request.period.as_of)
    if outlets.newest is None:
        return {"as_of": request.period.as_of}
    shown = request.sources.kept.shown(outlets.newest)
    figures = _figures(request, outlets)
    head = {name: shown[name] for name in _HEAD if shown.get(name) is not None}
    rows = [
        {**row, **figures[known["outlet_code"]]}
        for row, known in zip(shown["outlets"], outlets.rows, strict=True)
    ]
    return {**head, "as_of": request.period.as_of, "outlets": rows}


def _figures(request: Request, outlets: Outlets) -> Mapping[str, Mapping[str, Figure]]:
    """Return the cells of each outlet by its code; one without services has 0 of them."""
    services = request.sources.services
    codes = services.outlet(outlets)
    found = performance(services, closed_in(services, request.period).by(codes))
    lines = {word: service_line(found, word) for word in codes.values}
    return {code: {name: lines[code][name] for name in _CELLS} for code in codes.values}


def charts(form: ServiceOutletDistribution) -> tuple[Chart, ...]:
    """Return how satisfied the customers of each outlet were, the best first."""
    rated = [one for one in form.outlets if one.avg_satisfaction is not None]
    rated.sort(key=lambda one: -(one.avg_satisfaction or 0))
    if not rated:
        return ()
    values = [one.avg_satisfaction for one in rated]
    return (
        Chart(
            "各网点平均满意度",
            [one.outlet_name for one in rated],
            [Series("平均满意度（5分制）", values)],
            "bar",
            unit="分",
        ),
    )


REPORT = Report(form="service_outlet_distribution", letters="WD", compute=compute, charts=charts)
