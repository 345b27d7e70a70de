"""客户区域分类表: the customers by sales region, and what each region comes to.

Manual section 4.3. 客户信息专员 compiles it twice a year, 客户信息主管 reviews it; it is also the
visiting list of each region. Customers stand in one table, in the order of the regions, with their
subtotals in a second one; without customers it is the summary alone. Shares are those of the whole
firm, not of the region. The tree of regions and its rules stand in ``region_scheme``.

Sources: customer lists by region with last year's and this year's sales and their shares, reports
on regions with costs and margins, address books with distances and visiting times.

>>> from csdforms.schemas.customer import CustomerRegionClassification
>>> CustomerRegionClassification.title(), CustomerRegionClassification.section
('客户区域分类表', '4.3')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Self

from csdforms.schemas.customer import region_scheme
from csdforms.schemas.customer.sales_sheet import (
    CustomerLine,
    Exact,
    MoneyReport,
    change,
    column_sums,
    disagreements,
    known,
    once_each,
    quotient,
    signed_sum,
    sums_disagree,
)
from csdforms.schemas.fields import customer, figures, grading, sales, sheet, territory
from csdforms.schemas.figures import TOTALS, Number, add_up, completed, pasted_total, plus, sum_of
from csdforms.schemas.form import Block, Part, Row
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import Problem, error, not_before, requires, under, warning
from csdforms.schemas.types.numbers import rounded

#: Where customers stand who belong to no region.
UNASSIGNED = "未划分"
#: A firm's own regions need a scheme; those of the state do not.
OWN_LEVELS = ("大区", "自定义")
SALES = ("last_year_sales_amount", "ytd_sales_amount")
COUNTS = ("customer_count", "new_count", "lost_count", "buying_count")
#: Sums that need every line: a rate against part of a base would mislead.
WHOLE = ("last_year_ytd_amount",)
_NEW_YEARS_EVE = (12, 31)


class _Figures(Block):
    """The columns that customers, regions and the total share."""

    last_year_sales_amount: sales.LastYearSalesAmount | None = None
    last_year_share: Annotated[territory.LastYearShare, PrintedAs("上年占比")] | None = None
    last_year_ytd_amount: Annotated[territory.LastYearYtdAmount, PrintedAs("上年同期")] | None = (
        None
    )
    ytd_sales_amount: (
        Annotated[sales.YtdSalesAmount, PrintedAs("今年累计", "今年累计销售额 累计销售额 累计销售")]
        | None
    ) = None
    ytd_share: Annotated[territory.YtdShare, PrintedAs("今年占比")] | None = None
    year_on_year_rate: sales.YearOnYearRate | None = None

    def growth(self, rounding: Decimal) -> dict[str, Exact]:
        """Return the growth against the same months of last year."""
        exact = change(rounding, self.ytd_sales_amount, self.last_year_ytd_amount)
        return {"year_on_year_rate": exact}

    def shares(self, head: CustomerRegionClassification) -> dict[str, Exact]:
        """Return the shares of the whole firm."""
        off, lines = head.rounding(), max(len(head.rows), len(head.regions)) + 1
        return {
            share: quotient(
                off,
                getattr(self, part),
                getattr(head.total, part) if head.total else None,
                of_whole=lines,
            )
            for share, part in (
                ("last_year_share", "last_year_sales_amount"),
                ("ytd_share", "ytd_sales_amount"),
            )
        }

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield months that sold more than their year."""
        part, whole = self.last_year_ytd_amount, self.last_year_sales_amount
        if part is not None and whole is not None and part > whole:
            yield warning("last_year_ytd_amount", "大于“上年度销售额”，请核对。")


class RegionCustomer(_Figures, CustomerLine):
    """One customer of a region."""

    address: Annotated[customer.PostalAddress, PrintedAs("地址", "公司地址 单位地址")] | None = None
    postcode: Annotated[customer.PostalCode, PrintedAs("邮政编码")] | None = None
    region_code: customer.Region | None = None
    contact_person: customer.ContactPerson | None = None
    phone: (
        Annotated[customer.ContactPhone, PrintedAs("联系电话", *customer.MOBILE_LABELS)] | None
    ) = None
    business_kind: territory.BusinessKind | None = None
    customer_grade: customer.CustomerGrade | None = None
    distance_km: territory.DistanceKm | None = None
    visit_note: territory.VisitNote | None = None
    remarks: sheet.Remarks | None = None


