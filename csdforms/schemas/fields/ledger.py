"""What sales and finance systems export: sales, receipts, receivables, targets.

A line's amounts are yuan (CNY). Red-letter lines (退货, 折让, 退款) may be written with a minus or
without; they are kept without.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Choice,
    Day,
    Disclosure,
    Line,
    Money,
    Month,
    Percent,
    Quantity,
    Refused,
)
from csdforms.schemas.types.base import fold

_CLOCK = re.compile(r"(?<=[\d日])[T\s]+\d{1,2}:\d{2}.*", re.ASCII | re.DOTALL)
_YEAR_MONTH = re.compile(r"((?:19|20|21)\d\d)(\d\d)(?:0[1-9]|[12]\d|3[01])?", re.ASCII)
_WHOLE_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](?:0?[1-9]|[12]\d|3[01])日?(?:[T\s]+\d{1,2}:\d{2}.*)?", re.ASCII
)

# Whose and when


class BookedDay(Day):
    """A day; systems export the time of booking behind it, which is left out."""

    def accept(self, given: object) -> dt.date:
        if isinstance(given, str):
            given = _CLOCK.sub("", fold(given))
        elif isinstance(given, dt.datetime):
            given = given.date()
        elif isinstance(given, float):  # a spreadsheet's days, with the time behind the point
            given = int(given)
        return super().accept(given)

    plain = Day.plain


class BookedMonth(Month):
    """A month; systems also export ``202603``, and its first day."""

    def accept(self, given: object) -> str:
        text = fold(str(given)) if isinstance(given, int | str) else ""
        for known in (_YEAR_MONTH, _WHOLE_DAY):
            if match := known.fullmatch(text):
                return super().accept(f"{match[1]}-{match[2]}")
        return super().accept(given)

    plain = Month.plain


DocumentNo = Annotated[
    str,
    Line(60),
    Label(
        "销售单号",
        "单据编号 单据号 单号 单据号码 订单号 订单编号 销售订单号 出库单号 销货单号 发货单号",
        "销售单据号 交易单号 发票号 发票号码",
    ),
]
ReceiptNo = Annotated[
    str,
    Line(60),
    Label("收款单号", "单据编号 单据号 单号 收款单编号 收款编号 回款单号 收据号 流水号 交易流水号"),
]
ReceivableNo = Annotated[
    str,
    Line(60),
    Label(
        "应收单号",
        "单据编号 单据号 单号 应收单编号 应收编号 发票号 发票号码 发票编号 账单号 对账单号",
    ),
]
FileOrCustomerNo = Annotated[
    str,
    Line(60),
    Label(
        "客户编号",
        "客户编码 客户代码 客户号 客户ID 档案号 客户档案号 购货单位编码 购货单位编号 购货单位代码 "
        "往来单位编码 往来单位编号 往来单位代码 往来户编码 购买方编码",
    ),
]
SoldOn = Annotated[
    dt.date,
    BookedDay(),
    Label(
        "销售日期",
        "日期 单据日期 开单日期 制单日期 业务日期 出库日期 发货日期 订单日期 交易日期 开票日期",
    ),
]
ReceivedOn = Annotated[
    dt.date,
    BookedDay(),
    Label("收款日期", "日期 单据日期 回款日期 到账日期 业务日期 入账日期 交易日期"),
]
InvoicedOn = Annotated[
    dt.date,
    BookedDay(),
    Label("开票日期", "日期 单据日期 应收日期 发票日期 立账日期 业务日期 账单日期"),
]
PayableBy = Annotated[
    dt.date,
    BookedDay(),
    Label("到期日", "到期日期 应收到期日 付款到期日 收款到期日 应付日期 付款期限"),
]
SettledOn = Annotated[
    dt.date, BookedDay(), Label("结清日期", "收清日期 核销日期 付清日期 收款完成日期")
]
TargetMonth = Annotated[
    str, BookedMonth(), Label("月份", "目标月份 年月 期间 会计期间 所属月份 计划月份")
]

# What was sold

SaleKindWord = Literal["销售", "退货", "折让"]
SaleKind = Annotated[
    SaleKindWord,
    Choice(
        SaleKindWord,
        also={
            "销售出库": "销售",
            "销货": "销售",
            "出库": "销售",
            "蓝字": "销售",
            "正常销售": "销售",
            "普通销售": "销售",
            "销售退货": "退货",
            "销售退回": "退货",
            "销退": "退货",
            "退回": "退货",
            "退": "退货",
            "红字": "退货",
            "销售折让": "折让",
            "价格折让": "折让",
            "折扣折让": "折让",
        },
    ),
    Label("类型", "业务类型 单据类型 销售类型 类别 行类型 交易类型"),
]
LedgerContractNo = Annotated[str, Line(60), Label("合同号", "合同编号 合同号码 销售合同号")]
ProductCode = Annotated[
    str,
    Line(60),
    Label(
        "产品编码",
        "产品编号 产品代码 商品编码 商品编号 商品代码 物料编码 物料代码 存货编码 存货代码 货号 "
        "料号 SKU",
    ),
]
SoldProduct = Annotated[
    str,
    Line(100),
    Label("品名", "产品名称 商品名称 产品 商品 货品名称 物料名称 存货名称 名称 货物名称 服务名称"),
]
ProductSpec = Annotated[str, Line(100), Label("规格", "规格型号 型号 型号规格 产品规格 商品规格")]
SoldUnit = Annotated[str, Line(20), Label("单位", "计量单位 数量单位 销售单位 主计量 主计量单位")]
SoldQuantity = Annotated[
    Decimal, Quantity(None), Label("数量", "销售数量 出库数量 发货数量 实发数量 开票数量")
]
UnitPrice = Annotated[
    Decimal,
    Quantity(0, places=8),
    Disclosure.AMOUNT,
    Label(
        "单价",
        "销售单价 含税单价 不含税单价 售价 价格 单价(元) 本币含税单价 本币单价 "
        "无税单价 未税单价 单价(含税) 单价(不含税) 本币无税单价",
    ),
]
SoldAmount = Annotated[
    Decimal,
    Money(None),
    Label(
        "金额",
        "销售金额 销售额 含税金额 不含税金额 价税合计 成交金额 金额(元) 总金额 小计 本币价税合计 "
        "金额(含税) 金额(不含税) 无税金额 未税金额 本币无税金额",
    ),
]


CurrencyWord = Literal["人民币"]
Currency = Annotated[
    CurrencyWord,
    Choice(
        CurrencyWord,
        also={
            "CNY": "人民币",
            "RMB": "人民币",
            "人民币元": "人民币",
            "本位币": "人民币",
            "元": "人民币",
            "￥": "人民币",
        },
    ),
    Label("币种", "币别 货币 币种名称"),
]


class TaxRateType(Percent):
    """A tax rate: ``13%``, ``0.13``, and what bookkeepers write: ``13``."""

    def accept(self, given: object) -> Decimal:
        try:
            return super().accept(given)
        except Refused:
            if isinstance(given, str) and "%" in fold(given):
                raise
            rate = Percent(0, 100).accept(given)
            return self.within(rate / 100)


TaxRate = Annotated[Decimal, TaxRateType(0, Decimal("0.99")), Label("税率", "增值税税率 税率(%)")]
IncludesTaxWord = Literal["含税", "不含税"]
IncludesTax = Annotated[
    IncludesTaxWord,
    Choice(
        IncludesTaxWord,
        also={"是": "含税", "否": "不含税", "价税合计": "含税", "未税": "不含税", "Y": "含税",
              "N": "不含税", "1": "含税", "0": "不含税"},
    ),
    Label("含税", "是否含税 含税口径 价格含税 含税标志 含税否"),
]  # fmt: skip
SoldCost = Annotated[
    Decimal, Money(None), Label("成本", "成本金额 销售成本 成本额 出库成本 商品成本")
]
SoldBy = Annotated[
    str, Line(60), Label("业务员", "销售员 业务代表 销售代表 经办业务员 客户经理 销售人员 业务人员")
]

# What was paid, billed and planned

ReceivedAmount = Annotated[
    Decimal,
    Money(None),
    Label("收款金额", "金额 回款金额 实收金额 到账金额 本次收款 金额(元) 本币金额"),
]
ReceiptKindWord = Literal["收款", "退款", "坏账核销", "抵扣"]
ReceiptKind = Annotated[
    ReceiptKindWord,
    Choice(
        ReceiptKindWord,
        also={
            "回款": "收款",
            "销售收款": "收款",
            "预收款": "收款",
            "预收": "收款",
            "应收款": "收款",
            "付款": "退款",
            "销售退款": "退款",
            "坏账": "坏账核销",
            "核销": "坏账核销",
            "冲抵": "抵扣",
            "冲账": "抵扣",
            "对冲": "抵扣",
        },
    ),
    Label("收款类型", "类型 业务类型 单据类型 款项类型 类别"),
]
PaymentMethod = Annotated[
    str, Line(40), Label("收款方式", "结算方式 付款方式 支付方式 回款方式 收款账户类型")
]
AppliedTo = Annotated[
    str,
    Line(60),
    Label("核销单号", "核销单据号 应收单号 核销应收单号 发票号 冲销单号 对应单号 源单号"),
]
BilledAmount = Annotated[
    Decimal,
    Money(None),
    Label("应收金额", "价税合计 开票金额 发票金额 金额 账单金额 金额(元) 本币金额"),
]
SettledAmount = Annotated[
    Decimal, Money(), Label("已收金额", "已核销金额 已收款 已回款 已结金额 已收 累计收款")
]
BilledSale = Annotated[
    str, Line(60), Label("销售单号", "对应销售单号 源单号 订单号 出库单号 来源单号 销售订单号")
]
PlannedAmount = Annotated[
    Decimal,
    Money(),
    Label("目标金额", "销售目标 目标 目标销售额 月度目标 计划金额 任务额 计划销售额"),
]
