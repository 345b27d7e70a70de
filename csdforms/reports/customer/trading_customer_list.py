"""交易往来客户一览表 computed: who is in trade on a day, and what changed since (4.20).

A customer is in trade while his file is active. What the reader may not read of him is masked or
left out; what a change was about is told by the names of the boxes alone.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from csdforms.reports.customer.credit_terms import PROFILE, profile_record, terms_on
from csdforms.reports.figure import Figure, Record, given, worked
from csdforms.reports.request import Data, Report, Request
from csdforms.reports.sources.customers import Customer
from csdforms.schemas.catalogue import find
from csdforms.schemas.form import Form

__all__ = ["REPORT", "compute"]

_ACTIVE = "ACTIVE"
_FORMS = {"自然人": "individual_customer_profile"}
_CORPORATE = "corporate_customer_profile"
_PLAIN = ("short_name", "main_products", "first_deal_on")
_ADDRESSES = ("office_address", "home_address", "habitual_address")
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
    data = customer.profiles.on(day) or {}
    shown = request.sources.kept.profile_shown(customer.file, data)
    contacts = shown.get("contacts") or ()
    main: Mapping[str, Any] = next(
        (one for one in contacts if one.get("is_main")), contacts[0] if contacts else {}
    )
    terms, last = terms_on(customer, day), _last_change(customer, day)
    cells: dict[str, Any] = {
        **{name: shown.get(name) for name in _PLAIN},
        "contact_person": main.get("name"),
        "phone": main.get("mobile") or main.get("phone") or shown.get("phone"),
        "address": next((shown[name] for name in _ADDRESSES if shown.get(name)), None),
        "salesperson": customer.salesperson(day),
        "last_changed_on": last,
    }
    said, record = f"读自{day:%Y-%m-%d}有效的{PROFILE}", profile_record(customer)
    row: dict[str, Any] = {
        "customer_no": given(customer.file, said, record),
        "customer_name": given(customer.name, said, record),
        "credit_grade": terms.grade,
    }
    if "credit_limit" in shown:  # only for who may see it
        row["credit_limit"] = terms.limit
    return row | {name: given(value, said, record) for name, value in cells.items() if value}


def _is_in_trade(customer: Customer, day: dt.date) -> bool:
    dormant = customer.dormant_since is not None and customer.dormant_since <= day
    ended = customer.ended_on is not None and customer.ended_on <= day
    is_active = customer.state == _ACTIVE or _ends_after(customer, day)
    return is_active and customer.opened_on <= day and not dormant and not ended


def _ends_after(customer: Customer, day: dt.date) -> bool:
    """Whether a file that is closed by now, or sleeps, was active on an earlier day."""
    days = [one for one in (customer.ended_on, customer.dormant_since) if one is not None]
    return bool(days) and min(days) > day


def _last_change(customer: Customer, day: dt.date) -> dt.date | None:
    return max((since for since, _ in customer.profiles if since <= day), default=None)


def _changes(request: Request) -> Iterator[tuple[dt.date, str, str, Customer, tuple[str, ...]]]:
    """Yield what happened to each customer within the period."""
    start, end, _ = request.period
    for customer in request.sources.customers:
        if start <= customer.opened_on <= end:
            yield customer.opened_on, customer.file, "新增", customer, ("新建档案",)
        versions = list(customer.profiles)
        for (_, before), (day, data) in itertools.pairwise(versions):
            boxes = _changed(customer, before, data)
            if start <= day <= end and boxes and _is_in_trade(customer, end):
                yield day, customer.file, "变更", customer, boxes
        for left, why in ((customer.ended_on, "交易终止"), (customer.dormant_since, "休眠")):
            if left is not None and start <= left <= end and not _is_in_trade(customer, end):
                yield left, customer.file, "移出", customer, (why,)


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
