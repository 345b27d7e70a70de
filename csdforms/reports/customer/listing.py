"""The customers that a list holds, and what is read off their files for a line of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csdforms.reports.customer.credit_terms import PROFILE, profile_record
from csdforms.reports.figure import Figure, across, given
from csdforms.reports.sources.customers import Customer, Customers
from csdforms.schemas.types.identity import region_name

__all__ = ["across", "current", "named", "read_off"]


def current(customers: Customers, day: dt.date) -> Iterator[Customer]:
    """Return the customers whose file was open on a day, whatever became of it since."""
    return (customer for customer in customers if customer.is_open(day))


def named(customers: Customers, file: str) -> dict[str, str]:
    """Return number and name as a line prints them; without a card the number is the name."""
    customer = customers.of(file)
    return {"customer_no": file, "customer_name": customer.name if customer else file}


def read_off(customers: Customers, file: str, day: dt.date) -> dict[str, Figure]:
    """Return where a customer belonged on a day: region, salesperson and grade, where known."""
    customer = customers.of(file)
    if customer is None:
        return {}
    code = customer.region(day)
    profile, said = profile_record(customer), f"读自{PROFILE}，{day}有效"
    cells = {
        "region": given(code and region_name(code), f"{said}的行政区划", profile),
        "salesperson": given(customer.salesperson(day), f"{said}的业务员", profile),
        "customer_grade": given(customer.grade(day), f"{day}有效的客户等级", profile),
    }
    return {name: cell for name, cell in cells.items() if cell.value}
