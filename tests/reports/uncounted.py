"""What computed sheets print that no record was counted for, with the reason.

Paths have ``*`` for the numbers of rows; a whole group or part is named by its own path.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from csdforms.reports.sheet import ComputedSheet
from csdforms.schemas.form import Block, FieldSpec

#: How a sheet is set up, and the scales by which it scores: said or laid down beforehand.
SETTINGS = {
    "after_sales_evaluation": {
        "items.*.max_score",
        "items.*.weight_rate",
        "items.*.criteria_and_options",
        "levels",
    },
    "after_sales_questionnaire": {
        "questions.*.weight",
        "questions.*.options.*.score",
        "questions.*.max_choices",
    },
    "complaint_analysis": {"trend_months"},
    "customer_grade_classification": {"thresholds.*.share_up_to", "thresholds.*.grade_bound"},
    "customer_region_classification": {"year"},
    "customer_sales_monthly": {"year", "month"},
    "customer_sales_overview": {"year", "months.*.month"},
    "at_risk_customer_statistics": {
        "standards.*.trigger_code",
        "standards.*.trigger_name",
        "standards.*.trigger_rule",
        "standards.*.trigger_level",
    },
    "customer_credit_analysis": {"score_rows.*.max_score"},
    "excellent_customer_statistics": {"indicators.*.weight"},
    "service_outlet_distribution": {"outlets.*.longitude", "outlets.*.latitude"},
}

#: Boxes that say in words, or in another order, what other boxes of the sheet say.
SAID_AGAIN = {
    "at_risk_customer_statistics": {"empty_note"},
    "customer_gross_profit_ranking": {"empty_note"},
    "inbound_call_record": {"more_details"},
    "outbound_call_record": {"more_details"},
    "service_outlet_distribution": {"outlets.*.business_hours"},
    "after_sales_questionnaire": {
        "screening_questions",
        "level_questions",
        "scale_questions",
        "choice_questions",
        "open_questions",
    },
    "after_sales_evaluation": {"level_summary"},
    "complaint_analysis": {"cross_lines"},
    "complaint_summary": {"indicator_lines", "no_complaints"},
    "customer_sales_overview": {
        "rest_products",
        *(
            f"{where}.{column}.product_heading"
            for where in ("months.*", "year_total")
            for column in ("products.*", *(f"product_{n}" for n in range(1, 7)), "other_products")
        ),
    },
    "return_exchange_summary": {"summary_rows.*.summary_item"},
}

_NEVER = ("seq", "extra", "provenance")


def uncounted(sheet: ComputedSheet) -> list[str]:
    """Return the boxes with a number, or worked out by the form, that no figure stands behind."""
    form = sheet.report.form
    known = SETTINGS.get(form, set()) | SAID_AGAIN.get(form, set()) | set(sheet.report.boxes)
    return [
        path
        for path, names, spec, value in _boxes(sheet.form)
        if _is_counted(spec, value, sheet, path) and path not in sheet.cells
        if not any(_within(names, one) for one in known)
    ]


def _is_counted(spec: FieldSpec, value: object, sheet: ComputedSheet, path: str) -> bool:
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    outermost = type(sheet.form).specs()[path.partition(".")[0]]
    return is_number or spec.computed or outermost.computed


def _within(names: str, outer: str) -> bool:
    return names == outer or names.startswith(f"{outer}.")


def _boxes(
    block: Block, path: str = "", names: str = ""
) -> Iterator[tuple[str, str, FieldSpec, object]]:
    for name, spec in type(block).specs().items():
        value = getattr(block, name)
        if value is None or value == () or name in _NEVER:
            continue
        if spec.model is None:
            yield path + name, names + name, spec, value
        elif spec.many:
            for number, row in enumerate(value, start=1):
                yield from _boxes(row, f"{path}{name}.{number}.", f"{names}{name}.*.")
        else:
            yield from _boxes(value, f"{path}{name}.", f"{names}{name}.")
