"""The same sheets in DuckDB: one or two statements each, over tables in memory.

Money is DECIMAL(18,2), as one would keep it; sums are exact. Rates are left to whoever compares.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np

from csdforms.reports.columns import Days, Words
from csdforms.reports.sources.complaint_case import ComplaintCase
from csdforms.reports.sources.sales import Sales

__all__ = ["Statistics", "complaint_statistics", "load_complaints", "load_sales", "profits"]

#: Of each category: its cells by name.
Statistics = dict[str, dict[str, Any]]

_COMPLAINTS = """
with marked as (
  select *, received_on - lag(received_on) over (
    partition by customer, category order by received_at, complaint_no
  ) as since from cases
),
counted as (
  select
    category,
    count(*) filter (received_on between $1 and $2) as received,
    count(*) filter (received_on between $3 and $4) as prev_received,
    count(*) filter (received_on between $1 and $2 and closed_on <= $2 and closed_on <= due_on)
      as closed_on_time,
    count(*) filter (received_on between $1 and $2 and closed_on <= $2 and closed_on > due_on)
      as closed_late,
    count(*) filter (received_on between $1 and $2 and (closed_on is null or closed_on > $2)
      and due_on >= $2) as open_within,
    count(*) filter (received_on between $1 and $2 and (closed_on is null or closed_on > $2)
      and due_on < $2) as open_overdue,
    count(*) filter (received_on between $1 and $2 and validity = '属实') as verified,
    count(*) filter (received_on between $1 and $2 and validity = '部分属实') as partly_verified,
    count(*) filter (received_on between $1 and $2 and validity = '不属实') as unverified,
    count(*) filter (received_on between $1 and $2 and validity = '待核实') as pending,
    count(*) filter (received_on between $1 and $2 and since <= $5) as repeat_count,
    count(*) filter (received_on between $1 and $2 and level = '高等级') as high_level_count,
    count(*) filter (received_on between $1 and $2 and satisfaction is not null) as followed_up,
    count(*) filter (received_on between $1 and $2 and satisfaction in ('满意', '非常满意'))
      as satisfied,
    coalesce(sum(compensation) filter (received_on between $1 and $2), 0) as compensation_amount,
    coalesce(sum(loss) filter (received_on between $1 and $2), 0) as loss_amount,
    sum(closed_on - received_on) filter (received_on between $1 and $2 and closed_on <= $2)
      as processing_days,
    count(*) filter (received_on < $1 and (closed_on is null or closed_on >= $1)) as opening,
    count(*) filter (closed_on between $1 and $2) as closed,
    count(*) filter (received_on <= $2 and (closed_on is null or closed_on > $2)) as open_end
  from marked group by category
)
select * from counted
"""
_PROFITS = """
with sums as (
  select
    file,
    sum(case when kind = '销售' then amount else -amount end) filter (on_day >= $1) as net,
    sum(case kind when '销售' then cost when '退货' then -cost else 0 end)
      filter (on_day >= $1) as cost,
    coalesce(bool_or(cost is null and kind <> '折让') filter (on_day >= $1), true) as lacks,
    sum(case when kind = '销售' then amount else -amount end) filter (on_day < $1) as net_before,
    sum(case kind when '销售' then cost when '退货' then -cost else 0 end)
      filter (on_day < $1) as cost_before,
    coalesce(bool_or(cost is null and kind <> '折让') filter (on_day < $1), true) as lacked
  from sales where on_day between $3 and $2 group by file
),
profits as (
  select *, case when not lacks then net - cost end as profit,
    case when not lacked then net_before - cost_before end as profit_before
  from sums
)
select * exclude (net, profit, place, place_before),
  net as net_sales_amount, profit as gross_profit_amount,
  case when profit is not null then place end as rank,
  case when profit_before is not null then place_before end as previous_rank
