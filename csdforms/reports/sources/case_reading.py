"""The complaints read from the archive: whose sheets make one case, and whose case it is (A.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from csdforms.errors import UnreadableInput
from csdforms.reports.sources.complaint_case import FORMS, ComplaintCase, case_key, case_of
from csdforms.reports.sources.complaint_cases import Cases
from csdforms.reports.sources.customers import Customers
from csdforms.reports.sources.kept import Document, Kept

__all__ = ["read"]


def read(kept: Kept, customers: Customers) -> Cases:
    """Read the cases that somebody may count.

    Raises:
        UnreadableInput: if a registered complaint has no limit, without which nothing can be said
            of its timeliness.
    """
    numbers = {case_key(number): one.file for one in customers for number in one.numbers}
    placed = [_placed(case, customers, numbers) for case in _cases(kept)]
    phones = _by_phone(placed)
    return Cases(_called(case, phones, customers) for case in placed)


def _cases(kept: Kept) -> Iterator[ComplaintCase]:
    """Yield the cases; a complaint's number is the same however it was spelled."""
    by_number: dict[str, list[Document]] = {}
    for item in kept.items(*FORMS):
        number = item["data"].get("complaint_no")
        if number:
            by_number.setdefault(case_key(number), []).append(item)
    for items in by_number.values():
        case = case_of(items)
        if case is None:
            continue
        if case.due_on == dt.date.max:
            raise UnreadableInput(items[0]["number"], "登记的投诉没有办结期限，请补登后再统计。")
        yield case


def _placed(case: ComplaintCase, customers: Customers, numbers: Mapping[str, str]) -> ComplaintCase:
    """Return the case with what the archive knows of its customer on the day of receipt."""
    key = case.customer_key or ""
    known = customers.of(case.file) or customers.of(numbers.get(key, key))
    if known is None:
        return case
    return replace(
        case,
        file=known.file,
        customer_key=known.file,
        customer_name=known.name,
        region=known.region(case.received_at.date()),
    )


def _by_phone(cases: Sequence[ComplaintCase]) -> Mapping[str, str]:
    """Return which customer calls from a telephone, where only one does."""
    found: dict[str, set[str]] = {}
    for case in cases:
        if case.phone and case.customer_key and case.customer_key != case_key(case.phone):
            found.setdefault(case_key(case.phone), set()).add(case.customer_key)
    return {phone: next(iter(keys)) for phone, keys in found.items() if len(keys) == 1}


def _called(case: ComplaintCase, phones: Mapping[str, str], customers: Customers) -> ComplaintCase:
    """Return the case of somebody who gave no more than his telephone as that of its customer."""
    key = phones.get(case.customer_key or "")
    return case if key is None else _placed(replace(case, customer_key=key), customers, {})
