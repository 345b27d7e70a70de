"""The sheets of complaints in SQL, written from A.5 and manual §3.6, §3.11, §3.12.

Of a rate stand here its part and its whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from reports.in_duckdb.asking import create

from benchmarks.reports import with_duckdb
from csdforms.reports.sources.complaint_case import ComplaintCase

_FOLLOWED = {
    "complaint_no": "varchar",
    "acknowledged_at": "timestamp",
    "channel": "varchar",
    "department": "varchar",
    "cause": "varchar",
    "product": "varchar",
    "party": "varchar",
    "handler": "varchar",
    "customer_name": "varchar",
    "closing_type": "varchar",
    "repeat_no": "integer",
    "investigated_on": "date",
    "decided_on": "date",
    "executed_on": "date",
    "settled_on": "date",
    "asked_on": "date",
}
_NAMED = {
    "department": "responsible_department",
    "cause": "cause_category",
    "product": "product_name",
    "party": "complained_party",
    "investigated_on": "investigation_started_on",
    "decided_on": "decided_at",
    "executed_on": "executed_at",
    "settled_on": "settled_at",
    "asked_on": "follow_up_at",
}
_CASES = """
create table marked as
select * replace (  -- nothing is paid or lost before it is decided
    if(settled_on is null, null, compensation) as compensation,
    if(settled_on is null, null, loss) as loss
  ), coalesce(product, party) as object, strftime(received_on, '%Y-%m') as month,
  if(settled_on is null, 0, compensation + loss) as cost,
  coalesce(repeat_no > 1, false) or coalesce(customer is not null and received_on - lag(received_on)
    over (partition by customer, category order by received_at, complaint_no) <= 90, false)
  as is_repeat
from cases join followed using (complaint_no);

-- how every case stands on a day: what happened later has not happened yet
create macro standing(as_of) as table
select * replace (
    if(settled_on > as_of, null, compensation) as compensation,
    if(settled_on > as_of, null, loss) as loss, if(settled_on > as_of, 0, cost) as cost,
    if(asked_on > as_of, null, satisfaction) as satisfaction,
    if(acknowledged_at::date > as_of, null, acknowledged_at) as acknowledged_at
  ), coalesce(closed_on <= as_of, false) as is_closed,
  if(is_closed, closed_on, as_of) - received_on as days,
  if(is_closed, if(closed_on <= due_on, '及时结案', '超期结案'),
    if(as_of <= due_on, '期限内未结', '超期未结')) as timeliness,
  case when is_closed then '已结案' when executed_on <= as_of then '待回访'
    when decided_on <= as_of then '处理中' when investigated_on <= as_of then '调查中'
    else '已受理' end as status
from marked where received_on <= as_of;

-- those received in a period
create macro taken(first, last, as_of) as table
select * from standing(as_of) where received_on between first and last;

-- those received in a period, and those that were open when it began
create macro tracked(first, last, as_of) as table
select * from standing(as_of) where received_on <= last
  and (received_on >= first or closed_on is null or closed_on >= first);
"""
_MEASURES = """
  count(*) as received, count(*) filter (is_closed) as closed,
  count(*) filter (timeliness = '及时结案') as in_time,
  count(*) filter (timeliness <> '期限内未结') as was_due,
  count(*) filter (timeliness in ('超期结案', '超期未结')) as late,
  count(*) filter (validity in ('属实', '部分属实')) as verified,
  count(*) filter (validity <> '待核实') as judged,
  count(*) filter (is_repeat) as repeats, count(*) filter (level = '高等级') as high,
  count(*) filter (is_closed and closing_type not in ('客户撤诉', '无效关闭')) as asked,
  count(satisfaction)
    filter (is_closed and closing_type not in ('客户撤诉', '无效关闭')) as reached,
  count(satisfaction) as answered,
  count(*) filter (satisfaction in ('非常满意', '满意')) as satisfied,
  coalesce(sum(compensation), 0) as compensation, coalesce(sum(loss), 0) as loss,
  coalesce(sum(cost), 0) as cost, coalesce(sum(days) filter (is_closed), 0) as closed_days,
  coalesce(sum(date_diff('minute', received_at, acknowledged_at)), 0) as told_minutes,
  count(acknowledged_at) as told
