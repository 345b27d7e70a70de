"""What complaints are counted by: the column of each dimension, and what its values are called."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from csdforms.reports.columns import ManyWords, Words
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.schemas.complaint.dimensions import MANY_VALUED, UNKNOWN, words
from csdforms.schemas.figures import TOTALS
from csdforms.schemas.types.identity import region_name

__all__ = ["COLUMNS", "CUSTOMER", "MONTH", "column", "customer_name", "names", "ordered", "unknown"]

MONTH, CUSTOMER, _REGION = "月份", "客户", "区域"
_UNFILLED, _UNDECIDED = UNKNOWN
_NAMELESS = "未具名"
#: The column of the cases for each dimension on a day, and what a case without a value is called.
COLUMNS: Mapping[str, tuple[Callable[[Cases, dt.date], Words | ManyWords], str]] = {
    "投诉类别": (lambda cases, _: cases.category, _UNFILLED),
    "细类": (lambda cases, _: cases.subcategory, _UNFILLED),
    "投诉方式": (lambda cases, _: cases.channel, _UNFILLED),
    "投诉等级": (lambda cases, _: cases.level, _UNFILLED),
    "情节": (lambda cases, _: cases.severity, _UNFILLED),
    "责任部门": (lambda cases, _: cases.department, _UNDECIDED),
    "责任人": (lambda cases, _: cases.person, _UNDECIDED),
    CUSTOMER: (lambda cases, _: cases.customer, _UNFILLED),
    "客户类别": (lambda cases, _: cases.customer_kind, _UNFILLED),
    _REGION: (lambda cases, _: cases.region, _UNFILLED),
    "产品": (lambda cases, _: cases.product, _UNFILLED),
    MONTH: (lambda cases, _: cases.month, _UNFILLED),
    "原因分类": (lambda cases, _: cases.cause, _UNDECIDED),
    MANY_VALUED: (lambda cases, as_of: cases.remedy_by(as_of), _UNDECIDED),
}


def column(cases: Cases, dimension: str, as_of: dt.date) -> Words | ManyWords:
    """Return the column of a dimension, as it stood on a day."""
    return COLUMNS[dimension][0](cases, as_of)


def unknown(dimension: str) -> str:
    """Return what a case without a value of a dimension is called."""
    return COLUMNS[dimension][1]


def names(
    request: Request, dimension: str, values: Iterable[str | None]
) -> Mapping[str | None, str]:
    """Return what each of these values of a dimension is called on paper, no two the same.

    Customers by their names, as far as the reader may see them, regions by those of GB/T 2260;
    where several have one name, the number of the file (or of the first complaint) follows it.
    """
    known = [word for word in values if word is not None]
    called, numbers = {word: word for word in known}, {word: word for word in known}
    if dimension == CUSTOMER:
        first = _first_cases(request)
        called = {word: customer_name(request, first[word]) for word in known}
        numbers = {word: first[word].file or first[word].complaint_no for word in known}
    elif dimension == _REGION:
        called = {word: region_name(word) if word.isdigit() else word for word in known}
    bearers = Counter([*called.values(), *TOTALS, *UNKNOWN])  # those are the sheet's own
    return {
        None: unknown(dimension),
        **{
            word: name if bearers[name] == 1 else f"{name}（{numbers[word]}）"
            for word, name in called.items()
        },
    }


def ordered(
    dimension: str,
    values: Iterable[str | None],
    counts: Counts,
    called: Mapping[str | None, str],
) -> list[str | None]:
    """Return values in the order of printing: as their list has them, months as they follow.

    Those of an open dimension by count, then by name; last the cases without a value.
    """
    found = set(values)
    known = [word for word in found if word is not None]
    if places := {word: place for place, word in enumerate(words(dimension))}:
        known.sort(key=lambda word: (places.get(word, len(places)), word))
    elif dimension == MONTH:
        known.sort()
    else:
        known.sort(key=lambda word: (-counts[word].number(), called[word]))
    return [*known, None] if None in found else [*known]


def _first_cases(request: Request) -> Mapping[str, ComplaintCase]:
    """Return the first complaint of each customer."""
    cases = request.sources.cases
    codes, places = np.unique(cases.customer.codes, return_index=True)
    pairs = zip(codes.tolist(), places.tolist(), strict=True)
    return {cases.customer.values[code]: cases.cases[at] for code, at in pairs if code >= 0}


def customer_name(request: Request, case: ComplaintCase) -> str:
    """Return a customer's name as the reader may see it: that of his card, else of the sheet."""
    customer = request.sources.customers.of(case.file)
    if customer is not None:
        return customer.name
    for form in ("complaint_register_one", "complaint_register_two"):
        if form in case.sheets:
            name = request.sources.kept.shown(case.sheets[form]).get("customer_name")
            return str(name) if name else _NAMELESS
    return case.customer_name or _NAMELESS
