"""客户销售毛利排名表: the customers of a period in the order of the gross profit they brought.

Manual section 4.6. 客户信息专员 compiles it with the costs of the finance department, by month,
quarter or year; managers read it. It shows costs, so it is 秘密. A customer part of whose costs is
missing has no profit and no rank: a missing cost is never 0.

Sources: profit rankings of trading firms and of sales systems, with the method by which goods are
costed; the rank of spreadsheets; ABC analysis by cumulative share.

>>> from csdforms.schemas.customer import CustomerGrossProfitRanking
>>> CustomerGrossProfitRanking.title(), CustomerGrossProfitRanking.section
('客户销售毛利排名表', '4.6')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Self

from csdforms.schemas import settings
from csdforms.schemas.customer.sales_sheet import (
    CustomerLine,
    Exact,
    SalesReport,
    Sold,
    as_counted,
    column_sums,
    disagreements,
    known,
    once_each,
    period,
    precedence,
    quotient,
    signed_sum,
    sums_disagree,
    unlike,
)
from csdforms.schemas.fields import customer, figures, sales, sheet
from csdforms.schemas.figures import (
    HALF_PRINTED,
    Number,
    abc_classes,
    add_up,
    completed,
    cumulative,
    ranks,
    ratio,
    sum_of,
)
from csdforms.schemas.form import Block, Part, computed
from csdforms.schemas.labels import Group, Label, PrintedAs
from csdforms.schemas.provenance import ProvenanceBox
from csdforms.schemas.rules import (
    Problem,
    Severity,
    error,
    requires,
    under,
    warning,
)

ZERO = Decimal(0)
INCOMPLETE = "成本不全"
LOSS = "亏损"
NEW = "新"


class _Figures(Block):
    """The columns that a customer's line, 其他 and the total line share."""

    sales_quantity: Annotated[sales.SalesQuantity, PrintedAs("商品数量")] | None = None
    net_sales_amount: (
        Annotated[sales.NetSalesAmount, PrintedAs("销售收入", "销售总额 销售金额 收入")] | None
    ) = None
    cost_amount: sales.CostAmount | None = None
    gross_profit_amount: sales.GrossProfitAmount | None = None
    gross_margin_rate: sales.GrossMarginRate | None = None
    sales_share: sales.SalesShare | None = None
    profit_share: sales.ProfitShare | None = None

    def profit(self, rounding: Decimal) -> dict[str, Exact]:
        """Return sales less costs, where both are known."""
        exact = signed_sum(rounding, [self.net_sales_amount], [self.cost_amount])
        return {} if exact.value is None else {"gross_profit_amount": exact}

    def margin(self, rounding: Decimal) -> dict[str, Exact]:
        """Return the profit of each yuan sold; where costs are missing there is none."""
        if self.gross_profit_amount is None:
            return {"gross_margin_rate": Exact(None)}
        exact = quotient(rounding, self.gross_profit_amount, self.net_sales_amount)
        return {"gross_margin_rate": exact}

    def shares(self, head: CustomerGrossProfitRanking) -> dict[str, Exact]:
        """Return the shares of the whole firm; a loss keeps its sign."""
        off, total, lines = head.rounding(), head.total or RankingTotal(), len(head.rows) + 1
        return {
            name: quotient(off, getattr(self, part), getattr(total, part), of_whole=lines)
            for name, part in (
                ("sales_share", "net_sales_amount"),
                ("profit_share", "gross_profit_amount"),
            )
        }


