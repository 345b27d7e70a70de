"""The sheets of customers in SQL, written from F1–F18 and manual §4.2, §4.3, §4.4, §4.11.

Of a rate stand here its part and its whole.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
from reports.in_duckdb.asking import create

from benchmarks.reports import with_duckdb
from csdforms.reports.sources.kept import Document
from csdforms.reports.sources.sales import Sales

_SALES = """
create table sales as
select files.word as file, on_day::date as on_day, kinds.word as kind, number,
  if(contract < 0, null, contract) as contract, products.word as product, quantity,
  (cents::decimal(18, 0) * 0.01)::decimal(18, 2) as amount,
  if(has_cost, (cost::decimal(18, 0) * 0.01)::decimal(18, 2), null) as cost
from given join files on files.code = file join kinds on kinds.code = kind
  join products on products.code = product
"""
_TRADE = """
-- with the tax that each line's invoice has
create view taxed as
select * replace (round(amount * 1.13, 2)::decimal(18, 2) as amount) from sales;

-- what each customer bought in some days (F3, F4, F5)
create macro traded(first, last) as table
select file, sum(if(kind = '销售', amount, -amount)) as net,
  sum(case kind when '销售' then cost when '退货' then -cost else 0 end) as cost,
  bool_or(cost is null and kind <> '折让') as lacks_cost
from sales where on_day between first and last group by file;

create macro files_open(day) as table
select * from customers where opened_on <= day and (ended_on is null or ended_on > day);

-- what is owed, and what settles it (F14, F15)
create macro settled(first, last) as table
select file, sum(case kind when '收款' then amount when '退款' then -amount else 0 end) as received,
  sum(if(kind = '退款', -amount, amount)) as settled
from receipts where on_day between first and last group by file;

create macro billed(first, last) as table
select file, sum(amount) as billed from bills where on_day between first and last group by file;

-- where each customer was: the first word holds before its day, too
create table homes as
select file, if(day = min(day) over (partition by file), date '0001-01-01', day) as since, region
from said;

create table placed as
select sales.*, homes.region as home
from sales asof left join homes on sales.file = homes.file and sales.on_day >= homes.since;

-- in which region a division lies: in its province, or in one of the firm's own
create macro region_of(code, level) as coalesce(
  if(level = '省', left(code, 2) || '0000', case when left(code, 2) in ('31', '32', '33')
    then '华东' when left(code, 4) in ('1101', '4403') then '直辖市场' end), '未划分');
"""
#: The firm's own regions, as the sheet has them.
SCHEME = (
    {"region": "华东", "member_codes": ("310000", "320000", "330000")},
    {"region": "直辖市场", "member_codes": ("110100", "440300")},
)
#: Before any record.
_EVER = "date '1900-01-01'"
GRADES = f"""
with scope as (
  select file from files_open($last) union select file from traded($start, $last)
),
lines as (
  select file, coalesce(net, 0) as net, coalesce(lacks_cost, false) as lacks_cost,
    if(lacks_cost, null, coalesce(net, 0) - coalesce(cost, 0)) as profit,
    date_sub('month', least(opened_on, first_on, $last::date), $last::date + 1) as months,
    coalesce(now.received, 0) as received, coalesce(b.billed, 0) - coalesce(s.settled, 0)
      + coalesce(c.billed, 0) as owed,
    (select arg_max(grade, since) from grades where grades.file = scope.file and since < $last)
      as previous
  from scope left join traded($start, $last) using (file) left join customers using (file)
    left join (select file, min(on_day) as first_on from sales where kind = '销售'
      and on_day <= $last group by file) using (file)
    left join settled($start, $last) as now using (file)
    left join billed({_EVER}, $start::date - 1) as b using (file)
    left join settled({_EVER}, $start::date - 1) as s using (file)
    left join billed($start, $last) as c using (file)
),
ranked as (
  select *, rank() over (order by net desc) as rank, row_number() over (
    order by net desc, if(net > 0, profit / net, null) desc nulls last, file
  ) as place, sum(net) over () as whole, count(*) over () as people
  from lines
),
summed as (
  select *, sum(net) over (order by place rows unbounded preceding) as running from ranked
),
graded as (
  select *, case when place = 1 or 100 * running <= $a * whole then 'A'
    when 100 * running <= $b * whole then 'B' else 'C' end as system_grade
  from summed
)
select *, if(months < 3, '暂不评级', system_grade) as grade,
  case when months < 3 then null when previous is null then '新评'
    when previous = system_grade then '不变' when previous > system_grade then '升级'
    else '降级' end as change