class _RegionFigures(_Figures):
    """The columns that a region and the whole firm share."""

    customer_count: sales.CustomerCount | None = None
    new_count: Annotated[sales.NewCount, PrintedAs("新增")] | None = None
    lost_count: Annotated[sales.LostCount, PrintedAs("减少", "减少(注销+休眠)")] | None = None
    customer_share: sales.CustomerShare | None = None
    buying_count: Annotated[territory.BuyingCount, PrintedAs("有销售户数")] | None = None
    ytd_cost_amount: territory.YtdCostAmount | None = None
    gross_profit_amount: sales.GrossProfitAmount | None = None
    gross_margin_rate: sales.GrossMarginRate | None = None
    avg_customer_sales_amount: territory.AvgCustomerSalesAmount | None = None

    def profit(self, rounding: Decimal) -> dict[str, Exact]:
        """Return sales less costs, where the costs are known."""
        exact = signed_sum(rounding, [self.ytd_sales_amount], [self.ytd_cost_amount])
        return {} if exact.value is None else {"gross_profit_amount": exact}

    def rates(self, head: CustomerRegionClassification) -> dict[str, Exact]:
        """Return growth, margin, shares, and what a customer who buys comes to."""
        off, sold, buying = head.rounding(), self.ytd_sales_amount, self.buying_count
        found = self.growth(off) | self.shares(head)
        whole = head.total.customer_count if head.total else None
        found["customer_share"] = quotient(Decimal(0), self.customer_count, whole)
        if self.gross_profit_amount is not None:
            found["gross_margin_rate"] = quotient(off, self.gross_profit_amount, sold)
        if buying is not None:
            average, moved = quotient(off, sold, buying, of_whole=0)
            value = None if average is None else rounded(Decimal(average), 2)
            moved += off * ((self.customer_count or 1) + 1)
            found["avg_customer_sales_amount"] = Exact(value, moved)
        return found

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield parts that are more than their whole."""
        yield from super().rules(today)
        if self.outnumber("new_count"):
            yield error("new_count", f"多于“{self.label_of('customer_count')}”，请核对。")

    def outnumber(self, name: str) -> bool:
        """Tell whether a part of the customers is more than all of them."""
        part, whole = getattr(self, name), self.customer_count
        return part is not None and whole is not None and part > whole


class RegionLine(_RegionFigures, Row):
    """One region: the subtotal of its customers."""

    region: Annotated[sales.Region, PrintedAs("区域")]
    region_no: territory.RegionNo | None = None
    region_owner: territory.RegionOwner | None = None


class RegionTotal(_RegionFigures, Part):
    """The whole firm."""

    main = "ytd_sales_amount"

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield more buyers than customers."""
        yield from super().rules(today)
        if self.outnumber("buying_count"):
            yield error("buying_count", f"多于“{self.label_of('customer_count')}”，请核对。")


