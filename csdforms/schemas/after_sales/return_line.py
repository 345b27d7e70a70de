"""One line of goods that come back, as the register and the summary of returns both hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from csdforms.schemas.fields import claim, complaint, returns, service
from csdforms.schemas.form import Row, computed
from csdforms.schemas.labels import PrintedAs
from csdforms.schemas.rules import Problem, error, others
from csdforms.schemas.types.numbers import rounded

__all__ = ["Amount", "ReturnLine", "difference_of", "price_of"]

_LARGEST = 10**14  # no box of money takes more

Amount = Annotated[claim.LineAmount, PrintedAs("金额", "总价 总金额 小计 金额小计")]


def price_of(quantity: Decimal | None, unit_price: Decimal | None) -> Decimal | None:
    """Return what a line comes to, rounded to the fen: sums are taken of what is printed.

    >>> price_of(Decimal("2.5"), Decimal("12.35"))
    Decimal('30.88')
    """
    if quantity is None or unit_price is None or quantity * unit_price >= _LARGEST:
        return None
    return rounded(quantity * unit_price, 2)


def difference_of(quantity: Decimal | None, received: Decimal | None) -> Decimal | None:
    """Return what was received less what was announced: 0, or what is missing below it."""
    return None if quantity is None or received is None else received - quantity


class ReturnLine(Row):
    """Goods of one kind that a customer gives back, changes or is paid for."""

    return_action: returns.ReturnAction
    returned_on: returns.ReturnedOn | None = None
    product_name: (
        Annotated[
            complaint.ProductName,
            PrintedAs(
                "产品名称",
                "产品 商品 退货产品 退货商品 退货品名 退回产品 退换商品 宝贝名称 存货名称",
            ),
        ]
        | None
    ) = None
    product_model: (
        Annotated[
            service.ProductModel,
            PrintedAs("规格型号", "颜色规格 规格属性 尺码 颜色/尺码"),
        ]
        | None
    ) = None
    batch_no: Annotated[claim.BatchNo, PrintedAs("批号", "序列号 批号/序列号 生产批次")] | None = (
        None
    )
    unit: Annotated[claim.Unit, PrintedAs("单位")] | None = None
    quantity: Annotated[
        returns.GoodsQuantity,
        PrintedAs(
            "数量",
            "退货数量 退货数 退货量 退货件数 退回数量 退换货数量 客退数量 申请数量 商品数量",
        ),
    ]
    received_quantity: returns.ReceivedQuantity | None = None
    unit_price: (
        Annotated[claim.UnitPrice, PrintedAs("单价", "退货单价 销售单价 销售价格 售价 成交价")]
        | None
    ) = None
    packaging_intact: returns.PackagingIntact | None = None
    defect: returns.Defect | None = None
    reason_category: returns.ReasonCategory
    reason_detail: Annotated[returns.ReasonDetail, PrintedAs("原因说明", "说明")] | None = None
    responsible_party: returns.ResponsibleParty = "待定"
    accept_result: returns.AcceptResult | None = None
    freight_bearer: returns.FreightBearer | None = None

    @computed
    def line_amount(self) -> Amount | None:
        """What the goods that come back are worth."""
        return price_of(self.quantity, self.unit_price)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield what is wrong with the quantities, and a reason that says nothing."""
        if self.quantity == 0:
            yield error("quantity", "应大于 0。")
        given, received = self.quantity, self.received_quantity
        if given is not None and received is not None and received > given:
            yield error("received_quantity", "多于“数量”，请核对。")
        yield from others(self, ("reason_category", "reason_detail"))