from graded
order by if(grade = '暂不评级', 'Z', grade), place
"""  # noqa: S608
REGIONS = """
with here as (
  select known.*, homes.region as home, region_of(home, $level) as region,
    least(ended_on, dormant_since) as left_on
  from (select *, $day::date as today from customers) as known
    asof left join homes on known.file = homes.file and today >= homes.since
),
sold as (
  select region_of(if($at_sale, placed.home, here.home), $level) as region, file,
    coalesce(sum(if(kind = '销售', amount, -amount)) filter (year(on_day) = year($day) - 1), 0)
      as last_year,
    coalesce(sum(if(kind = '销售', amount, -amount)) filter (
      on_day between $first - interval 1 year and $day - interval 1 year), 0) as base,
    coalesce(sum(if(kind = '销售', amount, -amount)) filter (on_day >= $first), 0) as net,
    coalesce(sum(case kind when '销售' then cost when '退货' then -cost else 0 end)
      filter (on_day >= $first), 0) as cost,
    coalesce(bool_or(cost is null and kind <> '折让') filter (on_day >= $first), false)
      as lacks_cost
  from placed left join here using (file)
  where on_day between $first - interval 1 year and $day group by 1, file
),
listed as (
  select file from files_open($day) where dormant_since is null or dormant_since > $day
  union select file from sold
),
"""
BY_REGION = f"""
{REGIONS}
regions as (
  select region from sold union select region from listed left join here using (file)
  union select region from here where left_on between $first and $day
),
counted as (
  select coalesce(region, '未划分') as region, count(*) as customer_count,
    count(*) filter (opened_on between $first and $day) as new_count
  from listed left join here using (file) group by 1
),
summed as (
  select region, sum(last_year) as last_year, sum(base) as base, sum(net) as net,
    if(bool_or(lacks_cost), null, sum(cost)) as cost, count(*) filter (net > 0) as buying_count
  from sold group by region
)
select region, coalesce(customer_count, 0) as customer_count, coalesce(new_count, 0) as new_count,
  (select count(*) from here where here.region = all_regions.region
    and left_on between $first and $day) as lost_count,
  coalesce(buying_count, 0) as buying_count, coalesce(last_year, 0) as last_year,
  coalesce(base, 0) as base, coalesce(net, 0) as net, if(net is null, 0, cost) as cost
from (select distinct coalesce(region, '未划分') as region from regions) as all_regions
  left join counted using (region) left join summed using (region)
order by region
"""  # noqa: S608
BY_CUSTOMER = f"""
{REGIONS}
bought as (
  select file, sum(last_year) as last_year, sum(base) as base, sum(net) as net
  from sold group by file
)
select file, coalesce(region, '未划分') as region, coalesce(last_year, 0) as last_year,
  coalesce(base, 0) as base, coalesce(net, 0) as net
from listed left join here using (file) left join bought using (file)
"""  # noqa: S608
LIST = f"""
with year as (select * from taxed where on_day between $first and $day),
orders as (
  select file, count(*) as order_count from (
    select file, number from year group by file, number having sum(amount) filter (kind = '销售')
      > coalesce(sum(amount) filter (kind = '退货'), 0)
  ) group by file
),
products as (
  select file, string_agg(product, '、' order by net desc, product) as main_products from (
    select file, product, sum(if(kind = '销售', amount, -amount)) as net
    from year group by file, product having net > 0
    qualify row_number() over (partition by file order by net desc, product) <= 3
  ) group by file
),
ever as (
  select file, sum(if(kind = '销售', amount, -amount)) as total_sales_amount,
    min(on_day) filter (kind = '销售') as first_deal_on,
    max(on_day) filter (kind = '销售') as last_deal_on
  from taxed where on_day <= $day group by file
),
bought as (
  select file, coalesce(sum(amount) filter (kind = '销售'), 0) as sales_amount,
    coalesce(sum(amount) filter (kind <> '销售'), 0) as return_amount,
    sum(case kind when '销售' then quantity when '退货' then -quantity else 0 end)
      as sales_quantity,
    coalesce(sum(quantity) filter (kind = '退货'), 0) as return_quantity,
    count(distinct contract) as contract_count
  from year group by file
)
select file, coalesce(sales_amount, 0) as sales_amount, coalesce(return_amount, 0) as return_amount,
  coalesce(sales_quantity, 0) as sales_quantity, coalesce(return_quantity, 0) as return_quantity,
  coalesce(contract_count, 0) as contract_count, coalesce(order_count, 0) as order_count,
  main_products, coalesce(total_sales_amount, 0) as total_sales_amount, first_deal_on, last_deal_on,
  coalesce(paid.received, 0) as total_receipts_amount,
  coalesce(billed, 0) - coalesce(paid.settled, 0) as balance_amount
