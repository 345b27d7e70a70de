"""客户销售资料一览表, landscape: the year of one customer by month, or the list of customers."""

from collections.abc import Iterator

from csdforms.templates.sheet import (
    Column,
    Grid,
    Heading,
    IfFilled,
    Sheet,
    Signature,
    Table,
)


def _product_columns() -> Iterator[Column]:
    """Quantity and amount of each product, under its name, which is a value of the sheet."""
    for number in range(1, 7):
        product = f"product_{number}"
        head = Heading(f"year_total.{product}.product_heading")
        yield Column(f"{product}.sales_quantity", 28, label="数量", align="right", under=head)
        yield Column(f"{product}.sales_amount", 48, label="金额", align="right", under=head)
    yield Column("other_products.sales_quantity", 28, label="数量", align="right", under="其他")
    yield Column("other_products.sales_amount", 48, label="金额", align="right", under="其他")


BY_MONTH = (
    Column("month", 28),
    *_product_columns(),
    Column("total_amount", 54, align="right"),
    Column("receipts_amount", 54, align="right"),
    Column("remarks", 70, align="left"),
)
DEALINGS = (
    Column("seq", 380, label="序"),
    Column("customer_no", 1460),
    Column("customer_name", 1700, align="left"),
    Column("region", 1100, label="区域"),
    Column("customer_grade", 440, label="等级"),
    Column("salesperson", 600),
    Column("main_products", 1900, align="left"),
    Column("order_count", 460, label="订单", align="right"),
    Column("sales_quantity", 560, label="数量", align="right", under="销售"),
    Column("sales_amount", 1030, label="金额", align="right", under="销售"),
    Column("return_quantity", 500, label="数量", align="right", under="退货"),
    Column("return_amount", 960, label="金额", align="right", under="退货"),
    Column("net_sales_amount", 1030, align="right"),
    Column("average_order_amount", 960, align="right"),
    Column("contract_count", 480, label="合同", align="right"),
)
STANDING = (
    Column("seq", 450, label="序"),
    Column("customer_name", 2000, label="客户", align="left"),
    Column("first_deal_on", 1680),
    Column("last_deal_on", 1680),
    Column("total_sales_amount", 1300, align="right", under="首次交易以来"),
    Column("total_receipts_amount", 1300, align="right", under="首次交易以来"),
    Column("collection_rate", 960, align="right", under="首次交易以来"),
    Column("balance_amount", 1300, align="right"),
    Column("credit_grade", 850, label="当期", under="信用评估"),
    Column("last_year_credit_grade", 980, label="上年同期", under="信用评估"),
    Column("remarks", 1600, align="left"),
)


def _total(part: str, columns: tuple[Column, ...], first: str) -> tuple[str, dict[str, str]]:
    """The line of sums below these columns from the first one that has any."""
    paths = [column.path for column in columns]
    summed = paths[paths.index(first) :]
    without = {"remarks", "credit_grade", "last_year_credit_grade"}
    return "合计", {path: f"{part}.{path}" for path in summed if path not in without}


SHEET = Sheet(
    Grid(
        None,
        ("view", "year", "as_of"),
        ("money_unit", "tax_basis"),
        IfFilled("customer_no", "customer_name", "region", "amount_basis", by="months"),
        IfFilled("collection_basis", "quantity_unit", by="customers"),
        IfFilled("withheld_count"),
    ),
    Table(
        "months",
        *BY_MONTH,
        rows=12,
        total=_total("year_total", BY_MONTH, "product_1.sales_quantity"),
        optional=True,
    ),
    Grid(None, IfFilled("rest_products")),
    Table(
        "customers",
        *DEALINGS,
        heading="客户清单：本年销售",
        total=_total("list_total", DEALINGS, "order_count"),
        optional=True,
    ),
    Table(
        "customers",
        *STANDING,
        heading="客户清单：累计与信用",
        total=_total("list_total", STANDING, "total_sales_amount"),
        optional=True,
    ),
    signatures=(
        Signature("制表", "prepared_by", "prepared_on"),
        Signature("审核", "reviewed_by", "reviewed_on"),
        Signature("批准", "approved_by", "approved_on"),
    ),
    notes=(
        "没有销售的月份填0；产品超过六种的，金额较小的并入“其他”；单位相同的数量才相加。",
        "销售净额＝销售金额－退货金额；客单值＝销售净额÷订单数，订单数、销售数量已扣除退货。",
        "回款率：按开票＝累计回款÷累计销售（含税），按到期＝已收÷（已收＋迟收）；合计的各率按合计数计算。",
    ),
    landscape=True,
    pages=2,
    blank_pages=1,
    remarks_lines=1,
)