"""
_FLOW = """
  (select count(*) from cases where received_on < $start
    and (closed_on is null or closed_on >= $start)) as opening,
  (select count(*) from cases where closed_on between $start and $last) as closed_then,
  (select count(*) from cases where received_on <= $last
    and (closed_on is null or closed_on > $last)) as open_end
"""
OVERVIEW = f"select {_MEASURES}, {_FLOW} from taken($start, $end, $as_of)"  # noqa: S608
OVERDUE = """
select count(*) as open_overdue from standing($as_of)
where received_on <= $last and timeliness = '超期未结'
"""
HANDLERS = f"""
select handler, {_MEASURES} from taken($start, $end, $as_of)
where handler is not null group by handler order by received desc, handler
"""  # noqa: S608
QUALITY = """
select count(*) filter (department is null) as missing_department,
  count(*) filter (cause is null) as missing_cause,
  count(*) filter (acknowledged_at is null) as missing_acknowledgement,
  count(*) filter (closed_on < received_on) as date_errors
from taken($start, $end, $as_of)
"""
TREND = """
select strftime(first, '%Y-%m') as report_month,
  (select count(*) from cases where received_on between first and last) as received,
  count(closed_on) as closed,
  (select count(*) from cases where received_on <= last
    and (closed_on is null or closed_on > last)) as open_end,
  coalesce(sum(closed_on - received_on), 0) as closed_days, count(satisfaction) as answered,
  count(*) filter (satisfaction in ('非常满意', '满意')) as satisfied
from (
  select first::date as first, least(last_day(first), $as_of) as last from generate_series(
    date_trunc('month', $last::date) - to_months($months - 1), $last::timestamp, interval 1 month
  ) as months(first)
) left join standing($as_of) on closed_on between first and last
group by first, last order by first
"""
LONGEST = """
select complaint_no, category, days as cycle_days, not is_closed as is_open
from tracked($start, $end, $as_of) order by days desc, received_at, complaint_no limit $top_n
"""
TYPICAL = """
select complaint_no, category, level, cost as total_cost, days as cycle_days
from taken($start, $end, $as_of)
order by level <> '高等级', cost desc, days desc, received_at, complaint_no limit $top_n
"""


def pareto(column: str) -> str:
    """Return what ranks the cases of a period by a column, and how many have nothing there."""
    return f"""
with counted as (
  select {column} as value, count(*) as cases, sum(cost) as cost
  from taken($start, $end, $as_of) group by value
),
ranked as (
  select *, row_number() over ranking as place, sum(cases) over ranking as running,
    sum(cases) over () as whole
  from counted where value is not null window ranking as (order by cases desc, cost desc, value)
)
select *, coalesce((select cases from counted where value is null), 0) as unknown,
  case when 100 * (running - cases) < 80 * whole then 'A'
    when 100 * (running - cases) < 95 * whole then 'B' else 'C' end as abc
from ranked order by place
"""  # noqa: S608


def crossed(row: str, column: str) -> str:
    """Return what counts the cases of a period by two columns, in the statuses that are said."""
    return f"""
with counted as (
  select coalesce({row}, $no_row) as line, coalesce({column}, $no_column) as head
  from taken($start, $end, $as_of) where $statuses is null or list_contains($statuses, status)
)
select line, head, (select count(*) from counted) as whole,
  (select count(*) from counted as own where own.line = lines.line) as line_total,
  (select count(*) from counted as own where own.head = heads.head) as head_total,
  (select count(*) from counted as own where own.line = lines.line and own.head = heads.head)
    as cases
from (select distinct line from counted) as lines, (select distinct head from counted) as heads
"""  # noqa: S608


def composed(column: str) -> str:
    """Return what counts the cases of this period and of that before by a column."""
    return f"""
select {column} as value, count(*) filter (received_on >= $start) as cases,
  count(*) filter (received_on < $start) as before
