"""交易往来客户一览表 computed: who is in trade on a day, and what changed since (4.20).

A customer is in trade while his file is open and does not sleep; frozen, or on the way to being
closed, it is still open. What the reader may not read of him is masked or
left out; what a change was about is told by the names of the boxes alone.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.reports.customer.contact import contact_in
from csdforms.reports.customer.credit_terms import PROFILE, profile_record, terms_on
from csdforms.reports.figure import Figure, Record, given, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.kept import legible
from csdforms.schemas.catalogue import find
from csdforms.schemas.customer.trading_customer_list import ListedCustomer
from csdforms.schemas.form import Form

__all__ = ["REPORT", "compute"]

_FORMS = {"自然人": "individual_customer_profile"}
_CORPORATE = "corporate_customer_profile"
_PLAIN = ("short_name", "main_products", "first_deal_on")
_CONTACT = ("contact_person", "phone", "address")
#: What every version says anew without telling anybody anything.
_NO_NEWS = frozenset({"filer", "prepared_by", "prepared_on", "reviewed_by", "reviewed_on"})


def compute(request: Request) -> Data:
    """Return the customers in trade, by number, and the supplement of the period."""
    day = request.period.as_of
    kept = request.kept("customers", "customer_no", "remarks")
    trading = sorted(
        (one for one in request.sources.customers if _is_in_trade(one, day)),
        key=lambda customer: customer.file,
    )
    rows = [{**_row(request, one, day), **kept.get(one.file, {})} for one in trading]
    numbers = [row["customer_no"] for row in rows]
    return {
        "as_of": day,
        "period_start": request.period.start,
        "period_end": request.period.end,
        "list_copy_no": request.option("list_copy_no"),
        "trading_count": worked("清单中的客户数", len, 客户=numbers),
        "customers": rows,
        "changes": [_change(one) for one in sorted(_changes(request), key=lambda one: one[:2])],
    }


def _row(request: Request, customer: Customer, day: dt.date) -> dict[str, Any]:
    data, terms = customer.profiles.on(day) or {}, terms_on(customer, day)
    if terms.limit.value is not None:  # whoever set it, who may see it is told by the profile's
        data = {**data, "credit_limit": str(terms.limit.value)}
    shown = request.sources.kept.profile_shown(customer.file, data)
    contact = contact_in(shown)
    cells: dict[str, Any] = {
        **{name: shown.get(name) for name in _PLAIN},
        **{name: contact.get(name) for name in _CONTACT},
        "salesperson": customer.salesperson(day),
    }
    cells = legible(ListedCustomer, {name: value for name, value in cells.items() if value})
    cells["last_changed_on"] = _last_change(customer, day)
    said, record = f"读自{day}有效的{PROFILE}", profile_record(customer)
    row: dict[str, Any] = {
        "customer_no": given(customer.file, said, record),
        "customer_name": given(customer.name, said, record),
        "credit_grade": terms.grade,
    }
    if "credit_limit" in shown:
        row["credit_limit"] = terms.limit
    return row | {name: given(value, said, record) for name, value in cells.items() if value}


def _is_in_trade(customer: Customer, day: dt.date) -> bool:
    dormant = customer.dormant_since is not None and customer.dormant_since <= day
    return customer.is_open(day) and not dormant


def _last_change(customer: Customer, day: dt.date) -> dt.date | None:
    return max((since for since, _ in customer.profiles if since <= day), default=None)


def _changes(request: Request) -> Iterator[tuple[dt.date, str, str, Customer, tuple[str, ...]]]:
    """Yield what happened to each customer within the period."""
    start, end, _ = request.period
    for customer in request.sources.customers:
        if customer.was_opened and start <= customer.opened_on <= end:
            yield customer.opened_on, customer.file, "新增", customer, ("新建档案",)
        versions = list(customer.profiles)
        for (_, before), (day, data) in itertools.pairwise(versions):
            boxes = _changed(customer, before, data)
            if start <= day <= end and boxes and _is_in_trade(customer, end):
                yield day, customer.file, "变更", customer, boxes
        left, why = _left(customer)
        if customer.was_opened and left is not None and start <= left <= end:
            yield left, customer.file, "移出", customer, (why,)


def _left(customer: Customer) -> tuple[dt.date | None, str]:
    """Return when a customer left the list, and why; who sleeps is not there when it ends."""
    ways = ((customer.dormant_since, "休眠"), (customer.ended_on, "交易终止"))
    known = [(day, why) for day, why in ways if day is not None]
    return min(known, default=(None, ""))


def _changed(
    customer: Customer, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the labels of the boxes that differ."""
    model: type[Form] = find(_FORMS.get(customer.kind, _CORPORATE))
    return tuple(
        model.label_of(name)
        for name in model.specs()
        if name not in _NO_NEWS and before.get(name) != after.get(name)
    )


def _change(one: tuple[dt.date, str, str, Customer, tuple[str, ...]]) -> dict[str, Figure]:
    day, file, kind, customer, boxes = one
    record = Record(PROFILE, file, file, (), day)
    cells: dict[str, Any] = {
        "list_changed_on": day,
        "list_change": kind,
        "customer_no": file,
        "customer_name": customer.name,
        "changed_columns": boxes,
    }
    return {name: given(value, "读自客户档案的沿革", record) for name, value in cells.items()}


REPORT = Report(
    form="trading_customer_list",
    letters="YL",
    compute=compute,
    boxes=("list_copy_no",),
)
