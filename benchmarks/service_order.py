"""售后服务工单: the form that is measured, of the size and strictness of the shipped ones.

It is no sheet of the manual, so its class stands here; it takes its boxes from the library's
vocabulary, as a department's own form would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from csdforms.schemas.fields import claim, complaint, customer, returns, service
from csdforms.schemas.figures import agrees, plus, sum_of
from csdforms.schemas.form import Record, Row
from csdforms.schemas.labels import Group, PrintedAs
from csdforms.schemas.rules import Problem, error, in_order, not_after, not_future, requires

__all__ = ["PartLine", "ServiceOrder"]


class PartLine(Row):
    """A part put in, and what it costs."""

    part_code: service.PartCode
    part_name: service.PartName
    part_spec: Annotated[service.PartSpec, PrintedAs("规格")] | None = None
    unit: Annotated[claim.Unit, PrintedAs("单位")]
    quantity: Annotated[returns.GoodsQuantity, PrintedAs("数量")]
    unit_price: Annotated[claim.UnitPrice, PrintedAs("单价")]
    line_amount: Annotated[claim.LineAmount, PrintedAs("金额")]

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a line of nothing, and an amount that is not quantity times price."""
        if self.quantity == 0:
            yield error("quantity", "应大于 0。")
        if self.quantity is not None and self.unit_price is not None:
            yield from agrees(self, "line_amount", self.quantity * self.unit_price)


class ServiceOrder(Record, title="售后服务工单", number="register_no"):
    """One visit: the customer, the product, what was wrong and done, the parts and the fees."""

    register_no: service.RegisterNo
    registered_at: service.RegisteredAt
    service_type: service.ServiceType
    service_mode: service.ServiceMode

    customer_name: customer.CustomerName
    customer_no: customer.CustomerNo | None = None
    contact_person: customer.ContactPerson
    phone: customer.ContactPhone
    address: Annotated[customer.PostalAddress, PrintedAs("服务地址")]

    product_name: Annotated[complaint.ProductName, PrintedAs("产品名称")]
    product_model: service.ProductModel | None = None
    serial_number: service.SerialNumber | None = None
    purchased_on: Annotated[complaint.PurchasedOn, PrintedAs("购买日期")] | None = None
    warranty_status: service.WarrantyStatus

    problem_description: service.ProblemDescription
    service_person: service.ServicePerson
    dispatched_at: service.DispatchedAt
    arrived_at: service.ArrivedAt | None = None
    finished_at: service.FinishedAt | None = None
    service_measures: service.ServiceMeasures
    service_result: service.ServiceResult
    satisfaction: customer.Satisfaction | None = None

    parts: Annotated[tuple[PartLine, ...], Group("更换配件", at_least=1, at_most=20_000)] = ()
    parts_fee_amount: service.PartsFeeAmount
    labor_fee_amount: service.LaborFeeAmount
    total_fee_amount: service.TotalFeeAmount

    customer_signature: customer.CustomerSignature | None = None
    signed_on: complaint.SignedOn | None = None

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield days out of order, sums that are none, and a result that nobody signed."""
        yield from in_order(self, "registered_at", "dispatched_at", "arrived_at", "finished_at")
        yield from in_order(self, "finished_at", "signed_on")
        yield from not_after(self, "purchased_on", "registered_at")
        yield from not_future(self, "registered_at", "finished_at", today=today)
        repaired = self.service_result in ("已修复", "已更换")
        because = f"服务结果是“{self.service_result}”"
        yield from requires(self, "arrived_at", "finished_at", when=repaired, because=because)
        signed = self.signed_on is not None
        because = "填了签字日期，应写明是谁"
        yield from requires(self, "customer_signature", when=signed, because=because)
        parts = sum_of(part.line_amount for part in self.parts)
        if parts is not None:
            yield from agrees(self, "parts_fee_amount", parts)
        total = plus(self.parts_fee_amount, self.labor_fee_amount)
        if total is not None:
            yield from agrees(self, "total_fee_amount", total)
