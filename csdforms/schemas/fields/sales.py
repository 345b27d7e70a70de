"""Sales to customers: turnover, returns, margins, what is owed, and how it ranks."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from csdforms.schemas.fields.customer import CreditGrade
from csdforms.schemas.labels import Label
from csdforms.schemas.types import (
    Average,
    Choice,
    Day,
    Disclosure,
    FieldType,
    Integer,
    Line,
    Money,
    Percent,
    Quantity,
    Rate,
    Refused,
    Text,
    choice_of,
)
from csdforms.schemas.types.base import text_of
from csdforms.schemas.types.numbers import rounded


class Deduction(Money):
    """An amount taken off: some sheets print it with a minus, here it is positive."""

    kind: ClassVar[str] = "扣减金额（元）"

    def within(self, value: Decimal) -> Decimal:
        return super().within(abs(value))


class Points(Rate):
    """A difference of two rates: a fraction in the data (``0.0123``), ``1.23百分点`` on paper."""

    kind: ClassVar[str] = "百分点"
    disclosure = Disclosure.AMOUNT

    def accept(self, given: object) -> Decimal:
        if isinstance(given, str):
            given = given.strip()
            for unit in ("个百分点", "百分点", "个点"):
                if given.endswith(unit):
                    return super().accept(given.removesuffix(unit) + "%")
        return super().accept(given)

    def show(self, value: Decimal) -> str:
        return f"{rounded(value * 100, 2):,f}百分点"


class RankMove(FieldType[str]):
    """How many places somebody rose or fell: ``↑2``, ``↓1``, ``持平``, or ``新``."""

    kind: ClassVar[str] = "名次升降"
    disclosure = Disclosure.OPEN
    absent: ClassVar[str] = "—"
    _expected = "名次升降，例如 ↑2、↓1、持平或新"
    _places = re.compile(r"([↑+升]|[↓\-−降])?\s*(\d{1,4})(?:\.0)?", re.ASCII)
    _words: ClassVar = {"持平": "持平", "不变": "持平", "新": "新", "新进": "新", "新增": "新"}

    def accept(self, given: object) -> str:
        text = text_of(given, self._expected)
        if text in self._words:
            return str(self._words[text])
        match = self._places.fullmatch(text)
        if not match:
            raise Refused(f"应填{self._expected}。")
        places = int(match[2])
        return self.of(-places if match[1] and match[1] in "↓-−降" else places)

    @staticmethod
    def of(places: int) -> str:
        """Return how a rise of so many places is printed; a fall is negative."""
        if not places:
            return "持平"
        return f"↑{places}" if places > 0 else f"↓{-places}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^([↑↓][1-9]\d{0,3}|持平|新)$"}


# How the sheet counts

MoneyUnitWord = Literal["元", "万元"]
MoneyUnit = Annotated[
    MoneyUnitWord,
    Choice(MoneyUnitWord, also={"人民币元": "元", "人民币万元": "万元"}),
    Label("金额单位", "单位 货币单位"),
]
TaxBasisWord = Literal["含税", "不含税"]
TaxBasis = Annotated[
    TaxBasisWord,
    Choice(TaxBasisWord, also={"价税合计": "含税", "未税": "不含税", "未含税": "不含税"}),
    Label("含税口径", "税务口径 是否含税"),
]
ScopeNote = Annotated[str, Line(200), Label("统计范围", "范围说明")]
PolicyName = Annotated[
    str,
    Line(60),
    Label("分级标准", "评定标准 适用标准 分类标准 评级标准"),
]
QuantityUnit = Annotated[str, Line(20), Label("数量单位", "计量单位")]
Month = Annotated[
    int,
    Integer(1, 12, unit="月"),
    Label("所属月份", "月份 月 统计月份 报表月份"),
]
CutOffDay = Annotated[int, Integer(1, 31, unit="日"), Label("月结截止日", "结账日 截止日")]
AmountBasisWord = Literal["销售额", "销售净额"]
AmountBasis = Annotated[
    AmountBasisWord,
    Choice(AmountBasisWord, also={"毛额": "销售额", "净额": "销售净额"}),
    Label("金额口径", "销售金额口径"),
]
#: ``on_due`` is what was received of what was received or is late, ``on_billed`` of all billed.
CollectionBasisWord = Literal["按到期", "按开票"]
CollectionBasis = Annotated[
    CollectionBasisWord,
    Choice(CollectionBasisWord, also={"on_due": "按到期", "on_billed": "按开票"}),
    Label("回款率口径", "回收率口径"),
]
CostBasisWord = Literal["移动平均", "月末一次加权平均", "先进先出", "个别计价", "标准成本", "其他"]
CostBasis = Annotated[
    CostBasisWord,
    Choice(
        CostBasisWord,
        also={
            "移动加权平均": "移动平均",
            "全月一次加权平均": "月末一次加权平均",
            "月末加权平均": "月末一次加权平均",
            "个别认定": "个别计价",
            "标准成本法": "标准成本",
        },
    ),
    Label("成本计价方法", "成本核算方法 计价方法"),
]
RankByWord = Literal["毛利额", "毛利率", "销售净额"]
RankBy = Annotated[
    RankByWord,
    Choice(RankByWord, also={"毛利": "毛利额", "销售收入": "销售净额"}),
    Label("排名依据", "排名口径 排序依据"),
]
TopRanks = Annotated[int, Integer(1, unit="名"), Label("只列前几名", "前N名 排名范围")]
MinSalesAmount = Annotated[
    Decimal, Money(), Label("参与排名的最低销售净额", "最低销售净额 最低销售额")
]
ClassAShare = Annotated[Decimal, Percent(0, 1), Label("A类累计占比上限", "A类上限")]
ClassBShare = Annotated[Decimal, Percent(0, 1), Label("B类累计占比上限", "B类上限")]
OverviewViewWord = Literal["单户分月", "客户清单"]
OverviewView = Annotated[
    OverviewViewWord,
    Choice(OverviewViewWord, also={"by_customer": "单户分月", "by_list": "客户清单"}),
    Label("表式", "视图"),
]
TieWord = Literal["并列跳号", "并列不跳号", "顺序"]
TieRule = Annotated[
    TieWord,
    Choice(TieWord, also={"中国式排名": "并列不跳号"}),
    Label("并列名次", "并列处理"),
]

# The customer in a table

Region = Annotated[
    str, Line(60),
    Label(
        "所属区域",
        "区域 客户地区 地区 所在区域 销售区域 省份 所在地区 所属地区 省区 客户区域 大区 片区",
    ),
]  # fmt: skip
Rank = Annotated[
    int,
    Integer(1),
    Label("名次", "排名 排行 本期排名 本期名次 毛利排名 销售排名"),
]
PreviousRank = Annotated[int, Integer(1), Label("上期名次", "上期排名")]
RankChange = Annotated[str, RankMove(), Label("名次升降", "升降")]

# Turnover; amounts in yuan

SalesQuantity = Annotated[
    Decimal,
    Quantity(None),
    Label("销售数量", "商品数量 销量 销售量 出货量 出货数量 销货数量 本月销量"),
]
SalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "销售额",
        "销售金额 销售总额 销售总金额 销货金额 销货额 出货金额 交易金额 交易额 成交金额",
        "成交额 本月销售额 本月销售 月销售额 本期销售额 当月销售额 本月发生额",
    ),
]  # fmt: skip
ReturnQuantity = Annotated[Decimal, Quantity(), Label("退货数量", "退货量")]
ReturnAmount = Annotated[
    Decimal, Deduction(),
    Label(
        "退货金额",
        "退货额 退货及折让额 退货 本月退货 退货总额 退回金额 销售退回 销货退回 销退金额",
    ),
]  # fmt: skip
NetSalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "销售净额",
        "销售收入 净销售额 销售额(净) 净额 净销额 销货净额 实际销售额 实销金额 销售净收入",
    ),
]  # fmt: skip
CostAmount = Annotated[
    Decimal,
    Money(None),
    Label("销售成本", "成本 成本金额 成本额 总成本 商品成本 销货成本"),
]
GrossProfitAmount = Annotated[
    Decimal,
    Money(None),
    Label(
        "毛利",
        "毛利额 销售毛利 毛利润 毛利金额 毛利总额 贡献毛利 销售毛利额",
    ),
]
GrossMarginRate = Annotated[Decimal, Rate(None), Disclosure.AMOUNT, Label("毛利率", "销售毛利率")]
PreviousMarginRate = Annotated[Decimal, Rate(None), Disclosure.AMOUNT, Label("上期毛利率")]
MarginChange = Annotated[
    Decimal,
    Points(None),
    Label("毛利率增减", "增减(百分点) 毛利率增减(百分点) 毛利率变动 毛利率变化"),
]
IncompleteNote = Annotated[str, Line(60), Label("成本不全说明")]
EmptyNote = Annotated[str, Line(40), Label("空表说明")]
ProfitClassWord = Literal["A", "B", "C", "亏损"]
ProfitClass = Annotated[
    ProfitClassWord,
    Choice(ProfitClassWord, also={"A类": "A", "B类": "B", "C类": "C", "亏损客户": "亏损"}),
    Label("毛利分类", "毛利类别 ABC分类"),
]
OrderCount = Annotated[
    int, Integer(),
    Label(
        "订单数",
        "订单笔数 订单数量 订单量 订单总数 成交单数 成交笔数 交易笔数 交易次数 购买次数",
        "下单次数",
    ),
]  # fmt: skip
AverageOrderAmount = Annotated[
    Decimal,
    Money(None),
    Label("客单值", "客单价 单均金额 平均订单金额 平均客单价 平均成交金额"),
]
ContractCount = Annotated[int, Integer(), Label("合同数", "合同份数")]
ContractNo = Annotated[str, Line(60), Label("合同号", "合同编号 合同号码")]
TargetAmount = Annotated[
    Decimal, Money(),
    Label(
        "销售目标",
        "本月目标 目标销售额 月度目标 月目标 目标额 目标 销售任务 任务额 月度任务 计划销售额",
        "销售计划 本月计划",
    ),
]  # fmt: skip
AttainmentRate = Annotated[
    Decimal,
    Rate(None),
    Label("达成率", "目标达成率 完成率 目标完成率 任务完成率 计划完成率"),
]
LastMonthAmount = Annotated[
    Decimal, Money(None),
    Label(
        "上月销售净额",
        "上月 上月销售额 上月销售 上月实际 上月实际销售额 上月金额",
    ),
]  # fmt: skip
LastYearMonthAmount = Annotated[
    Decimal, Money(None),
    Label(
        "去年同月销售净额",
        "去年同月 上年同月 去年同期 上年同期 去年同期销售额 上年同期销售额 同期销售额",
        "上年同月销售额",
    ),
]  # fmt: skip
YtdSalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "本年累计销售额",
        "本年累计 今年累计销售额 累计销售额(本年) 今年累计 本年累计销售 本年累计金额 年度累计",
        "年累计 年累计销售额 本年销售额 本年度销售额 年初至今",
    ),
]  # fmt: skip
LastYearSalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "上年度销售额",
        "上年销售额 去年销售额 上年度交易额 去年交易额 上年度销售金额",
    ),
]  # fmt: skip
TotalSalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "累计销售",
        "历年累计销售 累计销售额 累计销售金额 累计交易额 累计成交额 累计成交金额 累计采购额",
        "历史销售额",
    ),
]  # fmt: skip
TotalReceiptsAmount = Annotated[
    Decimal, Money(None),
    Label(
        "累计回款",
        "历年累计回款 累计收款 累计收款额 累计回款额 累计回款金额 累计到款",
    ),
]  # fmt: skip
TotalAmount = Annotated[Decimal, Money(None), Label("合计金额", "合计 月销售合计")]
MonthOnMonthRate = Annotated[
    Decimal, Rate(None),
    Label(
        "环比增减",
        "环比 环比增长率 环比增减率 环比增长 环比增幅 较上月增减 比上月增减 与上月比 较上月",
    ),
]  # fmt: skip
YearOnYearRate = Annotated[
    Decimal, Rate(None),
    Label(
        "同比增减",
        "销售增长率 增长率 同比增长率 同比 同比增长 同比增幅 同比增减率 较上年增减 较去年同期",
    ),
]  # fmt: skip

RestProducts = Annotated[str, Text(personal=False), Label("并入其他的产品")]
ProductHeading = Annotated[str, Line(130), Label("产品栏", "产品栏标题")]

# Shares of the whole; a negative part keeps its sign

SalesShare = Annotated[
    Decimal, Rate(None),
    Label(
        "销售额占比",
        "销售占比 所占比率 销售比重 销售额比重 占总销售额比例 占销售总额比例",
    ),
]  # fmt: skip
ProfitShare = Annotated[
    Decimal,
    Rate(None),
    Label("毛利占比", "毛利额占比 毛利比重 毛利贡献率 毛利贡献度"),
]
CumulativeProfitShare = Annotated[Decimal, Rate(None), Label("累计毛利占比", "毛利累计占比")]
CumulativeAmount = Annotated[Decimal, Money(None), Label("累计金额", "累计额")]
CumulativeShare = Annotated[Decimal, Rate(None), Label("累计占比", "累计比例 累计百分比")]
CustomerCount = Annotated[
    int,
    Integer(unit="户"),
    Label("客户数", "户数 客户数量 客户总数 客户户数 家数"),
]
CustomerShare = Annotated[Decimal, Rate(0, 1), Label("户数占比", "客户数占比")]
NewCount = Annotated[
    int,
    Integer(unit="户"),
    Label("新增客户数", "新增 新增户数 新增数 新增客户 新客户数 本期新增"),
]
LostCount = Annotated[
    int, Integer(unit="户"),
    Label(
        "减少客户数",
        "减少 流失客户数 减少户数 流失 流失数 流失户数 流失客户 减少客户 本期减少",
    ),
]  # fmt: skip

# What is owed; amounts in yuan

OpeningReceivableAmount = Annotated[
    Decimal, Money(None),
    Label(
        "期初应收",
        "期初欠款 累计欠款(期初) 累计欠款 期初余额 期初应收款 期初应收账款 月初余额 月初欠款",
        "上月余额 上月欠款 上月结余 上月结欠 上期余额 上期欠款",
    ),
]  # fmt: skip
InvoicedAmount = Annotated[
    Decimal,
    Money(None),
    Label(
        "本月开票",
        "开票金额 开票额 已开票金额 发票金额 本月开票金额 开票总额",
    ),
]
ReceiptsAmount = Annotated[
    Decimal, Money(None),
    Label(
        "回款金额",
        "回款 本月收款 收款 回款额 收款金额 本月回款 本期收款 本期回款 收款额 已收款 已回款",
        "到款 到款金额 本月到款 实收金额 实际回款 回款总额",
    ),
]  # fmt: skip
YtdReceiptsAmount = Annotated[
    Decimal,
    Money(None),
    Label(
        "本年累计回款",
        "本年累计收款 今年累计收款 今年累计回款 年累计回款 本年回款",
    ),
]
LastClosingAmount = Annotated[Decimal, Money(None), Label("上月期末应收", "上月应收余额")]
OpeningDifferenceAmount = Annotated[Decimal, Money(None), Label("期初差异", "差异金额")]
DifferenceReason = Annotated[str, Text(), Label("差异原因", "期初差异原因")]
WrittenOffAmount = Annotated[Decimal, Money(), Label("坏账核销", "核销 核销金额")]
OffsetAmount = Annotated[Decimal, Money(None), Label("抵扣", "抵扣金额")]
BalanceAmount = Annotated[
    Decimal,
    Money(None),
    Label(
        "应收余额",
        "应收(欠款)余额 欠款余额 尚欠收款(期末) 期末应收 尚欠收款 应收账款余额 应收款余额",
        "应收账款 应收款 未收款 未收金额 未收余额 未回款 未回款金额 尚欠金额 欠款 欠款金额",
        "欠款总额 期末余额 期末欠款 月末余额 月末欠款",
    ),
]  # fmt: skip
DueAmount = Annotated[
    Decimal,
    Money(None),
    Label("到期应收款", "到期应收 到期货款 到期金额 到期未收 到期款"),
]
OverdueAmount = Annotated[
    Decimal, Money(),
    Label(
        "逾期金额",
        "逾期额 迟收货款 迟收(逾期)货款 逾期货款 逾期欠款 逾期应收 逾期应收款 逾期应收账款",
        "逾期总额 超期金额 超期欠款 超期应收款 拖欠金额",
    ),
]  # fmt: skip
ShippedNotInvoicedAmount = Annotated[
    Decimal,
    Money(),
    Label("货发但未开发票", "已发货未开票 发货未开票 发出未开票 未开票金额"),
]
CollectionRate = Annotated[
    Decimal,
    Rate(None),  # who was given more back than he paid has a negative one
    Label("回款率", "货款回收率 回收率 收款率 回款比例 资金回笼率 货款回笼率"),
]
OnTimePaymentRate = Annotated[
    Decimal, Rate(0, 1),
    Label(
        "按期付款率",
        "履约率 信用履约率 按时付款率 及时付款率 准时付款率 合同履约率 按时回款率 按期回款率",
        "回款及时率",
    ),
]  # fmt: skip
MaxOverdueDays = Annotated[
    int, Integer(0, unit="天"),
    Label(
        "最长逾期天数",
        "逾期天数 最大逾期天数 最长超期天数 超期天数 拖欠天数 逾期时间 逾期时长",
    ),
]  # fmt: skip
OverdueCount = Annotated[int, Integer(0, unit="次"), Label("逾期次数", "超期次数 拖欠次数")]
OverdueReason = Annotated[
    str, Text(),
    Label(
        "迟收原因",
        "逾期原因 未收原因 未回款原因 未付款原因 拖欠原因 欠款原因 超期原因",
    ),
]  # fmt: skip
ExposureAmount = Annotated[
    Decimal, Money(),
    Label(
        "信用占用额",
        "占用额度 风险敞口 已用额度 已使用额度 已占用额度 已用信用额度 已占用信用额度",
        "占用信用额度 授信占用",
    ),
]  # fmt: skip
UtilisationRate = Annotated[
    Decimal,
    Rate(),
    Disclosure.AMOUNT,
    Label("额度使用率", "使用率 额度占用率 信用使用率 信用额度使用率 授信使用率"),
]
OverLimitAmount = Annotated[
    Decimal, Money(),
    Label(
        "超额金额",
        "超额 超限额金额 超限金额 超限额 超额度 超额度金额 超信用额度金额 超出额度",
    ),
]  # fmt: skip
AvgMonthSalesAmount = Annotated[
    Decimal, Money(None),
    Label(
        "月均销售额",
        "平均月销售额 平均销售额 月均销售 月均交易额 月均采购额 月平均销售额 月平均交易额",
        "每月平均销售额",
    ),
]  # fmt: skip
ShippingMonths = Annotated[int, Integer(0, 12, unit="个月"), Label("有发货月数", "发货月数")]
LastTwelveMonthsAmount = Annotated[
    Decimal, Money(None),
    Label(
        "近12月销售额",
        "近十二个月销售额 近一年销售额 近12个月销售额 最近12个月销售额 最近一年销售额",
        "近一年交易额 最近一年交易额 年销售额 年度销售额 年交易额 全年销售额",
    ),
]  # fmt: skip

# Dealings

LastYearCreditGrade = Annotated[
    str, choice_of(CreditGrade), Label("上年同期信用", "上年同期信用评估")
]
LastDealOn = Annotated[
    dt.date, Day(),
    Label(
        "最近交易日期",
        "最近交易 末次交易日期 最近交易时间 最近成交时间 最近成交日期 最近购买日期",
        "最近购买时间 最近消费日期 最近消费时间 最近下单时间 最近一次交易日期",
        "最近一次消费时间 最后交易日期 最后购买日期 最后消费日期 最后消费时间 末次消费日期",
        "上次消费时间 最近到店时间",
    ),
]  # fmt: skip
CooperationYears = Annotated[
    Decimal,
    Average(1, unit="年"),
    Label("合作年限", "合作年数 合作时长 往来年限 交易年限"),
]
ComplaintCount = Annotated[int, Integer(0, unit="次"), Label("投诉次数", "投诉件数")]

# What a customer owes by age (账龄), both ends of a bucket included; amounts in yuan

NotDueAmount = Annotated[
    Decimal, Money(None),
    Label(
        "未到期",
        "未到期金额 未逾期 未逾期金额 未到期应收 未到期余额 信用期内 账期内",
    ),
]  # fmt: skip
Days1To30Amount = Annotated[
    Decimal, Money(None),
    Label(
        "逾期1—30天",
        "1—30天 30天以内 0—30天 逾期30天以内 30天内 1个月以内 逾期1个月以内",
    ),
]  # fmt: skip
Days31To60Amount = Annotated[
    Decimal,
    Money(None),
    Label("逾期31—60天", "31—60天 30—60天 逾期30—60天 1—2个月"),
]
Days61To90Amount = Annotated[
    Decimal,
    Money(None),
    Label("逾期61—90天", "61—90天 60—90天 逾期60—90天 2—3个月"),
]
Days91To180Amount = Annotated[
    Decimal,
    Money(None),
    Label("逾期91—180天", "91—180天 90—180天 逾期90—180天 3—6个月"),
]
Days181To365Amount = Annotated[
    Decimal,
    Money(None),
    Label("逾期181—365天", "181—365天 180—365天 181—360天 6—12个月 半年至一年"),
]
DaysOver365Amount = Annotated[
    Decimal, Money(None),
    Label(
        "逾期365天以上",
        "365天以上 一年以上 1年以上 逾期一年以上 逾期1年以上 360天以上 12个月以上",
    ),
]  # fmt: skip
