"""A complaint as one case: what its sheets say together, the first that has a box.

The register sheet opens it; the investigation, the handling and the report of the case add to it
(specification of complaints, A.5). Of several sheets of a kind the last one filed counts; of the
investigation there is one for each round, and a box is that of the last round that has it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from csdforms.archive import terms
from csdforms.reports.sources.kept import Document
from csdforms.schemas.complaint import case_state

__all__ = ["FORMS", "ComplaintCase", "case_key", "case_of", "counts"]

_ONE, _TWO = "complaint_register_one", "complaint_register_two"
_FOUND, _HANDLED, _TOLD = (
    "complaint_investigation",
    "complaint_handling",
    "complaint_handling_report",
)
_LOG = "complaint_handling_log"
#: The sheets of a case.
FORMS = (_ONE, _TWO, _FOUND, _HANDLED, _LOG, _TOLD)
#: What is no complaint.
_SUGGESTION = "意见建议"
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComplaintCase:
    """One complaint; times are Beijing time, amounts yuan."""

    complaint_no: str
    received_at: dt.datetime
    due_on: dt.date
    #: The customer's file, "" if the archive has none; then the number or telephone on the sheet.
    file: str = ""
    customer_key: str | None = None
    phone: str | None = None
    customer_name: str | None = None
    customer_kind: str | None = None
    region: str | None = None
    channel: str | None = None
    category: str | None = None
    subcategory: str | None = None
    level: str | None = None
    severity: str | None = None
    urgency: str | None = None
    complained_party: str | None = None
    product_name: str | None = None
    order_no: str | None = None
    demand_types: tuple[str, ...] = ()
    delivered_quantity: Decimal | None = None
    defective_quantity: Decimal | None = None
    first_responder: str | None = None
    handler: str | None = None
    acknowledged_at: dt.datetime | None = None
    repeat_no: int | None = None
    validity: str = "待核实"
    responsible_department: str | None = None
    responsible_person: str | None = None
    cause_category: str | None = None
    remedy_types: tuple[str, ...] = ()
    compensation_amount: Decimal | None = None
    loss_amount: Decimal | None = None
    investigation_started_on: dt.date | None = None
    decided_at: dt.datetime | None = None
    #: Since when the plan counts: approved, else carried out, else closed; None if nobody knows.
    settled_at: dt.datetime | None = None
    executed_at: dt.datetime | None = None
    follow_up_at: dt.datetime | None = None
    satisfaction: str | None = None
    closed_at: dt.datetime | None = None
    closing_type: str | None = None
    #: The numbers of the items, and the items by form, the last of each.
    items: tuple[str, ...] = ()
    sheets: Mapping[str, Document] = field(default_factory=dict, repr=False)
    #: The investigations of the rounds before that one, the later first.
    former_rounds: tuple[Document, ...] = ()

    def __repr__(self) -> str:
        return f"ComplaintCase({self.complaint_no!r})"

    @property
    def closed_on(self) -> dt.date | None:
        """Return the day of closing."""
        return None if self.closed_at is None else self.closed_at.date()

    @property
    def total_cost(self) -> Decimal:
        """Return what the customer was paid and what the company lost besides."""
        return (self.compensation_amount or Decimal(0)) + (self.loss_amount or Decimal(0))


def case_key(number: str) -> str:
    """Return a number as the archive finds it, however it was spelled (capitals, width, spaces).

    >>> case_key("ts-20260203-001"), case_key("ＴＳ—20260203—001")
    ('TS-20260203-001', 'TS-20260203-001')
    """
    return terms.normal("link:complaint_no", number)


def counts(data: Mapping[str, Any]) -> bool:
    """Whether a registered complaint is one: suggestions are left out of every figure."""
    return data.get("nature") != _SUGGESTION


def case_of(items: Sequence[Document]) -> ComplaintCase | None:
    """Return the case of these items, oldest first; None if no register sheet is among them."""
    rounds = _rounds(items)
    last = {item["form"]: item for item in (*items, *rounds[:1])}
    register = last.get(_ONE) or last.get(_TWO)
    if register is None or not counts(register["data"]):
        return None
    said = {form: item["data"] for form, item in last.items()}
    entry, found = register["data"], _together(rounds)
    handled = said.get(_HANDLED, _NOTHING)
    told, log = said.get(_TOLD, _NOTHING), said.get(_LOG, _NOTHING)
    steps = log.get("entries", ())
    lines = entry.get("items", ())
    closed_at = _moment(
        handled.get("closed_at") or log.get("closed_at") or _step(reversed(steps), "结案")
    )
    executed_at = _moment(handled.get("executed_at"))
    remedies = handled.get("remedies", ())
    paid = case_state.compensation(
        (row.get("remedy_type"), _amount(row.get("line_amount"))) for row in remedies
    )
    decided_at = _decided(entry, handled, paid)
    settled_at = decided_at or executed_at or closed_at
    # What only the report of the case says of it was known when that was written.
    asked_on = None if handled.get("satisfaction") else told.get("report_on")
    customer = entry.get("customer_no") or entry.get("phone")
    return ComplaintCase(
        complaint_no=entry["complaint_no"],
        received_at=_moment(entry["received_at"]) or dt.datetime.min,
        due_on=_day(entry.get("due_on")) or dt.date.max,
        file=register["file"],
        customer_key=register["file"] or (customer and case_key(customer)),
        phone=entry.get("phone"),
        customer_name=entry.get("customer_name"),
        customer_kind=entry.get("customer_kind") or ("单位" if register["form"] == _TWO else None),
        channel=entry.get("channel"),
        category=entry.get("category"),
        subcategory=entry.get("subcategory"),
        level=entry.get("level"),
        severity=found.get("severity") or entry.get("severity"),
        urgency=entry.get("urgency"),
        complained_party=entry.get("complained_party"),
        product_name=entry.get("product_name") or "、".join(_names(lines)) or None,
        order_no=entry.get("order_no"),
        demand_types=tuple(entry.get("demand_types", ())),
        delivered_quantity=_sum(lines, "delivered_quantity"),
        defective_quantity=_sum(lines, "defective_quantity"),
        first_responder=entry.get("first_responder"),
        handler=handled.get("handler") or entry.get("assigned_handler"),
        acknowledged_at=_moment(entry.get("acknowledged_at") or _step(steps, "受理告知")),
        repeat_no=entry.get("repeat_no"),
        validity=handled.get("validity") or found.get("validity") or "待核实",
        responsible_department=_first("responsible_department", handled, found),
        responsible_person=_first("responsible_person", handled, found),
        cause_category=_first("cause_category", handled, found),
        remedy_types=tuple(
            dict.fromkeys(row["remedy_type"] for row in remedies if row.get("remedy_type"))
        )
        if settled_at
        else (),
        compensation_amount=paid if settled_at else None,
        loss_amount=_amount(handled.get("loss_amount")) if settled_at else None,
        investigation_started_on=_begun(rounds),
        decided_at=decided_at,
        settled_at=settled_at,
        executed_at=executed_at,
        follow_up_at=_moment(handled.get("follow_up_at") or asked_on),
        satisfaction=_first("satisfaction", handled, told),
        closed_at=closed_at,
        closing_type=handled.get("closing_type"),
        items=tuple(item["number"] for item in items),
        sheets=last,
        former_rounds=tuple(rounds[1:]),
    )


def _rounds(items: Sequence[Document]) -> list[Document]:
    """Return the investigations, one a round, the last round first, whenever it was filed."""
    found = [item for item in items if item["form"] == _FOUND]
    by_round = {int(item["data"].get("round_no") or 1): item for item in found}
    return [by_round[number] for number in sorted(by_round, reverse=True)]


def _together(rounds: Sequence[Document]) -> Mapping[str, Any]:
    """Return what the rounds found: each box as the last round has it that has one."""
    return {
        name: value
        for item in reversed(rounds)
        for name, value in item["data"].items()
        if value not in (None, "")
    }


def _begun(rounds: Sequence[Document]) -> dt.date | None:
    """Return the day on which the first round began."""
    days = (_day(item["data"].get("started_on")) for item in rounds)
    return min((day for day in days if day), default=None)


def _decided(
    entry: Mapping[str, Any], handled: Mapping[str, Any], paid: Decimal | None
) -> dt.datetime | None:
    required = case_state.required_approvals(
        handled.get("level") or entry.get("level"),
        paid,
        safety_related=handled.get("safety_related", entry.get("safety_related")),
    )
    words = {
        row.get("approval_role"): (row.get("approval_decision"), _moment(row.get("approved_at")))
        for row in handled.get("approvals", ())
    }
    return case_state.decided_at(required, words)


def _first(box: str, *sheets: Mapping[str, Any]) -> str | None:
    return next((sheet[box] for sheet in sheets if sheet.get(box)), None)


def _names(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(line["product_name"] for line in lines if line.get("product_name")))


def _sum(lines: Sequence[Mapping[str, Any]], box: str) -> Decimal | None:
    """Return the total of a quantity, None where units differ or nothing is known."""
    known = [Decimal(line[box]) for line in lines if line.get(box) is not None]
    one_unit = len({line.get("unit") for line in lines}) == 1
    return sum(known, Decimal(0)) if known and one_unit else None


def _step(steps: Iterable[Mapping[str, Any]], step: str) -> str | None:
    return next((row.get("handled_at") for row in steps if row.get("step") == step), None)


def _amount(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)


def _moment(text: Any) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _day(text: Any) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text[:10])
