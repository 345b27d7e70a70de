"""Table A of the summary of returns: what is counted of each product, customer or reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from csdforms.reports.after_sales.return_keys import (
    product_keys,
    sold_by_customer,
    sold_by_product,
    unit_of,
)
from csdforms.reports.columns import Amounts, Words
from csdforms.reports.figure import Figure, given, ratio, worked
from csdforms.reports.request import Request
from csdforms.reports.rows import Counts, Groups, Rows
from csdforms.reports.sources.returned_goods import Returns
from csdforms.schemas.after_sales.return_exchange_summary import (
    PRODUCT,
    SUMMED,
    leading_reason,
    sales_base,
)
from csdforms.schemas.fields import returns
from csdforms.schemas.figures import sum_of

__all__ = ["EXCHANGE", "REFUND_ONLY", "RETURN", "amounts_of", "summary_rows", "total_line"]

RETURN, EXCHANGE, REFUND_ONLY = "退货", "换货", "仅退款"
_CUSTOMER = "客户"
_NOTHING = "本期无退换货"
_UNFILLED = "未填写"
#: The column of the lines for each way of grouping but by product.
_COLUMNS: Mapping[str, Callable[[Returns], Words]] = {
    _CUSTOMER: lambda lines: lines.customer,
    "退换原因": lambda lines: lines.reason,
    "责任方": lambda lines: lines.party,
    "地区": lambda lines: lines.region,
    "渠道": lambda lines: lines.channel,
}
#: Those whose values are a closed list: it stands there whole, in its order.
_CLOSED = {"退换原因": returns.REASON, "责任方": returns.PARTY}
#: What is worked out of the archive; the cost of the goods is typed, if anybody knows it.
_CELLS = tuple(name for name in SUMMED if name != "return_cost_amount")


def summary_rows(
    request: Request, lines: Returns, counted: Rows, group_by: str
) -> list[dict[str, Any]]:
    """Return a row for each group, with a figure in each cell; one that says so without any."""
    groups = counted.by(_column(lines, group_by))
    measured = _measures(request, lines, groups, group_by)
    rows = []
    for word in _order(measured, groups, group_by):
        own, cells = groups[word], {name: counts[word] for name, counts in measured.items()}
        item = _item(lines, own, word, group_by)
        rows.append(item | cells | _rates(cells) | {"main_reason": _main_reason(lines, own)})
    if rows:
        return rows
    nothing: dict[str, Any] = {
        name: given(0, _NOTHING) for name in _CELLS if name != "sales_quantity"
    }
    return [{"product_name" if group_by == PRODUCT else "group_value": _NOTHING, **nothing}]


def total_line(rows: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    """Return the sums of the columns; rates are worked out from the sums, never added."""
    missing = given(None, "没有销售数量")
    columns = {name: [row.get(name, missing) for row in rows] for name in _CELLS}
    total = {name: worked("各项之和", sum_of, 各项=cells) for name, cells in columns.items()}
    total["sales_quantity"] = worked(
        "各项之和；有一项没有销售数量或有几种单位时不出数",
        sales_base,
        各项=columns["sales_quantity"],
        单位=tuple(row.get("unit") or "" for row in rows),
    )
    return total | _rates(total)


def _column(lines: Returns, group_by: str) -> Words:
    """Return what the lines are grouped by."""
    return product_keys(lines) if group_by == PRODUCT else _COLUMNS[group_by](lines)


def _measures(request: Request, lines: Returns, groups: Groups, group_by: str) -> dict[str, Counts]:
    """Return what is counted and summed of each group; without a price a line adds no amount."""
    found: dict[str, Counts] = {"sales_quantity": _sold(request, lines, groups, group_by)}
    for action, name in ((RETURN, "return"), (EXCHANGE, "exchange")):
        own = groups.where(lines.action.isin(action), action)
        found[f"{name}_count"] = own.distinct(lines.register_no, "登记编号")
        found[f"{name}_quantity"] = own.total(lines.quantity, "数量")
        found[f"{name}_amount"] = amounts_of(own, lines.amount, "数量×单价")
    refund_only = groups.where(lines.action.isin(REFUND_ONLY), REFUND_ONLY)
    found["refund_only_quantity"] = refund_only.total(lines.quantity, "数量")
    found["refund_only_amount"] = refund_only.total(lines.refund, "退款金额")
    refunded = groups.where(lines.action.isin(RETURN, REFUND_ONLY), "退货或仅退款")
    found["refund_amount"] = refunded.total(lines.refund, "退款金额")
    stored = groups.where(
        lines.action.isin(RETURN, EXCHANGE) & lines.stock_in.known(), "退货或换货已入库"
    )
    found["stock_in_quantity"] = stored.total(lines.stock_in, "退货入库数量")
    found["stock_in_amount"] = amounts_of(stored, lines.stock_in_amount, "入库数量×单价")
    return found


def amounts_of(groups: Groups, amounts: Amounts, said: str) -> Counts:
    """Return the sum of what is known of a column in each group, none if nothing of it is."""
    sums, counts = groups.total(amounts, said), groups.count()
    known = groups.where(amounts.known(), f"有{said}").count()
    return {
        word: worked(
            f"{said}之和；都不知道的不出数",
            _if_known,
            合计=sums[word],
            行数=counts[word],
            有数的=known[word],
        )
        for word in sums
    }


def _order(measured: Mapping[str, Counts], groups: Groups, group_by: str) -> Iterator[str | None]:
    """Yield the groups in the order of printing: a closed list whole, an open one by quantity."""

    def back(word: str) -> Any:
        names = ("return_quantity", "exchange_quantity")
        return sum(measured[name][word].number() for name in names)

    there = groups.words()
    if group_by in _CLOSED:
        yield from _CLOSED[group_by].choices()
    else:
        known = (word for word in there if word is not None)
        yield from sorted(known, key=lambda word: (-back(word), word))
    if None in there:
        yield None


def _item(lines: Returns, own: Rows, word: str | None, group_by: str) -> dict[str, Any]:
    """Return what a row is about."""
    if group_by != PRODUCT:
        item = {"group_value": _UNFILLED if word is None else word}
        return {**item, "unit": unit_of(lines, own)} if group_by == _CUSTOMER else item
    return {
        "product_code": _only(lines.code, own),
        "product_name": lines.product.at(int(own.index[-1])),  # as it was called last
        "product_model": _only(lines.model, own),
        "unit": unit_of(lines, own),
    }


def _rates(cells: Mapping[str, Figure]) -> dict[str, Figure]:
    back, changed, sold = (
        cells[name] for name in ("return_quantity", "exchange_quantity", "sales_quantity")
    )
    return {
        "return_rate": ratio("退货数量 ÷ 销售数量", 退货数量=back, 销售数量=sold),
        "exchange_rate": ratio("换货数量 ÷ 销售数量", 换货数量=changed, 销售数量=sold),
    }


def _sold(request: Request, lines: Returns, groups: Groups, group_by: str) -> Counts:
    """Return the quantity that was shipped of each product or to each customer."""
    if group_by == PRODUCT:
        return sold_by_product(request, lines, groups)
    if group_by == _CUSTOMER:
        return sold_by_customer(request, lines, groups)
    none = given(None, "这一口径没有销售数量")
    return dict.fromkeys((*groups.values, None), none)


def _main_reason(lines: Returns, own: Rows) -> Figure:
    reasons = own.by(lines.reason)
    quantities = reasons.total(lines.quantity, "数量")
    amounts = reasons.total(lines.amount, "金额")
    there = [word for word in reasons.words() if word is not None]
    return worked(
        "数量最大的退换原因；数量相同取金额大的，再相同取排在前面的",
        _leading,
        退换原因=tuple(there),
        数量=[quantities[word] for word in there],
        金额=[amounts[word] for word in there],
    )


def _only(words: Words, own: Rows) -> str | None:
    """Return the word that all records have that have one, none if they differ."""
    found = {words.at(int(place)) for place in own.index} - {None}
    return found.pop() if len(found) == 1 else None


def _leading(words: Sequence[str], quantities: Sequence[Any], amounts: Sequence[Any]) -> str | None:
    pairs = zip(quantities, amounts, strict=True)
    return leading_reason(dict(zip(words, pairs, strict=True)))


def _if_known(value: Any, count: int, known: int) -> Any:
    return value if known or not count else None