class CustomerRegionClassification(MoneyReport, title="客户区域分类表", section="4.3"):
    """Customers by region, with this year's sales and last year's."""

    as_of: Annotated[figures.AsOf, PrintedAs("统计截止日期", "截止日期 截止日 统计日期")]
    year: customer.AccountYear
    region_level: territory.RegionLevel
    withheld_count: grading.WithheldCount | None = None
    scheme: Annotated[
        tuple[region_scheme.SchemeRegion, ...], Group("区域方案", "区域划分方案", at_most=500)
    ] = ()
    rows: Annotated[tuple[RegionCustomer, ...], Group("客户明细", "明细")] = ()
    regions: Annotated[tuple[RegionLine, ...], Group("区域汇总", "区域", at_most=500)] = ()
    total: Annotated[RegionTotal, Label("合计", "总计")] | None = None

    # Filling in
    provenance: ProvenanceBox | None = None

    def complete(self) -> Self:
        """Fill in what follows in each line, the regions, the total and the shares of it."""
        super().complete()
        off = self.rounding()
        rows = [completed(row, {"region": UNASSIGNED} | self._base(row)) for row in self.rows]
        self._set("rows", tuple(completed(row, known(row.growth(off))) for row in rows))
        self._set("regions", tuple(self._regions()))
        if self.regions:
            total = completed(self.total or RegionTotal.empty(), self._sums())
            self._set("total", completed(total, known(total.profit(off))))
            assert self.total is not None
            self._set("total", completed(self.total, known(self.total.rates(self))))
        lines = (completed(line, known(line.rates(self))) for line in self.regions)
        self._set("regions", tuple(lines))
        self._set("rows", tuple(completed(row, known(row.shares(self))) for row in self.rows))
        return self

    def _base(self, line: _Figures) -> dict[str, object]:
        """Return last year's months up to the same day: on 31 December all of them."""
        if self.as_of is None or (self.as_of.month, self.as_of.day) != _NEW_YEARS_EVE:
            return {}
        return {"last_year_ytd_amount": line.last_year_sales_amount}

    def _regions(self) -> Iterator[RegionLine]:
        """Yield the regions, those of the scheme first, with the sums of their customers."""
        listed = {row.region: row for row in self.scheme}
        worked = self._worked()
        names = dict.fromkeys([*region_scheme.leaves(self.scheme), *_unassigned_last(worked)])
        if not (self.rows or self.regions):
            return
        blank = RegionLine.empty()
        given: Sequence[RegionLine] = self.regions or [
            blank.model_copy(update={"region": name, "seq": number})
            for number, name in enumerate(names, start=1)
        ]
        for line in given:
            values: dict[str, object] = dict(self._base(line))
            if self.rows:
                values = dict(worked.get(line.region, _NOTHING))
            if line.region in listed:
                own = listed[line.region]
                values |= {"region_no": own.region_no, "region_owner": own.region_owner}
            filled = completed(line, values)
            yield completed(filled, known(filled.profit(self.rounding())))

    def _worked(self) -> dict[str, dict[str, Number | None]]:
        """Return the sums of the customers of each region."""
        groups: dict[str, list[RegionCustomer]] = {}
        for row in self.rows:
            groups.setdefault(row.region or UNASSIGNED, []).append(row)
        return {
            name: column_sums(own, SALES, WHOLE)
            | {
                "customer_count": len(own),
                "buying_count": _buying(own),
            }
            for name, own in groups.items()
        }

    def _sums(self) -> dict[str, Number | None]:
        sums = column_sums(self.regions, (*SALES, *COUNTS), (*WHOLE, "ytd_cost_amount"))
        if self.rows:  # who moved may have bought in several regions
            sums["buying_count"] = _buying(self.rows)
        return sums

    # Checking

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, scheme, customers, regions and total contradict each other."""
        yield from self._head(today)
        yield from region_scheme.problems(self.scheme)
        yield from once_each("rows", self.rows)
        yield from self._customers()
        yield from self._region_lines()
        if self.total is not None:
            off = self.rounding()
            yield from under(
                "total", sums_disagree(off, self.total, self._sums(), len(self.regions))
            )
            exact = self.total.profit(off) | self.total.rates(self)
            yield from under("total", disagreements(self.total, exact))

    def _head(self, today: dt.date) -> Iterator[Problem]:
        if self.as_of is not None and self.year is not None and self.as_of.year != self.year:
            yield error("as_of", "不在表头的年度内，请核对。")
        if not not_before(self.prepared_on or today, self.as_of):
            yield warning("as_of", "统计截止日期还没有到，数据不全，请确认。")
        own = self.region_level in OWN_LEVELS
        because = f"按{self.region_level}划分，应列出区域方案"
        yield from requires(self, "scheme", when=own, because=because)
        if not self.rows and not self.regions:
            yield error("rows", "请列出客户；只做汇总的，请填区域汇总。")

    def _customers(self) -> Iterator[Problem]:
        """Each customer in a region of the scheme, within its borders, in its order."""
        off, schemed = self.rounding(), {row.region: row for row in self.scheme}
        for number, row in enumerate(self.rows, start=1):
            path = f"rows.{number}"
            yield from under(path, disagreements(row, row.growth(off) | row.shares(self)))
            own = schemed.get(row.region or UNASSIGNED)
            if own is None and schemed and row.region != UNASSIGNED:
                yield error(f"{path}.region", f"不在区域方案内；没有划分的请写“{UNASSIGNED}”。")
            elif not _inside(row.region_code, own):
                yield error(f"{path}.region_code", "不在所属区域的范围内，请核对地址和区域。")
        left = sum(row.region == UNASSIGNED for row in self.rows)
        if left:
            yield warning("rows", f"有 {left} 户没有划分区域，请尽快划分。")
        order = {line.region: place for place, line in enumerate(self.regions)}
        places = [order.get(row.region or UNASSIGNED, len(order)) for row in self.rows]
        if places != sorted(places):
            yield warning("rows", "请按区域汇总的次序排列，同一区域的客户列在一起。")

    def _of_movers(self, worked: Mapping[str, Mapping[str, Number | None]]) -> set[str]:
        """Return the columns in which regions that differ from their lists are only doubted.

        Sales, and who bought, may be counted where a customer was when he bought, who is listed
        where he is now: then the regions differ from their lists, and the whole firm does not.
        """
        names = []
        for name in (*SALES, *WHOLE):
            listed: list[Any] = [sums[name] for sums in worked.values()]
            sold = sum_of(getattr(line, name) for line in self.regions)
            if sold is not None and sold == plus(*listed):
                names.append(name)
        has_moved = any(
            getattr(line, name) not in (None, worked.get(line.region, _NOTHING)[name])
            for line in self.regions
            for name in names
        )
        return {*names, "buying_count"} if has_moved else set(names)

    def _region_lines(self) -> Iterator[Problem]:
        """Each region once; its figures are those of its customers."""
        off, worked = self.rounding(), self._worked()
        doubted = self._of_movers(worked)
        seen: set[str] = set()
        for number, line in enumerate(self.regions, start=1):
            path = f"regions.{number}"
            if line.region in TOTALS:
                yield pasted_total(f"{path}.region")
                continue
            if line.region in seen:
                yield error(f"{path}.region", "这个区域前面已有一行，请合并成一行。")
                continue
            seen.add(line.region)
            if self.rows:
                sums = worked.get(line.region, _NOTHING)
                count = int(sums["customer_count"] or 0)
                for problem in sums_disagree(off, line, sums, count):
                    is_doubt = problem.path in doubted
                    told = warning(problem.path, _MOVED) if is_doubt else problem
                    yield from under(path, [told])
            elif line.outnumber("buying_count"):  # who moved away may have bought here before
                text = f"多于“{line.label_of('customer_count')}”；如没有客户换了区域，请核对。"
                yield warning(f"{path}.buying_count", text)
            exact = line.profit(off) | line.rates(self)
            yield from under(path, disagreements(line, exact))
        missing = [name for name in worked if name not in seen]
        if missing and self.regions:
            yield error("regions", f"缺少区域 {'、'.join(missing)}，请补一行。")
        for name in ("last_year_share", "ytd_share", "customer_share"):
            given = [getattr(line, name) for line in self.regions]
            if not add_up(given):
                label = RegionLine.label_of(name)
                yield warning("regions", f"各区域“{label}”之和不是 100%，请核对。")


_MOVED = "与本区域客户之和不同而全公司相同：如有客户换了区域，按成交时的区域统计。"
#: The sums of a region without customers.
_NOTHING: Mapping[str, Number | None] = {
    "customer_count": 0,
    "buying_count": 0,
    **dict.fromkeys((*SALES, *WHOLE, "ytd_cost_amount"), Decimal("0.00")),
}


def _buying(rows: Sequence[RegionCustomer]) -> int:
    return sum((row.ytd_sales_amount or 0) > 0 for row in rows)


def _inside(code: str | None, own: region_scheme.SchemeRegion | None) -> bool:
    """Whether a division lies within a region, as far as both are known."""
    if code is None or own is None or not own.member_codes:
        return True
    return region_scheme.within(code, own.member_codes)


def _unassigned_last(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: name == UNASSIGNED)