from (
  select file, net, profit, profit_before,
    rank() over (order by profit desc nulls last) as place,
    rank() over (order by profit_before desc nulls last) as place_before
  from profits
) where net is not null
"""


def load_complaints(cases: Sequence[ComplaintCase]) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with the cases in it."""
    database = duckdb.connect()
    database.execute(
        "create table cases (complaint_no varchar, received_at timestamp, received_on date,"
        " due_on date, closed_on date, customer varchar, category varchar, level varchar,"
        " validity varchar, satisfaction varchar, compensation decimal(18,2), loss decimal(18,2))"
    )
    columns = {
        "complaint_no": _texts(case.complaint_no for case in cases),
        "received_at": np.array([case.received_at for case in cases], "datetime64[us]"),
        "received_on": _dates(case.received_at.date() for case in cases),
        "due_on": _dates(case.due_on for case in cases),
        "closed_on": _dates(case.closed_on for case in cases),
        "customer": _texts(case.customer_key for case in cases),
        "category": _texts(case.category for case in cases),
        "level": _texts(case.level for case in cases),
        "validity": _texts(case.validity for case in cases),
        "satisfaction": _texts(case.satisfaction for case in cases),
        "compensation": _cents(case.compensation_amount for case in cases),
        "loss": _cents(case.loss_amount for case in cases),
    }
    database.register("given", columns)
    money = ", ".join(f"{name}::decimal(18,0) / 100" for name in ("compensation", "loss"))
    names = ", ".join(name for name in columns if name not in ("compensation", "loss"))
    database.execute(f"insert into cases select {names}, {money} from given")  # noqa: S608
    database.unregister("given")
    return database


def load_sales(sales: Sales) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with the lines in it."""
    columns, database = sales.columns, duckdb.connect()
    database.execute(
        "create table sales (file varchar, on_day date, kind varchar, amount decimal(18,2),"
        " cost decimal(18,2))"
    )
    given = {
        "file": _spelled(columns.file),
        "on_day": _days(columns.on),
        "kind": _spelled(columns.kind),
        "amount": columns.amount.units,
        "cost": columns.cost.units,
        "has_cost": columns.cost.known(),
    }
    database.register("given", given)
    database.execute(
        "insert into sales select file, on_day, kind, amount::decimal(18,0) / 100,"
        " case when has_cost then cost::decimal(18,0) / 100 end from given"
    )
    database.unregister("given")
    return database


def complaint_statistics(
    database: duckdb.DuckDBPyConnection,
    start: dt.date,
    end: dt.date,
    before: tuple[dt.date, dt.date],
    window: int,
) -> Statistics:
    """Return the cells of 客户投诉统计表 by category, as they stand at the period's end."""
    return _rows(database, _COMPLAINTS, [start, end, *before, window])


def profits(
    database: duckdb.DuckDBPyConnection, start: dt.date, end: dt.date, before: dt.date
) -> Statistics:
    """Return the cells of 客户销售毛利排名表 of each customer: sums, profit, rank, the rank before.

    A customer one of whose lines lacks its cost has neither profit nor rank.
    """
    return _rows(database, _PROFITS, [start, end, before])


def _rows(database: duckdb.DuckDBPyConnection, statement: str, given: list[Any]) -> Statistics:
    cursor = database.execute(statement, given)
    names = [column[0] for column in cursor.description]
    lines = (dict(zip(names, row, strict=True)) for row in cursor.fetchall())
    return {str(line.pop(names[0])): line for line in lines}


def _texts(values: Any) -> np.ndarray[Any, Any]:
    return np.array(list(values), object)


def _spelled(words: Words) -> np.ndarray[Any, Any]:
    return np.array([*words.values, None], object)[words.codes]


def _dates(values: Any) -> np.ndarray[Any, Any]:
    return np.array(list(values), "datetime64[D]").astype("datetime64[us]")


def _days(days: Days) -> np.ndarray[Any, Any]:
    epoch = dt.date(1970, 1, 1).toordinal()
    days64 = (days.ordinals.astype(np.int64) - epoch).astype("datetime64[D]")
    return days64.astype("datetime64[us]")


def _cents(values: Any) -> np.ndarray[Any, Any]:
    return np.array([int((value or Decimal(0)).scaleb(2)) for value in values], np.int64)
