"""Customers that are named by an option of a report."""

from __future__ import annotations

from csdforms.errors import InvalidData
from csdforms.reports.request import Option, Request
from csdforms.reports.sources.customers import Customer
from csdforms.schemas.checking import Finding

__all__ = ["customer_asked", "customer_said", "files_said"]

_NONE = "无"


def files_said(request: Request, option: Option) -> set[str]:
    """Return the files of the customers that an option names; ``无`` names none.

    Raises:
        InvalidData: if the archive has no such customer for the reader.
    """
    numbers = request.option(option.name) or ()
    return {customer_said(request, option, one).file for one in numbers if one != _NONE}


def customer_said(request: Request, option: Option, number: str) -> Customer:
    """Return the customer of a number that was said.

    Raises:
        InvalidData: if the archive has no such customer for the reader.
    """
    customer = request.sources.customers.of(number.strip())
    if customer is None:
        finding = Finding(option.name, option.label, "档案里没有其中的客户，请核对编号。")
        raise InvalidData(request.model.title(), [finding])
    return customer


def customer_asked(request: Request, unsaid: str) -> Customer:
    """Return the customer whom the box 客户编号 names; ``unsaid`` is what to say if it does not.

    Raises:
        InvalidData: if nobody is named, or the archive has no such customer for the reader.
    """
    number = request.option("customer_no")
    customer = request.sources.customers.of(number)
    if customer is None:
        text = "档案里没有这个客户，请核对编号。" if number else unsaid
        finding = Finding("customer_no", request.model.label_of("customer_no"), text)
        raise InvalidData(request.model.title(), [finding])
    return customer
