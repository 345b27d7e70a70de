"""Which sheets are computed, and where each is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module

from csdforms.errors import CsdformsError, UnknownForm, UnknownReport
from csdforms.reports.request import Report
from csdforms.schemas.catalogue import find

__all__ = ["MISSING_NUMPY", "REPORTS", "report_of"]

MISSING_NUMPY = '统计报表要先安装附加组件，请运行：pip install "csdforms[reports]"。'

#: The chapter of each computed form, in the manual's order.
REPORTS: Mapping[str, str] = {
    "return_exchange_summary": "after_sales",
    "after_sales_evaluation": "after_sales",
    "after_sales_questionnaire": "after_sales",
    "service_outlet_distribution": "after_sales",
    "complaint_statistics": "complaint",
    "complaint_analysis": "complaint",
    "complaint_case_tracking": "complaint",
    "complaint_summary": "complaint",
    "customer_grade_classification": "customer",
    "customer_region_classification": "customer",
    "customer_sales_overview": "customer",
    "customer_sales_monthly": "customer",
    "customer_gross_profit_ranking": "customer",
    "customer_credit_analysis": "customer",
    "excellent_customer_statistics": "customer",
    "at_risk_customer_statistics": "customer",
    "trading_customer_list": "customer",
    "inbound_call_record": "telephone",
    "outbound_call_record": "telephone",
}


def report_of(name: str) -> Report:
    """Return a computed sheet by its form's identifier or Chinese title.

    Raises:
        UnknownReport: if there is no such form, or it is not computed.
        CsdformsError: if the extra ``reports`` is not installed.
    """
    try:
        form = find(name).identifier()
    except UnknownForm:
        form = ""
    if form not in REPORTS:
        titles = {find(one).title(): one for one in REPORTS}
        raise UnknownReport(name, get_close_matches(name, [*titles, *REPORTS], n=3)) from None
    try:
        report: Report = import_module(f"csdforms.reports.{REPORTS[form]}.{form}").REPORT
    except ModuleNotFoundError as problem:
        if problem.name is None or problem.name.partition(".")[0] != "numpy":
            raise
        raise CsdformsError(MISSING_NUMPY) from None
    return report
