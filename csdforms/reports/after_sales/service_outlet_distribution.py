"""售后服务网点分布表 computed: the newest list with what each outlet did in a period (manual §2.6).

The outlets are master data: the list is taken as it was last filed, and reissued at the day of the
report. Provinces, types and totals follow from its lines, as on every such list; here each of them
can be opened. The means of a province weigh those of its outlets by the services they rest on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csdforms.reports.after_sales.outlet_tallies import ListedOutlets, tallies
from csdforms.reports.after_sales.service_figures import closed_in, performance, service_line
from csdforms.reports.charts.chart import Chart, Series
from csdforms.reports.figure import Figure
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.sources.kept import legible
from csdforms.reports.sources.outlets import Outlets
from csdforms.schemas.after_sales.outlet import Outlet
from csdforms.schemas.after_sales.service_outlet_distribution import ServiceOutletDistribution
from csdforms.schemas.checking import examine

__all__ = ["REPORT", "charts", "compute"]

#: What lists of outlets publish; who counts and may not read the list gets that.
_PUBLIC = (
    "outlet_code", "outlet_name", "outlet_types", "outlet_level", "outlet_status", "big_region",
    "province", "city", "county", "outlet_address", "outlet_phone",
)  # fmt: skip
_HEAD = ("company_name", "department", "coverage", "hotline", "hotline_hours")
#: What is counted of each outlet; a list may hold older figures of its own.
_CELLS = ("service_count", "avg_response_hours", "rated_count", "avg_satisfaction")


def compute(request: Request) -> Data:
    """Return the list with the figures of each outlet; without a list there is no outlet."""
    day = request.period.as_of
    outlets = request.sources.outlets.until(day)
    shown = {} if outlets.newest is None else request.sources.kept.shown(outlets.newest)
    rows = [legible(Outlet, row) for row in shown.get("outlets") or map(_public, outlets.rows)]
    if outlets.newest is None or not rows:
        return {"as_of": day, **tallies(ListedOutlets(), (), None, day)}
    head = {name: shown[name] for name in _HEAD if shown.get(name) is not None}
    form, _ = examine(ServiceOutletDistribution, {**head, "outlets": rows}, today=day)
    listed = ListedOutlets(form.outlets, outlets.newest["number"], outlets.day)
    figures = _figures(request, outlets)
    cells = [
        {**figures[known["outlet_code"]], **listed.technicians(place)}
        for place, known in enumerate(outlets.rows)
    ]
    return {
        **head,
        "as_of": day,
        "outlets": [{**row, **own} for row, own in zip(rows, cells, strict=True)],
        **tallies(listed, cells, form.coverage, day),
    }


def _public(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what everybody may know of an outlet: where it is, and what kind it is."""
    return {name: row[name] for name in _PUBLIC if name in row}


def _figures(request: Request, outlets: Outlets) -> Mapping[str, Mapping[str, Figure]]:
    """Return the cells of each outlet by its code; one without services has 0 of them."""
    services = request.sources.services
    codes = services.outlet(outlets)
    found = performance(services, closed_in(services, request.period).by(codes))
    lines = {word: service_line(found, word) for word in codes.values}
    return {
        code: {"timed_count": found["timed"][code], **{name: lines[code][name] for name in _CELLS}}
        for code in codes.values
    }


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