from taken($before, $end, $as_of) group by value
"""  # noqa: S608


def returning(column: str) -> str:
    """Return what counts who or what has several cases in the period, those with most first."""
    return f"""
select {column} as name, count(*) as complaint_count, list(distinct category) as categories,
  min(received_on) as first_on, max(received_on) as last_on, sum(cost) as total_cost
from taken($start, $end, $as_of) where {column} is not null
group by name having count(*) > 1 order by complaint_count desc, total_cost desc, name limit $top_n
"""  # noqa: S608


#: What the tracking sheet lists, by its scope.
SCOPES = {
    "未结案件": "(select * from standing($as_of) where not is_closed)",
    "期间受理": "taken($start, $end, $as_of)",
    "期间受理+期初未结": "tracked($start, $end, $as_of)",
    "全部": "standing($as_of)",
}


def tracking(scope: str) -> str:
    """Return what lists the cases of a scope, with how each stands, and what the meeting hears."""
    return f"""
with listed as (select * from {SCOPES[scope]}),
workdays as (
  select day::date as day from generate_series(
    date '2023-12-01', $as_of::date + interval 90 day, interval 1 day
  ) as days(day) where isodow(day) < 6
),
warned as (
  select due_on, min(day) as warning_on from (
    select due_on, day, row_number() over (partition by due_on order by day desc) as place
    from (select distinct due_on from listed), workdays
    where day < due_on and day > due_on - 14
  ) where place <= 3 group by due_on
),
months as (
  select *, (date_trunc('month', closed_on) + to_months(number))::date as following
  from listed, (values (1), (2), (3)) as numbers(number) where is_closed
),
effects as (
  select own.complaint_no, number, count(other.complaint_no) > 0 as is_back
  from months as own left join marked as other
    on other.cause = own.cause and other.complaint_no <> own.complaint_no
    and (other.customer = own.customer or other.product = own.product)
    and other.received_on between following and last_day(following)
  where last_day(following) <= $as_of group by own.complaint_no, number
),
effect as (
  select complaint_no, any_value(is_back) filter (number = 1) as back_1,
    any_value(is_back) filter (number = 2) as back_2,
    any_value(is_back) filter (number = 3) as back_3,
    case when bool_or(is_back) then false when count(*) = 3 then true end as fully_solved
  from effects group by complaint_no
)
select complaint_no, received_on, due_on, category, level, product as product_name,
  coalesce(acknowledged_at::date, received_on) as registered_on, timeliness,
  if(category = '产品质量', '品质', '客服') as handling_kind,
  status as case_status, if(is_closed, closed_on, null) as closed_on, days as cycle_days,
  greatest(0, if(is_closed, closed_on, $as_of::date) - due_on) as overdue_days, warning_on,
  case when is_closed then null when due_on < $as_of then '红' when warning_on <= $as_of then '黄'
    else '绿' end as light,
  satisfaction, compensation as compensation_amount, loss as loss_amount,
  case when back_1 then '复发' when not back_1 then '未复发' end as effect_month_1,
  case when back_2 then '复发' when not back_2 then '未复发' end as effect_month_2,
  case when back_3 then '复发' when not back_3 then '未复发' end as effect_month_3,
  fully_solved, received_on between $start and $last as new_cases,
  received_on < $start and (listed.closed_on is null or listed.closed_on > $last)
    as followed_cases, coalesce(listed.closed_on between $start and $last, false) as closed_cases
from listed left join effect using (complaint_no) left join warned using (due_on)
order by received_at, complaint_no
"""  # noqa: S608


def load_cases(cases: Sequence[ComplaintCase]) -> duckdb.DuckDBPyConnection:
    """Return a database with the cases in it, and what their sheets say besides."""
    database = with_duckdb.load_complaints(cases)
    names = [_NAMED.get(name, name) for name in _FOLLOWED]
    lines = [[getattr(case, name) for name in names] for case in cases]
    create(database, "followed", _FOLLOWED, lines)
    database.execute(_CASES)
    return database