class RankingLine(_Figures, CustomerLine):
    """One customer."""

    rank: sales.Rank | None = None
    previous_rank: sales.PreviousRank | None = None
    rank_change: Annotated[sales.RankChange, PrintedAs("升降")] | None = None
    customer_grade: customer.CustomerGrade | None = None
    previous_margin_rate: sales.PreviousMarginRate | None = None
    margin_change: sales.MarginChange | None = None
    cumulative_profit_share: sales.CumulativeProfitShare | None = None
    profit_class: sales.ProfitClass | None = None
    remarks: sheet.Remarks | None = None

    def margins(self, rounding: Decimal) -> dict[str, Exact]:
        """Return the margin, and by how much it rose."""
        now = self.margin(rounding)
        exact, moved = now["gross_margin_rate"]
        if exact is None or self.previous_margin_rate is None:
            return now
        # Both may be typed as they are printed.
        change = Exact(exact - self.previous_margin_rate, moved + 2 * HALF_PRINTED)
        return now | {"margin_change": change}

    def measure(self, head: CustomerGrossProfitRanking) -> Decimal | None:
        """Return what the line is ranked by; nothing where it is not ranked."""
        least = head.min_sales_amount or ZERO
        return measured(head.rank_by, self.net_sales_amount, self.gross_profit_amount, least)

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield a cost that looks forgotten."""
        if self.cost_amount == 0 and (self.net_sales_amount or ZERO) > 0:
            yield warning("cost_amount", "有销售而成本为0，请核对；成本不全的请留空。")


class OtherCustomers(_Figures, Part):
    """其他N户: the customers behind the first ones, in one line."""

    main = "customer_count"

    customer_count: sales.CustomerCount


class RankingTotal(_Figures, Part):
    """The whole firm; its margin is that of the sums, not a mean of margins."""

    main = "gross_profit_amount"

    customer_count: sales.CustomerCount | None = None


class CustomerGrossProfitRanking(SalesReport, title="客户销售毛利排名表", section="4.6"):
    """Customers by gross profit, by margin or by sales."""

    period_start: figures.PeriodStart
    period_end: figures.PeriodEnd
    cost_basis: sales.CostBasis
    rank_by: sales.RankBy = "毛利额"
    tie_rule: sales.TieRule = "并列跳号"
    top_ranks: sales.TopRanks | None = None
    min_sales_amount: Annotated[sales.MinSalesAmount, PrintedAs("最低销售净额")] | None = None
    class_a_share: sales.ClassAShare | None = None
    class_b_share: sales.ClassBShare | None = None
    scope_note: sales.ScopeNote | None = None
    rows: Annotated[tuple[RankingLine, ...], Group("客户明细", "明细")] = ()
    others: Annotated[OtherCustomers, Label("其他", "其他客户 其余客户")] | None = None
    total: Annotated[RankingTotal, Label("合计", "总计")] | None = None

    confidentiality: sheet.Confidentiality = "秘密"
    provenance: ProvenanceBox | None = None

    @computed
    def empty_note(self) -> sales.EmptyNote | None:
        """What the sheet says where nothing was sold."""
        return None if self.rows or self.others else "本期无销售数据"

    @computed
    def incomplete_note(self) -> sales.IncompleteNote | None:
        """How many customers have no profit because costs are missing."""
        return incomplete_note([line.gross_profit_amount for line in self.rows])

    # Filling in

    def complete(self) -> Self:
        """Fill in profits and margins, the total, the shares of it, and the ranks."""
        super().complete()
        off = self.rounding()
        lines = [completed(line, known(line.profit(off))) for line in self.rows]
        lines = [completed(line, {**known(line.margins(off)), **_mark(line)}) for line in lines]
        self._set("rows", tuple(lines))
        if self.others:
            others = completed(self.others, known(self.others.profit(off)))
            self._set("others", completed(others, known(others.margin(off))))
        if self.rows or self.others:
            total = completed(self.total or RankingTotal(), self._sums())
            self._set("total", completed(total, known(self._total_margin(total))))
        for name in ("others", "total"):
            part = getattr(self, name)
            if part is not None:
                self._set(name, completed(part, known(part.shares(self))))
        self._set("rows", tuple(self._placed()))
        return self

    def proposed(self) -> Mapping[str, object]:
        """Propose the limits of the classes."""
        a, b = settings.current().profit_class_shares
        return {"class_a_share": a, "class_b_share": b}

    def _placed(self) -> Iterator[RankingLine]:
        """Yield the lines with their shares, rank and class."""
        running, places, classes = self._cumulative(), self._ranks(), self._classes()
        for position, given in enumerate(self.rows):
            found = known(given.shares(self)) | known(running[position])
            own = {"rank": places[position], "profit_class": classes[position]}
            line = completed(given, {**found, **own})
            yield completed(line, {"rank_change": self._rank_change(line)})

    # What follows from the lines together; by position

    def _order(self) -> list[int]:
        """Return the positions in the order of the ranking.

        Customers that are not ranked come last, those without profit behind all others. Equals
        stand as the running shares of a typed sheet count them.
        """
        counted = as_counted(
            [line.measure(self) for line in self.rows],
            [line.gross_profit_amount for line in self.rows],
            [line.cumulative_profit_share for line in self.rows],
        )

        def key(position: int) -> tuple[Any, ...]:
            line = self.rows[position]
            measure, profit = line.measure(self), line.gross_profit_amount
            if profit is None:
                return (2,)
            if measure is None:
                return (1, -profit, counted[position], *precedence(line))
            return (0, -measure, counted[position], *precedence(line))

        return sorted(range(len(self.rows)), key=key)

    def _ranks(self) -> list[int | None]:
        order = self._order()
        places = ranks([self.rows[position].measure(self) for position in order], self.tie_rule)
        return _by_position(order, places)

    def _rank_change(self, line: RankingLine) -> str | None:
        """Return how many places a customer rose; nothing where no sheet came before."""
        followed = line.previous_rank is None and any(other.previous_rank for other in self.rows)
        return rank_move(line.rank, line.previous_rank, followed=followed)

    def _cumulative(self) -> list[dict[str, Exact]]:
        """Return the cumulative share of profit, from unrounded sums."""
        off, order = self.rounding(), self._order()
        profits = [self.rows[position].gross_profit_amount for position in order]
        whole = self.total.gross_profit_amount if self.total else None
        running = cumulative([profit for profit in profits if profit is not None])
        shares = [
            quotient(off, sum_, whole, of_part=count, of_whole=len(order) + 1)
            for count, sum_ in enumerate(running, start=1)
        ]
        shares += [Exact(None)] * (len(order) - len(shares))  # those without profit are last
        return _by_position(order, [{"cumulative_profit_share": share} for share in shares])

    def _classes(self) -> list[str | None]:
        """Return the class of each line: ABC among the profits, then nothing gained, then losses.

        What 其他 gained together counts in the whole; who lost among them is not known.
        """
        rest = self.others.gross_profit_amount if self.others else None
        a, b = settings.current().profit_class_shares
        return profit_classes(
            self.rows,
            a if self.class_a_share is None else self.class_a_share,
            b if self.class_b_share is None else self.class_b_share,
            rest=rest or ZERO,
        )

    def _sums(self) -> dict[str, Number | None]:
        """Return the sums of the firm; costs only where none is missing."""
        lines: list[_Figures] = [*self.rows, *([self.others] if self.others else [])]
        names = ["net_sales_amount", "gross_profit_amount"]
        if self.quantity_unit is not None:
            names.append("sales_quantity")
        count = None if self.others is None else self.others.customer_count
        known_count = self.others is None or count is not None
        return column_sums(lines, names, ["cost_amount"]) | {
            "customer_count": len(self.rows) + (count or 0) if known_count else None
        }

    def _total_margin(self, total: RankingTotal) -> dict[str, Exact]:
        """Return Σ profit ÷ Σ sales of those customers whose profit is known."""
        costed: Sequence[_Figures] = [
            line
            for line in (*self.rows, self.others)
            if line is not None and line.gross_profit_amount is not None
        ]
        whole: Number | None = total.net_sales_amount
        if len(costed) < len(self.rows) + (self.others is not None):
            whole = sum_of(line.net_sales_amount for line in costed)
        off, lines = self.rounding(), len(costed) + 1
        profit = total.gross_profit_amount
        return {"gross_margin_rate": quotient(off, profit, whole, of_part=lines, of_whole=lines)}

    # Checking

    def rules(self, today: dt.date) -> Iterator[Problem]:
        """Yield where head, lines, 其他 and total contradict each other."""
        yield from period(self, today)
        yield from self._limits()
        yield from once_each("rows", self.rows)
        yield from self._lines()
        yield from self._ranking()
        yield from self._parts()
        yield from self._share_sums()

    def _limits(self) -> Iterator[Problem]:
        a, b = self.class_a_share, self.class_b_share
        if a is not None and b is not None and a > b:
            yield error("class_b_share", "小于“A类累计占比上限”，请核对。")
        if self.min_sales_amount is not None and self.rank_by in ("毛利额", "销售净额"):
            yield warning("min_sales_amount", "只在按毛利率排名时有用，请核对排名依据。")
        if self.others is not None and self.top_ranks is None:
            yield error("top_ranks", "表内有“其他”一行，请写明只列前几名。")
        total = None if self.total is None else self.total.customer_count
        left_out = self.top_ranks is not None and total is not None and total > len(self.rows)
        yield from requires(self, "others", when=left_out, because="没有列出全部客户")
        for number, line in enumerate(self.rows, start=1):
            if self.top_ranks is not None and line.rank is not None and line.rank > self.top_ranks:
                yield error(f"rows.{number}.rank", "在所列名次之外，请并入“其他”。")

    def _lines(self) -> Iterator[Problem]:
        off, running, places = self.rounding(), self._cumulative(), self._ranks()
        for number, line in enumerate(self.rows, start=1):
            worked = line.profit(off) | line.margins(off) | line.shares(self)
            # Where rounding hides the order, the rank is doubted and not the sum as well.
            moved = off and line.rank != places[number - 1]
            if self.rank_by is not None and not moved:
                worked |= running[number - 1]
            yield from under(f"rows.{number}", disagreements(line, worked))

    def _ranking(self) -> Iterator[Problem]:
        """Ranks, moves and classes as typed; where amounts are rounded they are only doubted."""
        if None in (self.rank_by, self.tie_rule):
            return
        exact = self.rounding() == 0
        places, classes = self._ranks(), self._classes()
        for number, line in enumerate(self.rows, start=1):
            severity: Severity = "error" if exact else "warning"
            for name, typed, found in (
                ("rank", line.rank, places[number - 1]),
                ("rank_change", line.rank_change, self._rank_change(line)),
                ("profit_class", line.profit_class, classes[number - 1]),
            ):
                estimated = name == "profit_class" and self.others is not None
                if estimated and self.rank_by != "毛利额":
                    continue  # others may have gained more
                mild: Severity = "warning" if estimated else severity
                yield from unlike(f"rows.{number}.{name}", typed, found, mild)
        if self._order() != list(range(len(self.rows))):
            yield warning(
                "rows",
                "请按名次排列；名次相同的按毛利率、销售收入从高到低，再按客户编号；"
                "不排名的列在后面，成本不全的列在最后。",
            )

    def _parts(self) -> Iterator[Problem]:
        off = self.rounding()
        if self.others is not None:
            worked = self.others.profit(off) | self.others.margin(off) | self.others.shares(self)
            yield from under("others", disagreements(self.others, worked))
        if self.total is not None:
            lines = len(self.rows) + 1
            yield from under("total", sums_disagree(off, self.total, self._sums(), lines))
            worked = self._total_margin(self.total) | self.total.shares(self)
            yield from under("total", disagreements(self.total, worked))
        for name in ("others", "total"):
            yield from self.mixed_units(name, getattr(self, name), "sales_quantity")

    def _share_sums(self) -> Iterator[Problem]:
        """Shares of the whole add up to 100 %, as closely as each is rounded."""
        lines: list[_Figures] = [*self.rows, *([self.others] if self.others else [])]
        for name in ("sales_share", "profit_share"):
            if not add_up([getattr(line, name) for line in lines]):
                label = RankingLine.label_of(name)
                yield warning("rows", f"各行“{label}”之和不是 100%，请核对。")


def measured(
    rank_by: str, net: Decimal | None, profit: Decimal | None, least: Decimal
) -> Decimal | None:
    """Return what a customer is ranked by; nothing where he is not ranked.

    Whose costs are missing is not ranked at all; by margin, nor who bought for less than ``least``.
    """
    if profit is None or rank_by == "毛利额":
        return profit
    if rank_by == "销售净额":
        return net
    return ratio(profit, net) if net is not None and net >= least else None


def incomplete_note(profits: Sequence[Decimal | None]) -> str | None:
    """Return what a sheet says of its customers without profit; none if all have one."""
    count = sum(profit is None for profit in profits)
    return f"{count}户{INCOMPLETE}，不计毛利、不排名次" if count else None


def rank_move(rank: int | None, previous: int | None, *, followed: bool) -> str | None:
    """Return how many places a customer rose; ``followed``: others had a place before."""
    if rank is None:
        return None
    if previous is not None:
        return sales.RankMove.of(previous - rank)
    return NEW if followed else None


def profit_classes(
    lines: Sequence[Sold], a: Decimal, b: Decimal, *, rest: Decimal = ZERO
) -> list[str | None]:
    """Return the class of each customer: ABC among the profits, then nothing gained, then losses.

    ``rest`` is what others gained who are not among the lines.
    """
    classes: list[str | None] = []
    for line in lines:
        profit = line.gross_profit_amount
        classes.append(None if profit is None else LOSS if profit < 0 else "C")
    gaining = [
        (-profit, *precedence(line), position)
        for position, line in enumerate(lines)
        if (profit := line.gross_profit_amount) is not None and profit > 0
    ]
    positions = [key[-1] for key in sorted(gaining)]
    gained = [lines[position].gross_profit_amount or ZERO for position in positions]
    found = abc_classes([*gained, max(rest, ZERO)], a, b)
    for position, grade in zip(positions, found, strict=False):
        classes[position] = grade
    return classes


def _mark(line: RankingLine) -> dict[str, str]:
    """Return the remark of a customer who bought, and part of whose costs is missing."""
    missing = line.net_sales_amount is not None and line.gross_profit_amount is None
    return {"remarks": INCOMPLETE} if missing else {}


def _by_position(order: Sequence[int], values: Sequence[Any]) -> list[Any]:
    """Return values that stand in ranked order by the positions of their lines."""
    found = dict(zip(order, values, strict=True))
    return [found[position] for position in range(len(order))]
