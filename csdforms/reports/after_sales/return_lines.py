"""Tables B and C of the summary of returns: the lines of goods, and the reasons behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csdforms.reports.after_sales.return_groups import EXCHANGE, RETURN, amounts_of
from csdforms.reports.figure import Figure, given, plus, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Rows
from csdforms.reports.sources.returned_goods import Return, Returns
from csdforms.schemas.after_sales.return_line import difference_of, price_of
from csdforms.schemas.figures import shares, sum_of

__all__ = ["detail_rows", "detail_total", "reason_rows", "reason_total"]

#: What is done about each kind of line, as the register does not say it line by line.
_HANDLING = {"退货": "退款", "换货": "换货", "仅退款": "退款", "返修": "返工维修"}
#: How far a line is, by how far its register is.
_STATUS = {
    "待派工": "已受理", "已派工": "已受理", "处理中": "处理中", "待配件": "处理中",
    "已完工": "已完成", "待回访": "已完成", "已关闭": "已完成",
}  # fmt: skip
_REFUSED = "已拒绝"
#: The boxes that are copied from a line of the register, and from its head.
_OF_LINE = (
    "return_action", "batch_no", "unit", "packaging_intact", "defect", "reason_category",
    "reason_detail", "responsible_party", "accept_result", "freight_bearer",
)  # fmt: skip
_OF_HEAD = {
    "order_no": "order_no",
    "ordered_on": "purchased_on",
    "handler": "service_person",
    "reviewed_by": "reviewed_by",
    "reviewed_on": "reviewed_on",
}
_NUMBERS = ("quantity", "received_quantity", "unit_price")
_PRECISION = 10_000  # quantities have at most four decimals


def detail_rows(request: Request, lines: Returns, counted: Rows) -> list[dict[str, Any]]:
    """Return the lines as the reader may see them, in the order of their days."""
    return [_line(request, lines, int(place)) for place in counted.index]


def detail_total(lines: Returns, counted: Rows) -> dict[str, Figure]:
    """Return the sums of the lines; a column in which all is blank has none."""
    columns = {
        "quantity": (lines.quantity, "数量"),
        "received_quantity": (lines.received, "实收数量"),
        "quantity_difference": (lines.difference, "数量差异"),
        "line_amount": (lines.amount, "数量×单价"),
    }
    return {name: counted.total_if_any(amounts, said) for name, (amounts, said) in columns.items()}


def reason_rows(lines: Returns, back: Rows) -> list[dict[str, Any]]:
    """Return a row for each reason of a return or exchange; the shares make exactly 100.00%."""
    groups = back.by(lines.reason)
    own = {action: groups.where(lines.action.isin(action), action) for action in (RETURN, EXCHANGE)}
    quantities = {action: one.total(lines.quantity, "数量") for action, one in own.items()}
    amounts = amounts_of(groups, lines.amount, "数量×单价")
    there = [word for word in groups.words() if word is not None]
    both = [
        plus("退货数量＋换货数量", 退货=quantities[RETURN][word], 换货=quantities[EXCHANGE][word])
        for word in there
    ]
    return [
        {
            "reason_category": word,
            "return_quantity": quantities[RETURN][word],
            "exchange_quantity": quantities[EXCHANGE][word],
            "return_exchange_amount": amounts[word],
            "share": worked(
                "该原因的退换数量 ÷ 全部退换数量，尾差并入最大的一项",
                _share,
                各原因的退换数量=both,
                位次=place,
            ),
        }
        for place, word in enumerate(there)
    ]


def reason_total(rows: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    """Return the sums over all reasons."""
    names = ("return_quantity", "exchange_quantity", "return_exchange_amount", "share")
    return {
        name: worked("各原因之和", sum_of, 各原因=[row[name] for row in rows]) for name in names
    }


def _line(request: Request, lines: Returns, place: int) -> dict[str, Any]:
    one = lines.lines[place]
    shown = request.sources.kept.shown(one.service.item)
    record = lines.record(place)
    head = {box: shown.get(name) for box, name in _OF_HEAD.items()}
    copied = {name: _shown_line(one, shown).get(name) for name in _OF_LINE}
    numbers = {
        name: given(one.number(name), "读自售后服务登记表的退换货明细", record) for name in _NUMBERS
    }
    line = {
        **head,
        **copied,
        **numbers,
        "line_amount": worked(
            "数量×单价，四舍五入到分",
            price_of,
            数量=numbers["quantity"],
            单价=numbers["unit_price"],
        ),
        "quantity_difference": worked(
            "实收数量－数量",
            difference_of,
            数量=numbers["quantity"],
            实收数量=numbers["received_quantity"],
        ),
        "register_no": one.service.register_no,
        "returned_on": one.on,
        "customer_name": lines.customer.at(place),
        "phone": shown.get("phone"),
        "product_name": one.product_name,
        "product_model": lines.model.at(place),
        "return_action": one.line["return_action"],
        "reason_category": one.line.get("reason_category"),
        "return_handling": _HANDLING[one.line["return_action"]],
        "return_status": _status(one),
    }
    if line["ordered_on"] is not None and line["ordered_on"] > one.on.isoformat():
        line["ordered_on"] = None  # customers misremember; the register takes it with a warning
    return {name: value for name, value in line.items() if value is not None}


def _shown_line(one: Return, shown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the line as the reader may see it: nothing of it if it is hidden."""
    items: Sequence[Mapping[str, Any]] = shown.get("return_exchange_items", ())
    place = one.service.data["return_exchange_items"].index(one.line)
    return items[place] if place < len(items) else {}


def _status(one: Return) -> str:
    if one.line.get("accept_result") == "否":
        return _REFUSED
    return _STATUS.get(one.service.data.get("service_status", ""), "已受理")


def _share(quantities: Sequence[Any], place: int) -> Any:
    return shares([int(quantity * _PRECISION) for quantity in quantities])[place]
