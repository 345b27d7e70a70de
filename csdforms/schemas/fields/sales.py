"""Sales to customers: turnover, returns, margins, what is owed, and how it ranks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Day,
    Integer,
    Line,
    Money,
    Quantity,
    Rate,
    Text,
)

# How the sheet counts

MoneyUnitWord = Literal["元", "万元"]
MoneyUnit = Annotated[
    MoneyUnitWord,
    Choice(MoneyUnitWord, also={"人民币元": "元", "人民币万元": "万元"}),
    Label("金额单位", "单位", "货币单位"),
]
TaxBasisWord = Literal["含税", "不含税"]
TaxBasis = Annotated[
    TaxBasisWord,
    Choice(TaxBasisWord, also={"价税合计": "含税", "未税": "不含税", "未含税": "不含税"}),
    Label("含税口径", "税务口径", "是否含税"),
]
ScopeNote = Annotated[str, Line(200), Label("统计范围", "范围说明")]
PolicyName = Annotated[str, Line(60), Label("分级标准", "评定标准", "适用标准")]
TieWord = Literal["并列跳号", "并列不跳号", "顺序"]
TieRule = Annotated[
    TieWord,
    Choice(TieWord, also={"中国式排名": "并列不跳号"}),
    Label("并列名次", "并列处理"),
]

# The customer in a table

Region = Annotated[
    str, Line(60), Label("所属区域", "区域", "客户地区", "地区", "所在区域", "销售区域")
]
Rank = Annotated[int, Integer(1), Label("名次", "排名")]
PreviousRank = Annotated[int, Integer(1), Label("上期名次", "上期排名")]
RankChange = Annotated[str, Line(10), Label("名次升降", "升降")]

# Turnover; amounts in yuan

SalesQuantity = Annotated[Decimal, Quantity(None), Label("销售数量", "商品数量", "销量")]
SalesAmount = Annotated[Decimal, Money(None), Label("销售额", "销售金额", "销售总额")]
ReturnQuantity = Annotated[Decimal, Quantity(), Label("退货数量", "退货量")]
ReturnAmount = Annotated[Decimal, Money(), Label("退货金额", "退货额", "退货及折让额")]
NetSalesAmount = Annotated[
    Decimal, Money(None), Label("销售净额", "销售收入", "净销售额", "销售额(净)")
]
CostAmount = Annotated[Decimal, Money(None), Label("销售成本", "成本")]
GrossProfitAmount = Annotated[Decimal, Money(None), Label("毛利", "毛利额", "销售毛利")]
GrossMarginRate = Annotated[Decimal, Rate(None), Label("毛利率", "销售毛利率")]
OrderCount = Annotated[int, Integer(), Label("订单数", "订单笔数")]
AverageOrderAmount = Annotated[Decimal, Money(None), Label("客单值", "客单价", "单均金额")]
ContractCount = Annotated[int, Integer(), Label("合同数", "合同份数")]
ContractNo = Annotated[str, Line(60), Label("合同号")]
TargetAmount = Annotated[Decimal, Money(), Label("销售目标", "本月目标", "目标销售额")]
AttainmentRate = Annotated[Decimal, Rate(None), Label("达成率", "目标达成率", "完成率")]
LastMonthAmount = Annotated[Decimal, Money(None), Label("上月销售净额", "上月", "上月销售额")]
LastYearMonthAmount = Annotated[
    Decimal, Money(None), Label("去年同月销售净额", "去年同月", "上年同月")
]
YtdSalesAmount = Annotated[
    Decimal, Money(None), Label("本年累计销售额", "本年累计", "今年累计销售额", "累计销售额(本年)")
]
LastYearSalesAmount = Annotated[
    Decimal, Money(None), Label("上年度销售额", "上年销售额", "去年销售额")
]
TotalSalesAmount = Annotated[Decimal, Money(None), Label("累计销售", "历年累计销售")]
TotalReceiptsAmount = Annotated[Decimal, Money(None), Label("累计回款", "历年累计回款")]
YearOnYearRate = Annotated[
    Decimal, Rate(None), Label("同比增减", "销售增长率", "增长率", "同比增长率")
]

# Shares of the whole; a negative part keeps its sign

SalesShare = Annotated[Decimal, Rate(None), Label("销售额占比", "销售占比", "所占比率")]
ProfitShare = Annotated[Decimal, Rate(None), Label("毛利占比", "毛利额占比")]
CumulativeAmount = Annotated[Decimal, Money(None), Label("累计金额", "累计额")]
CumulativeShare = Annotated[Decimal, Rate(None), Label("累计占比", "累计比例", "累计百分比")]
CustomerCount = Annotated[int, Integer(unit="户"), Label("客户数", "户数")]
CustomerShare = Annotated[Decimal, Rate(0, 1), Label("户数占比", "客户数占比")]

# What is owed; amounts in yuan

OpeningReceivableAmount = Annotated[
    Decimal, Money(None), Label("期初应收", "期初欠款", "累计欠款(期初)", "累计欠款")
]
InvoicedAmount = Annotated[Decimal, Money(None), Label("本月开票", "开票金额")]
ReceiptsAmount = Annotated[
    Decimal, Money(None), Label("回款金额", "回款", "本月收款", "收款", "回款额", "收款金额")
]
WrittenOffAmount = Annotated[Decimal, Money(), Label("坏账核销", "核销", "核销金额")]
OffsetAmount = Annotated[Decimal, Money(None), Label("抵扣", "抵扣金额")]
BalanceAmount = Annotated[
    Decimal,
    Money(None),
    Label("应收余额", "应收(欠款)余额", "欠款余额", "尚欠收款(期末)", "期末应收", "尚欠收款"),
]
DueAmount = Annotated[Decimal, Money(None), Label("到期应收款", "到期应收")]
OverdueAmount = Annotated[
    Decimal, Money(), Label("逾期金额", "逾期额", "迟收货款", "迟收(逾期)货款", "逾期货款")
]
ShippedNotInvoicedAmount = Annotated[
    Decimal, Money(), Label("货发但未开发票", "已发货未开票", "发货未开票")
]
CollectionRate = Annotated[Decimal, Rate(), Label("回款率", "货款回收率", "回收率")]
OnTimePaymentRate = Annotated[Decimal, Rate(0, 1), Label("按期付款率", "履约率", "信用履约率")]
MaxOverdueDays = Annotated[int, Integer(0, unit="天"), Label("最长逾期天数", "逾期天数")]
OverdueCount = Annotated[int, Integer(0, unit="次"), Label("逾期次数")]
OverdueReason = Annotated[str, Text(), Label("迟收原因", "逾期原因")]
ExposureAmount = Annotated[Decimal, Money(), Label("信用占用额", "占用额度", "风险敞口")]
UtilisationRate = Annotated[Decimal, Rate(), Label("额度使用率", "使用率")]
OverLimitAmount = Annotated[Decimal, Money(), Label("超额金额", "超额", "超限额金额")]
AvgMonthSalesAmount = Annotated[
    Decimal, Money(None), Label("月均销售额", "平均月销售额", "平均销售额")
]
ShippingMonths = Annotated[int, Integer(0, 12, unit="个月"), Label("有发货月数", "发货月数")]
LastTwelveMonthsAmount = Annotated[
    Decimal, Money(None), Label("近12月销售额", "近十二个月销售额", "近一年销售额")
]

# Dealings

LastDealOn = Annotated[dt.date, Day(), Label("最近交易日期", "最近交易", "末次交易日期")]
CooperationYears = Annotated[Decimal, Average(1, unit="年"), Label("合作年限", "合作年数")]
ComplaintCount = Annotated[int, Integer(0, unit="次"), Label("投诉次数", "投诉件数")]

# What a customer owes by age (账龄), both ends of a bucket included; amounts in yuan

NotDueAmount = Annotated[Decimal, Money(None), Label("未到期", "未到期金额")]
Days1To30Amount = Annotated[Decimal, Money(None), Label("逾期1—30天", "1—30天", "30天以内")]
Days31To60Amount = Annotated[Decimal, Money(None), Label("逾期31—60天", "31—60天")]
Days61To90Amount = Annotated[Decimal, Money(None), Label("逾期61—90天", "61—90天")]
Days91To180Amount = Annotated[Decimal, Money(None), Label("逾期91—180天", "91—180天")]
Days181To365Amount = Annotated[Decimal, Money(None), Label("逾期181—365天", "181—365天")]
DaysOver365Amount = Annotated[Decimal, Money(None), Label("逾期365天以上", "365天以上", "一年以上")]