from (select file from ever union select file from bills) as files
  left join bought using (file) left join ever using (file) left join orders using (file)
  left join products using (file) left join settled({_EVER}, $day) as paid using (file)
  left join billed({_EVER}, $day) using (file)
  left join settled($first, $day) as lately using (file)
where sales_amount <> 0 or return_amount <> 0 or balance_amount <> 0 or lately.received <> 0
"""  # noqa: S608
AWARDS = """
with open_then as (
  select bills.file, due_on, bills.amount
      - coalesce(sum(if(kind = '退款', -receipts.amount, receipts.amount))
        filter (receipts.on_day <= $last), 0) as left_over,
    bills.amount - coalesce(sum(if(kind = '退款', -receipts.amount, receipts.amount))
      filter (receipts.on_day <= due_on), 0) as left_when_due
  from bills left join receipts on applied_to = number
  where bills.on_day <= $last group by number, bills.file, due_on, bills.amount
),
owed as (
  select file, coalesce(sum(left_over) filter (left_over > 0 and due_on < $last), 0) as overdue,
    count(*) filter (due_on between $start and $last) as due,
    count(*) filter (due_on between $start and $last and left_when_due <= 0) as kept
  from open_then group by file
)
select file, now.net, if(now.lacks_cost, null, now.net - now.cost) as profit,
  coalesce(former.net, 0) as base, first_on, $last::date - first_on + 1 as days,
  date_sub('month', first_on, $last::date + 1) as months, coalesce(overdue, 0) as overdue,
  coalesce(due, 0) as due, coalesce(kept, 0) as kept,
  (select arg_max(grade, since) from grades where grades.file = now.file and since <= $last)
    as grade
from traded($start, $last) as now
  left join traded($start::date - interval 1 year, $last::date - interval 1 year) as former
    using (file)
  left join (select file, min(on_day) as first_on from sales where kind = '销售'
    and on_day <= $last group by file) using (file)
  left join owed using (file)
"""


def load_trade(
    sales: Sales, bills: Sequence[Document] = (), receipts: Sequence[Document] = ()
) -> duckdb.DuckDBPyConnection:
    """Return a database with lines, customers and their histories, bills and receipts."""
    database, columns = duckdb.connect(), sales.columns
    coded = {"files": columns.file, "kinds": columns.kind, "products": columns.product}
    for name, words in coded.items():
        create(database, name, {"code": "integer", "word": "varchar"}, [*enumerate(words.values)])
    database.register(
        "given",
        {
            "file": columns.file.codes,
            "on_day": with_duckdb._days(columns.on),
            "kind": columns.kind.codes,
            "number": columns.number.codes,
            "contract": columns.contract.codes,
            "product": columns.product.codes,
            "quantity": columns.quantity.units,
            "cents": columns.amount.units,
            "cost": columns.cost.units,
            "has_cost": columns.cost.known(),
        },
    )
    database.execute(_SALES)
    database.unregister("given")
    people = sales.customers
    create(
        database,
        "customers",
        {"file": "varchar", "opened_on": "date", "ended_on": "date", "dormant_since": "date"},
        [(one.file, one.opened_on, one.ended_on, one.dormant_since) for one in people],
    )
    homes = [(one.file, day, data["region_code"]) for one in people for day, data in one.profiles]
    create(database, "said", {"file": "varchar", "day": "date", "region": "varchar"}, homes)
    grades = [(one.file, day, grade) for one in people for day, (grade, _) in one.grades]
    create(database, "grades", {"file": "varchar", "since": "date", "grade": "varchar"}, grades)
    money = {"file": "varchar", "on_day": "date", "amount": "decimal(18, 2)"}
    for name, documents, more in (
        ("bills", bills, {"due_on": "date", "number": "varchar"}),
        ("receipts", receipts, {"kind": "varchar", "applied_to": "varchar"}),
    ):
        kinds = money | more
        lines = [[one[{"on_day": "on"}.get(box, box)] for box in kinds] for one in documents]
        create(database, name, kinds, lines)
    database.execute(_TRADE)
    return database
