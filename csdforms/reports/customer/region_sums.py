"""What each sales region came to: its customers, and what they bought (4.3, F3–F7, F11).

Customers are counted where they are on the day, also those who bought and have gone since: sales
have somebody behind them. Sales and who bought are counted in the region of the sale, so that what
a buyer comes to is sales by those who made them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from csdforms.reports.columns import Words
from csdforms.reports.customer.bought import NOTHING, Bought, Trade, measured_in
from csdforms.reports.customer.credit_terms import PROFILE
from csdforms.reports.customer.listing import current
from csdforms.reports.customer.paired import totals_of_pairs
from csdforms.reports.customer.regions import Regions, assigned
from csdforms.reports.figure import Figure, Record, change, given, ratio, to_the_cent, worked
from csdforms.reports.request import Request
from csdforms.reports.sources.customers import Customer
from csdforms.reports.sources.sales import Sales
from csdforms.schemas.customer.customer_region_classification import COUNTS
from csdforms.schemas.figures import sum_of

__all__ = ["RegionSheet", "customer_share", "growth", "region_lines", "shares", "total_line"]

_LISTED = "列出的客户数，包括今年或上年有销售而已注销、休眠的"
_SALES = ("last_year_sales_amount", "last_year_ytd_amount", "ytd_sales_amount")


class RegionSheet(NamedTuple):
    """What the lines of a sheet are made from."""

    request: Request
    day: dt.date
    regions: Regions
    sales: Sales
    #: The sales of last year, of its same months, and of this year up to the day.
    trades: tuple[Trade, Trade, Trade]
    #: Whether sales count where the customer was when he bought, and not where he is on the day.
    at_sale: bool

    def since(self) -> dt.date:
        """Return the first day of the year."""
        return self.day.replace(month=1, day=1)

    def region(self, file: str) -> str:
        """Return the region in which a customer is on the day."""
        customer = self.request.sources.customers.of(file)
        return self.regions.find(customer.region(self.day) if customer else None)

    def amounts(self, file: str) -> dict[str, Figure]:
        """Return what a customer bought."""
        nets = (trade.of(file).net for trade in self.trades)
        return dict(zip(_SALES, nets, strict=True))


def region_lines(sheet: RegionSheet) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
    """Return the regions with their sums, and who is listed in each."""
    listed: dict[str, list[str]] = {}
    for file in _listed(sheet):
        listed.setdefault(sheet.region(file), []).append(file)
    lost: dict[str, list[Customer]] = {}
    for customer in sheet.request.sources.customers:
        left = [day for day in (customer.ended_on, customer.dormant_since) if day is not None]
        if left and sheet.since() <= min(left) <= sheet.day:  # lost once
            lost.setdefault(sheet.region(customer.file), []).append(customer)
    words = _regions_of_sale(sheet)
    sold, buyers = _sold(sheet, words), _buyers(sheet, words)
    names = sheet.regions.listed([*listed, *lost, *sold])
    kept = sheet.request.kept("regions", "region", "region_no", "region_owner")
    lines = []
    for name in names:
        own = [sheet.request.sources.customers.of(file) for file in listed.get(name, ())]
        new = [one for one in own if one and sheet.since() <= one.opened_on <= sheet.day]
        counts = {
            "customer_count": _count(_LISTED, listed.get(name, ())),
            "new_count": _count("本年建档的客户数", [one.file for one in new]),
            "lost_count": _count(
                "本年注销或休眠的客户数", [one.file for one in lost.get(name, ())]
            ),
            "buying_count": _buying(buyers.get(name, [])),
        }
        no = {"region_no": code} if (code := sheet.regions.code(name)) else {}
        amounts = sold.get(name) or _amounts((NOTHING, NOTHING, NOTHING))
        line = {"region": name, **no, **kept.get(name, {}), **counts, **amounts}
        lines.append(line | _average(line))
    return lines, {name: listed[name] for name in names if name in listed}


def _listed(sheet: RegionSheet) -> list[str]:
    """Return who is listed, who bought most this year first."""
    active = (
        one.file
        for one in current(sheet.request.sources.customers, sheet.day)
        if one.dormant_since is None or one.dormant_since > sheet.day
    )
    files = dict.fromkeys([*active, *(file for trade in sheet.trades for file in trade.found)])
    return sorted(files, key=lambda file: (-sheet.trades[-1].of(file).net.number(), file))


def _regions_of_sale(sheet: RegionSheet) -> Words:
    """Return the region in which each line counts."""

    def region(customer: Customer, day: dt.date) -> str:
        return sheet.regions.find(customer.region(day if sheet.at_sale else sheet.day))

    return assigned(sheet.sales.of_customer(region))


def _sold(sheet: RegionSheet, words: Words) -> dict[str, dict[str, Figure]]:
    """Return what was sold in each region that sold something, and its costs and margin."""
    groups = [trade.lines.by(words) for trade in sheet.trades]
    names = sorted({name for one in groups for name in one.words() if name is not None})
    found = [measured_in(sheet.sales, one, names) for one in groups]
    return {name: _amounts([bought[name] for bought in found]) for name in names}


def _buyers(sheet: RegionSheet, words: Words) -> dict[str, list[Figure]]:
    """Return what each customer bought this year in each region, by region."""
    lines, sales = sheet.trades[-1].lines, sheet.sales
    found: dict[str, list[Figure]] = {}
    for _, region, net in totals_of_pairs(lines, sales.file, words, sales.net, "销售净额"):
        found.setdefault(region, []).append(net)
    return found


def _amounts(several: Sequence[Bought]) -> dict[str, Figure]:
    now = several[-1]
    found = dict(zip(_SALES, (one.net for one in several), strict=True))
    return {
        **found,
        "ytd_cost_amount": now.cost,
        "gross_profit_amount": now.profit,
        "gross_margin_rate": now.margin,
        **growth(found),
    }


def total_line(sheet: RegionSheet, lines: Sequence[Mapping[str, Any]]) -> dict[str, Figure]:
    """Return the whole firm; the sums of the regions are those of all lines, or the report stops.

    Raises:
        InconsistentReport: if they are not.
    """
    together = [
        measured_in(sheet.sales, trade.lines.together(), ["合计"]) for trade in sheet.trades
    ]
    total = _amounts([bought["合计"] for bought in together])
    for name in _SALES:
        summed = sum(line[name].number() for line in lines)
        sheet.request.require(summed == total[name].value, "各区域销售额之和不等于全公司合计")
    for name in COUNTS:
        total[name] = worked("各区域之和", sum_of, 各区域=[line[name] for line in lines])
    # Who moved may have bought in several regions.
    total["buying_count"] = _buying([one.net for one in sheet.trades[-1].found.values()])
    return total | _average(total)


def _count(said: str, files: Sequence[str]) -> Figure:
    ones = [given(1, "一户", Record(PROFILE, file, file)) for file in files]
    return worked(said, sum, 各户=ones)


def _buying(nets: list[Figure]) -> Figure:
    return worked("本年累计销售额大于0的客户数", _positive, 各户本年累计=nets)


def _positive(amounts: Sequence[Any]) -> int:
    return sum(amount > 0 for amount in amounts)


def growth(amounts: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the growth against the same months of last year (F11)."""
    now, base = amounts["ytd_sales_amount"], amounts["last_year_ytd_amount"]
    formula = "（今年累计－上年同期）÷ 上年同期"
    return {"year_on_year_rate": change(formula, 今年累计=now, 上年同期=base)}


def shares(line: Mapping[str, Any], total: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the shares of the whole firm, not of the region (F7)."""
    return {
        share: ratio("销售额 ÷ 全公司销售额", 销售额=line[part], 全公司=total[part])
        for share, part in (
            ("last_year_share", "last_year_sales_amount"),
            ("ytd_share", "ytd_sales_amount"),
        )
    }


def customer_share(line: Mapping[str, Any], total: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return the share in the number of customers."""
    own, whole = line["customer_count"], total["customer_count"]
    return {"customer_share": ratio("客户数 ÷ 全公司客户数", 客户数=own, 全公司=whole)}


def _average(line: Mapping[str, Any]) -> dict[str, Figure]:
    return {
        "avg_customer_sales_amount": to_the_cent(
            "今年累计销售额 ÷ 有销售客户数，到分",
            今年累计=line["ytd_sales_amount"],
            有销售客户数=line["buying_count"],
        )
    }
